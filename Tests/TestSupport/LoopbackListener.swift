import EventLoop
import Glibc
import Synchronization

/// Holds a TCP port of 127.0.0.1: takes connections, as far as their peers can tell, and never says anything.
package final class LoopbackListener: Sendable {
    package let port: Int
    private let descriptor: Mutex<Int32?>

    /// - Parameter port: Nil for any free one.
    package init(port wanted: Int? = nil) throws {
        let port = try wanted ?? freePort()
        let new = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        self.port = port
        descriptor = Mutex(new)  // from here on deinit closes it, also when this throws
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(new, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0, listen(new, 64) == 0 else { throw SystemError("bind", "127.0.0.1:\(port)") }
    }

    deinit { close() }

    /// Lets go of the port.
    package func close() {
        descriptor.withLock { descriptor in
            if let open = descriptor {
                shutdown(open, Int32(SHUT_RDWR))
                _ = Glibc.close(open)
            }
            descriptor = nil
        }
    }

    /// Another descriptor of it, the caller's own, for a thread that accepts: accept(2) fails there once the port is let go.
    func duplicate() throws -> Int32 {
        let copy = descriptor.withLock { $0.map { fcntl($0, F_DUPFD_CLOEXEC, 0) } ?? -1 }
        guard copy >= 0 else { throw SystemError("fcntl") }
        return copy
    }
}
