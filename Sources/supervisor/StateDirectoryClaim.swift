import CLinux
import DaemonLifecycle
import EventLoop
import Faults
import Glibc
import Synchronization

/// Makes the state directory and takes the supervisor's role in it, on a thread that ends with that: the directory lies
/// on a disk, which may not answer, and then the node begins without it.
final class StateDirectoryClaim: Sendable {
    typealias Outcome = Result<Void, SystemError>

    private let path: String
    private let state = Mutex(State())
    /// Readable when the outcome is there.
    private let done = clinux_eventfd()

    private struct State: ~Copyable {
        var outcome: Outcome?
        var lock: RoleLock?
        /// Nobody has waited until the outcome was there: it is told then.
        var onLate: (@LoopActor @Sendable (Outcome) -> Void)?
    }

    /// Begins. The role is held as long as this object is.
    init(_ path: String) throws(SystemError) {
        self.path = path
        clinux_use_one_heap()
        var thread = pthread_t()
        let retained = Unmanaged.passRetained(self)
        let code = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<StateDirectoryClaim>.fromOpaque(context).takeRetainedValue().take()
                return nil
            }, retained.toOpaque())
        guard code == 0 else {
            retained.release()
            throw SystemError("pthread_create", errno: code)
        }
        pthread_detach(thread)
    }

    deinit { close(done) }

    /// Blocks for `patience` at most.
    /// - Parameter onLate: Hears of an outcome that is not there by then.
    /// - Returns: Nil when it is not.
    func wait(
        for patience: Duration, onLate: @escaping @LoopActor @Sendable (Outcome) -> Void
    ) -> Outcome? {
        var poll = pollfd(fd: done, events: Int16(POLLIN), revents: 0)
        _ = Glibc.poll(&poll, 1, Int32(clamping: patience.nanoseconds / 1_000_000))
        return state.withLock { state in
            if state.outcome == nil { state.onLate = onLate }
            return state.outcome
        }
    }

    private func take() {
        FaultPoint.reached("state.directory", "supervisor")
        let outcome: Outcome
        do throws(SystemError) {
            try DaemonProgram.makePrivateDirectory(path)
            var lock = Optional(try RoleLock(path: path + "/supervisor.lock", patience: .seconds(1)))
            state.withLock { $0.lock = lock.take() }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        let onLate = state.withLock { state in
            state.outcome = outcome
            return state.onLate
        }
        if let onLate { EventLoop.main.call { onLate(outcome) } }
        var one: UInt64 = 1
        write(done, &one, 8)
    }
}
