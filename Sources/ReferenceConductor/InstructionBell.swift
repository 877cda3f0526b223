import Synchronization

/// Wakes the long polls of a worker when it gets an instruction.
///
/// A poll takes the count of rings first, then looks at the store, then waits for the count to change: a ring between
/// the look and the wait is not lost.
final class InstructionBell: Sendable {
    private struct State {
        var rings: [String: Int] = [:]
        var waiters: [Int: (worker: String, continuation: CheckedContinuation<Void, Never>)] = [:]
        var lastWaiter = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    /// How often the bell of `worker` has rung.
    func rings(for worker: String) -> Int { state.withLock { $0.rings[worker, default: 0] } }

    func ring(for worker: String) {
        let woken = state.withLock { state in
            state.rings[worker, default: 0] += 1
            let numbers = state.waiters.filter { $0.value.worker == worker }.keys
            return numbers.compactMap { state.waiters.removeValue(forKey: $0)?.continuation }
        }
        for continuation in woken { continuation.resume() }
    }

    /// Wakes everyone; from now on nobody waits.
    func close() {
        let woken = state.withLock { state in
            state.isClosed = true
            defer { state.waiters = [:] }
            return state.waiters.values.map(\.continuation)
        }
        for continuation in woken { continuation.resume() }
    }

    /// Returns when the bell has rung more often than `rings`, or `limit` has passed.
    func wait(for worker: String, after rings: Int, atMost limit: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.waitForRing(worker, rings) }
            group.addTask { try? await Task.sleep(for: limit) }  // cancelled: the ring came first
            await group.next()
            group.cancelAll()
        }
    }

    private func waitForRing(_ worker: String, _ rings: Int) async {
        let number = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state in
                    guard !state.isClosed, !Task.isCancelled, state.rings[worker, default: 0] == rings else {
                        return true
                    }
                    state.waiters[number] = (worker, continuation)
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: number)?.continuation }?.resume()
        }
    }
}
