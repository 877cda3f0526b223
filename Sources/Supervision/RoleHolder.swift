import EventLoop
import Glibc

/// Who holds a role, as its lock tells: the lock file has the holder's process id.
enum RoleHolder {
    /// The process that holds the lock at `path`; nil when nobody does. A shared lock is tried, for a moment: whoever
    /// takes the role at that moment tries more than once.
    static func pid(of path: String) -> pid_t? {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else { return nil }
        var buffer = [UInt8](repeating: 0, count: 16)
        let count = read(descriptor, &buffer, buffer.count)
        let digits = buffer.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }
        return pid_t(String(decoding: digits, as: UTF8.self)).flatMap { $0 > 1 ? $0 : nil }
    }
}
