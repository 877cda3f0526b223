import CLinux
import EventLoop
import Glibc
import Logging
import NodeProtocol

/// Daemons that outlived a supervisor which was killed. Their role locks tell of them; they are ended in order before
/// new ones start, so that no role ever has two processes.
@LoopActor
enum OrphanedDaemons {
    private static let patience = Duration.seconds(6)

    static func end(in runtime: RuntimeDirectory, logger: Logger) {
        let orphans = Subsystem.stopOrder.compactMap { subsystem in
            holder(of: runtime.roleLock(of: subsystem.rawValue)).map { (subsystem, $0) }
        }
        for (subsystem, pid) in orphans {
            logger.warning(
                "a daemon of an earlier supervisor is still running and is ended",
                metadata: ["subsystem": "\(subsystem.rawValue)", "pid": "\(pid)"])
            end(pid)
        }
    }

    /// The process that holds a role lock; nil when nobody does.
    private static func holder(of path: String) -> pid_t? {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) != 0 else { return nil }
        var buffer = [UInt8](repeating: 0, count: 16)
        let count = read(descriptor, &buffer, buffer.count)
        let digits = buffer.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }
        return pid_t(String(decoding: digits, as: UTF8.self)).flatMap { $0 > 1 ? $0 : nil }
    }

    /// SIGTERM, and SIGKILL when that was not enough. Blocks: nothing else has been started yet.
    private static func end(_ pid: pid_t) {
        let descriptor = clinux_pidfd_open(pid)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        for (signal, wait) in [(SIGTERM, patience), (SIGKILL, patience)] {
            _ = clinux_pidfd_send_signal(descriptor, signal)
            var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if Glibc.poll(&poll, 1, Int32(wait.nanoseconds / 1_000_000)) == 1 { return }
        }
    }
}
