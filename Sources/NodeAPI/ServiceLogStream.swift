import EventLoop
import HTTPServer
import IPC
import JSON
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
    /// An object a line, in place of text.
    private let isJSON: Bool
    private let state = Mutex(State())

    init(_ deployd: IPCClient, _ reader: ServiceLogs.Reader, isJSON: Bool) {
        self.deployd = deployd
        self.reader = reader
        self.isJSON = isJSON
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
        var bytes = piece.lines.flatMap(encoded)
        if let failure = piece.failure {
            bytes += Array((isJSON ? JSON.object(["error": .string(failure)]).text : "[\(failure)]").utf8) + [0x0A]
        }
        let waiter = state.withLock { state in
            defer { state = State(isEnded: state.isEnded || piece.isEnd) }
            return state.waiter
        }
        waiter?.resume(returning: bytes.isEmpty ? nil : bytes)
    }

    private func encoded(_ line: ServiceLogs.Line) -> [UInt8] {
        guard isJSON else { return Array(line.plain.utf8) + [0x0A] }
        var members: [String: JSON] = ["stream": .string(line.stream.rawValue), "text": .string(line.text)]
        members["time"] = line.time.map(JSON.string)
        return JSON.object(members).bytes + [0x0A]
    }
}
