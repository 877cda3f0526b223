import EventLoop
import HTTPServer
import IPC
import NodeProtocol
import Synchronization

/// A service's output as an HTTP body: deployd is asked for the next lines when the connection has taken the last ones.
final class ServiceLogStream: HTTPStreamSource {
    private struct State {
        var isEnded = false
        var waiter: CheckedContinuation<[UInt8]?, Never>?
    }

    private let deployd: IPCClient
    private let reader: ServiceLogs.Reader
    private let text: OutputText
    private let state = Mutex(State())

    init(_ deployd: IPCClient, _ reader: ServiceLogs.Reader, _ text: OutputText) {
        self.deployd = deployd
        self.reader = reader
        self.text = text
    }

    func next() async -> [UInt8]? {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isEnded { state.waiter = continuation }
                return !state.isEnded
            }
            guard isOpen else { return continuation.resume(returning: nil) }
            begin()
        }
    }

    func end() {
        let (wasOpen, waiter) = state.withLock { state in
            defer { state = State(isEnded: true) }
            return (!state.isEnded, state.waiter)
        }
        waiter?.resume(returning: nil)
        if wasOpen { beginClose() }
    }

    private func begin() {
        // The continuation of next() waits for this task, unless end() comes first.
        Task { @LoopActor in await read() }
    }

    private func beginClose() {
        // Nobody waits for this task: a reader that it does not get to close is closed by deployd after a while.
        Task { @LoopActor in _ = try? await deployd.call(ServiceLogs.Close.self, reader) }
    }

    @LoopActor
    private func read() async {
        while !state.withLock(\.isEnded) {
            do {
                let piece = try await deployd.call(ServiceLogs.Read.self, reader, deadline: ServiceLogs.readDeadline)
                if !piece.lines.isEmpty || piece.isEnd { return take(piece) }
            } catch {
                return take(ServiceLogs.Piece(lines: [], isEnd: true, failure: "deployd does not answer: \(error)"))
            }
        }
    }

    private func take(_ piece: ServiceLogs.Piece) {
        let bytes = text.bytes(piece.lines) + (piece.failure.map(text.bytes(failure:)) ?? [])
        let waiter = state.withLock { state in
            defer { state = State(isEnded: state.isEnded || piece.isEnd) }
            return state.waiter
        }
        waiter?.resume(returning: bytes.isEmpty ? nil : bytes)
    }
}
