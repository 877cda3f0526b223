import EventLoop
import HTTPServer
import Synchronization

/// Writes heartbeats down, as many in one transaction as have come while the one before was being synced: the disk sets
/// how many transactions there are, not the workers.
final class HeartbeatBatch: Sendable {
    private struct Beat: Sendable {
        let worker: String
        let at: Int64
        let wantsReport: Bool
        let done: CheckedContinuation<WorkerRecord?, any Error>
    }

    private struct State {
        var waiting: [Beat] = []
        var isWriting = false
    }

    private let store: ConductorStore
    private let disk: WorkerThread
    private let state = Mutex(State())

    init(store: ConductorStore, disk: WorkerThread) {
        self.store = store
        self.disk = disk
    }

    /// Durable when it returns. Nil for an unknown worker.
    /// - Parameter wantsReport: Whether the record is to have the worker's report of resources.
    func beat(_ worker: String, at now: Int64, wantsReport: Bool) async throws -> WorkerRecord? {
        try await withCheckedThrowingContinuation { done in
            let mustWrite = state.withLock { state in
                state.waiting.append(Beat(worker: worker, at: now, wantsReport: wantsReport, done: done))
                defer { state.isWriting = true }
                return !state.isWriting
            }
            guard mustWrite, !disk.submit(write) else { return }
            fail(HTTPFault(503, "Too much work is waiting for the database"))
        }
    }

    @Sendable private func write() {
        let beats = take()
        guard !beats.isEmpty else { return }
        let result = Result { try store.heartbeats(beats.map { ($0.worker, $0.at, $0.wantsReport) }) }
        // The next ones are written while these are answered; other work of the thread comes in between.
        if !disk.submit(write) { fail(HTTPFault(503, "Too much work is waiting for the database")) }
        switch result {
        case .success(let records): for (beat, record) in zip(beats, records) { beat.done.resume(returning: record) }
        case .failure(let error): for beat in beats { beat.done.resume(throwing: error) }
        }
    }

    /// What waits; when that is nothing, the next one begins anew.
    private func take() -> [Beat] {
        state.withLock { state in
            defer { state.waiting = [] }
            state.isWriting = !state.waiting.isEmpty
            return state.waiting
        }
    }

    private func fail(_ error: any Error) {
        let beats = take()
        state.withLock { $0.isWriting = false }
        for beat in beats { beat.done.resume(throwing: error) }
    }
}
