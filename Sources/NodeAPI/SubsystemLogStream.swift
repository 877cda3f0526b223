import EventLoop
import HTTPServer
import NodeProtocol
import Synchronization

/// A daemon's output as an HTTP body: what the supervisor keeps of it is looked at twice a second, when the connection has
/// taken what came before. Who follows is told nothing twice, and told when lines were missed.
final class SubsystemLogStream: HTTPStreamSource {
    private static let interval = Duration.milliseconds(500)

    private struct State {
        var position: Int
        /// Lines that have not been sent.
        var first: [String]?
        var isEnded = false
        var waiter: CheckedContinuation<[UInt8]?, Never>?
    }

    private let directory: RuntimeDirectory
    private let name: String
    private let follows: Bool
    private let state: Mutex<State>

    /// Throws when nothing can be read now; what is followed may be away for a while later.
    /// - Parameter tail: How many lines to begin with; nil: all.
    init(
        of name: String, in directory: RuntimeDirectory, tail: Int?, follows: Bool
    ) throws(KeptOutput.Unreadable) {
        self.directory = directory
        self.name = name
        self.follows = follows
        let first = try KeptOutput.read(of: name, in: directory).piece(after: nil, tail: tail)
        state = Mutex(State(position: first.next, first: first.lines))
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

    /// Looks until there is something. A file that cannot be read is waited for: it is made anew.
    @LoopActor
    private func look() async {
        while !state.withLock(\.isEnded) {
            if let kept = try? KeptOutput.read(of: name, in: directory) {
                let piece = kept.piece(after: state.withLock(\.position), tail: nil)
                state.withLock { $0.position = piece.next }
                let lines = (piece.isCut ? ["(lines were missed here)"] : []) + piece.lines
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
