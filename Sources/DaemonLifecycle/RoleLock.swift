import EventLoop
import Glibc

/// Makes a second process in the same role impossible: an flock(2) on a file in the runtime directory, held until the
/// process ends, however it ends.
package struct RoleLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock. Throws EWOULDBLOCK when another process holds it.
    package init(path: String) throws(SystemError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
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
