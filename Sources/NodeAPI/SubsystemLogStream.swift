import EventLoop
import HTTPServer
import IPC
import NodeProtocol
import Synchronization

/// A daemon's output as an HTTP body: the supervisor is asked for what has come since, twice a second, when the connection
/// has taken what came before. Who follows is told nothing twice, and told when lines were missed.
final class SubsystemLogStream: HTTPStreamSource {
    private static let interval = Duration.milliseconds(500)

    private struct State {
        var question: SupervisorMethods.Output.Params
        /// Lines that have not been sent.
        var first: [String]?
        var isEnded = false
        var waiter: CheckedContinuation<[UInt8]?, Never>?
    }

    private let supervisor: IPCClient
    private let follows: Bool
    private let patience: Duration
    private let state: Mutex<State>

    init(
        _ supervisor: IPCClient, _ name: String, _ first: SupervisorMethods.Output.Answer, follows: Bool,
        patience: Duration
    ) {
        self.supervisor = supervisor
        self.follows = follows
        self.patience = patience
        let question = SupervisorMethods.Output.Params(name, after: first.next)
        state = Mutex(State(question: question, first: first.lines))
    }

    func next() async -> [UInt8]? {
        let first = state.withLock { state in
            defer { state.first = nil }
            return state.first
        }
        if let first, !first.isEmpty { return Self.bytes(first) }
        guard follows else { return nil }
        return await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isEnded { state.waiter = continuation }
                return !state.isEnded
            }
            guard isOpen else { return continuation.resume(returning: nil) }
            // The continuation waits for this task, unless end() comes first.
            Task { @LoopActor in await self.look() }
        }
    }

    func end() {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            state.isEnded = true
            return state.waiter
        }
        waiter?.resume(returning: nil)
    }

    /// Asks until there is something. A supervisor that is being replaced is asked again: its daemons live on.
    @LoopActor
    private func look() async {
        while !state.withLock(\.isEnded) {
            let question = state.withLock(\.question)
            let answer = try? await supervisor.call(SupervisorMethods.Output.self, question, deadline: patience)
            if let answer {
                state.withLock { $0.question.after = answer.next }
                let lines = (answer.isCut ? ["(lines were missed here)"] : []) + answer.lines
                if !lines.isEmpty { return take(lines) }
            }
            guard (try? await LoopActor.sleep(for: Self.interval)) != nil else { return end() }
        }
    }

    private func take(_ lines: [String]) {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: Self.bytes(lines))
    }

    private static func bytes(_ lines: [String]) -> [UInt8] { lines.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] } }
}
