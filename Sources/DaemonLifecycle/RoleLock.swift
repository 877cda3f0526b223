import EventLoop
import Glibc

/// Makes a second process in the same role impossible: an flock(2) on a file in the runtime directory, held until the
/// process ends, however it ends.
package struct RoleLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock. Throws EWOULDBLOCK when another process holds it.
    /// - Parameter patience: How long to wait for a process that is just ending, or only looking. Blocks for that time.
    package init(path: String, patience: Duration = .milliseconds(200)) throws(SystemError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        let end = MonotonicInstant.now.advanced(by: patience)
        var result = flock(descriptor, LOCK_EX | LOCK_NB)
        while result != 0, errno == EWOULDBLOCK, MonotonicInstant.now < end {
            usleep(5000)
            result = flock(descriptor, LOCK_EX | LOCK_NB)
        }
        guard result == 0 else {
            let error = SystemError("flock", path)
            close(descriptor)
            throw error
        }
        ftruncate(descriptor, 0)
        let text = "\(getpid())\n"
        write(descriptor, text, text.utf8.count)
    }

    deinit { close(descriptor) }
}
