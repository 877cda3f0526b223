import CLinux
import Glibc

/// Takes connections from a listening socket that stays the caller's. Released, it takes no more.
@LoopActor
package final class Acceptor {
    /// So many a turn: others get theirs too.
    private static let connectionsInATurn = 16
    private static let pause = Duration.milliseconds(100)

    private let listener: Int32
    private let onConnection: @LoopActor (Int32) -> Void
    private let onFailure: @LoopActor (SystemError) -> Void
    private var watch: DescriptorWatch?
    private var retry: LoopTimer?

    /// - Parameters:
    ///   - listener: Must be non-blocking.
    ///   - onConnection: Gets each connection, which is its own from there on; non-blocking, closed on exec.
    ///   - onFailure: Hears why a connection could not be taken. It is tried again, every tenth of a second at most.
    package init(
        _ listener: Int32, onConnection: @escaping @LoopActor (Int32) -> Void,
        onFailure: @escaping @LoopActor (SystemError) -> Void
    ) {
        self.listener = listener
        self.onConnection = onConnection
        self.onFailure = onFailure
    }

    isolated deinit { stop() }

    /// Begins. What connected before waits in the backlog.
    package func start() throws(SystemError) {
        watch = try EventLoop.main.watch(listener, for: .readable) { [weak self] _ in self?.accept() }
    }

    package func stop() {
        retry?.cancel()
        watch?.cancel()
        watch = nil
    }

    private func accept() {
        for _ in 0..<Self.connectionsInATurn {
            let descriptor = clinux_accept(listener)
            guard descriptor >= 0 else { return failed(SystemError("accept")) }
            onConnection(descriptor)
            guard watch != nil else { return }
        }
    }

    /// Out of descriptors or memory, the connection stays in the backlog and would wake the loop for ever: it looks away
    /// for a moment.
    private func failed(_ error: SystemError) {
        guard ![EAGAIN, EINTR, ECONNABORTED].contains(error.errno) else { return }
        stop()
        onFailure(error)
        tryAgain()
    }

    private func tryAgain() {
        retry = EventLoop.main.schedule(after: Self.pause) { [weak self] in
            guard let self else { return }
            do throws(SystemError) {
                try self.start()
            } catch {
                self.onFailure(error)
                self.tryAgain()
            }
        }
    }
}
