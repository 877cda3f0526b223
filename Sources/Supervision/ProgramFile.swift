import CLinux
import Glibc

/// A program that a daemon is known to have become ready with, kept open: it can still be executed when another has
/// taken its name, or none has.
final class ProgramFile {
    /// Tells one file from another, whatever their names.
    struct Identity: Equatable, Sendable {
        let device: UInt64
        let inode: UInt64

        /// The file at a path; nil when there is none.
        init?(path: String) {
            var info = stat()
            guard stat(path, &info) == 0 else { return nil }
            device = UInt64(info.st_dev)
            inode = UInt64(info.st_ino)
        }
    }

    let identity: Identity
    private let descriptor: Int32

    /// The program that a process runs; nil when that cannot be seen.
    init?(of pid: pid_t) {
        let path = "/proc/\(pid)/exe"
        let descriptor = clinux_open_path(path)
        guard descriptor >= 0, let identity = Identity(path: "/proc/self/fd/\(descriptor)") else {
            if descriptor >= 0 { close(descriptor) }
            return nil
        }
        self.descriptor = descriptor
        self.identity = identity
    }

    deinit { close(descriptor) }

    /// Under which a child can execute it, though its own descriptors are closed by then.
    var path: String { "/proc/\(getpid())/fd/\(descriptor)" }
}
