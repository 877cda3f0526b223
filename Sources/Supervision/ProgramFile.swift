import CLinux
import EventLoop
import Glibc

/// A program that a daemon is known to have become ready with, kept open: it can still be executed when another has
/// taken its name, or none has.
final class ProgramFile {
    let identity: FileIdentity
    private let descriptor: Int32

    /// The program that a process runs; nil when that cannot be seen.
    init?(of pid: pid_t) {
        let path = "/proc/\(pid)/exe"
        let descriptor = clinux_open_path(path)
        guard descriptor >= 0, let identity = FileIdentity(path: "/proc/self/fd/\(descriptor)") else {
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
