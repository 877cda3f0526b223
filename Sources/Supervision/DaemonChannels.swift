import CLinux
import EventLoop
import Glibc

/// The two ways from a daemon to its supervisor: a socket pair for what it says of itself, and a pipe for what it writes.
/// What is not kept is closed in the end.
@LoopActor
final class DaemonChannels {
    /// What the daemon gets; here they are closed with the whole.
    let daemonNotify: Int32
    let daemonOutput: Int32
    private var notify: Int32
    private var output: Int32

    init() throws(SystemError) {
        let type = Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        var pair: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, type, 0, &pair) == 0 else { throw SystemError("socketpair") }
        var pipe: [Int32] = [-1, -1]
        guard clinux_pipe(&pipe) == 0 else {
            let error = SystemError("pipe2")
            for descriptor in pair { close(descriptor) }
            throw error
        }
        (notify, daemonNotify, output, daemonOutput) = (pair[0], pair[1], pipe[0], pipe[1])
    }

    /// The reading end of the pipe: the daemon gets it too.
    var readingEnd: Int32 { output }

    /// The supervisor's own ends, which become the caller's to close; reading them does not block.
    func keep() -> (notify: Int32, output: Int32) {
        defer { (notify, output) = (-1, -1) }
        _ = fcntl(output, F_SETFL, O_NONBLOCK)
        return (notify, output)
    }

    isolated deinit {
        for descriptor in [notify, daemonNotify, output, daemonOutput] where descriptor >= 0 { close(descriptor) }
    }
}
