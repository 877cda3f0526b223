import EventLoop
import Glibc

/// Who holds a role, as its lock tells: the lock file has the holder's process id.
enum RoleHolder {
    /// The process that holds the lock at `path`; nil when nobody does. A shared lock is tried, for a moment: whoever
    /// takes the role at that moment tries more than once.
    ///
    /// The number in the file may be that of a holder before, which another process has by now, while the present one has
    /// not come as far as to write its own. So only a process is told that has the file open.
    static func pid(of path: String) -> pid_t? {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else { return nil }
        var buffer = [UInt8](repeating: 0, count: 16)
        let count = read(descriptor, &buffer, buffer.count)
        let digits = buffer.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }
        guard let pid = pid_t(String(decoding: digits, as: UTF8.self)), pid > 1, let file = FileIdentity(path: path)
        else { return nil }
        return hasOpen(file, pid) ? pid : nil
    }

    /// Whether a process has a file open. Of one whose descriptors may not be seen (it cannot be traced: ptrace(2)) the
    /// number is believed.
    private static func hasOpen(_ file: FileIdentity, _ pid: pid_t) -> Bool {
        do throws(SystemError) {
            let directory = "/proc/\(pid)/fd"
            return try DirectoryNames.read(directory).contains { FileIdentity(path: "\(directory)/\($0)") == file }
        } catch {
            return error.errno == EACCES
        }
    }
}
