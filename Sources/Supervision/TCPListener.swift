import EventLoop
import Glibc

/// The API's listening TCP socket.
package enum TCPListener {
    /// Binds and listens; the socket is non-blocking and closed on exec.
    /// - Parameter address: IPv4 or IPv6, checked by the configuration.
    package static func listen(address: String, port: Int) throws(SystemError) -> Int32 {
        let isIPv6 = address.contains(":")
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(isIPv6 ? AF_INET6 : AF_INET, type, 0)
        guard descriptor >= 0 else { throw SystemError("socket") }
        var one: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, 4)
        let bound = isIPv6 ? bind6(descriptor, address, port) : bind4(descriptor, address, port)
        guard bound == 0, Glibc.listen(descriptor, 1024) == 0 else {
            let error = SystemError("listen on", "\(isIPv6 ? "[\(address)]" : address):\(port)")
            close(descriptor)
            throw error
        }
        return descriptor
    }

    private static func bind4(_ descriptor: Int32, _ text: String, _ port: Int) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        guard inet_pton(AF_INET, text, &address.sin_addr) == 1 else { return failed(EINVAL) }
        return bind(descriptor, &address)
    }

    private static func bind6(_ descriptor: Int32, _ text: String, _ port: Int) -> Int32 {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = in_port_t(truncatingIfNeeded: port).bigEndian
        guard inet_pton(AF_INET6, text, &address.sin6_addr) == 1 else { return failed(EINVAL) }
        return bind(descriptor, &address)
    }

    private static func bind<Address>(_ descriptor: Int32, _ address: UnsafePointer<Address>) -> Int32 {
        address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            Glibc.bind(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
        }
    }

    private static func failed(_ code: Int32) -> Int32 {
        errno = code
        return -1
    }
}
