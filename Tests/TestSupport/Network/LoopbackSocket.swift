import EventLoop
import Glibc

/// TCP sockets to 127.0.0.1, or another address of the loopback network, made apart from the code under test.
package enum LoopbackSocket {
    /// A connected socket, which blocks; whoever asks for it closes it. Throws ECONNREFUSED where nobody listens.
    /// - Parameters:
    ///   - host: Of 127.0.0.`host`.
    ///   - patience: For so many seconds a read waits, and then fails with EAGAIN; nil for any time.
    package static func connect(port: Int, host: UInt8 = 1, patience: Int? = nil) throws(SystemError) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw SystemError("socket") }
        if let patience {
            var time = timeval(tv_sec: patience, tv_usec: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = (UInt32(0x7f00_0000) + UInt32(host)).bigEndian
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else {
            let error = SystemError("connect", "127.0.0.\(host):\(port)")
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// Connects and lets go again. Throws ECONNREFUSED where nobody listens.
    package static func reach(port: Int, host: UInt8 = 1) throws(SystemError) {
        close(try connect(port: port, host: host))
    }
}
