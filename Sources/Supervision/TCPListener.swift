import EventLoop
import Glibc

/// The API's listening TCP socket.
package enum TCPListener {
    /// Binds and listens; the socket is non-blocking and closed on exec.
    /// - Parameters:
    ///   - address: IPv4 or IPv6, checked by the configuration.
    ///   - old: A socket that may listen on the same port, on an address that has this one in it or the other way round:
    ///     for this call the two may share the port (SO_REUSEPORT, socket(7)).
    package static func listen(
        address: String, port: Int, besides old: Int32? = nil
    ) throws(SystemError) -> Int32 {
        let isIPv6 = address.contains(":")
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(isIPv6 ? AF_INET6 : AF_INET, type, 0)
        guard descriptor >= 0 else { throw SystemError("socket") }
        var one: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, 4)
        let sharing = old.map { [$0, descriptor] } ?? []
        for socket in sharing { sharePort(socket, true) }
        let isBound = (isIPv6 ? bind6(descriptor, address, port) : bind4(descriptor, address, port)) == 0
        let listens = isBound && Glibc.listen(descriptor, 1024) == 0
        let error = SystemError("listen on", "\(isIPv6 ? "[\(address)]" : address):\(port)")
        for socket in sharing { sharePort(socket, false) }
        guard listens else {
            close(descriptor)
            throw error
        }
        return descriptor
    }

    private static func sharePort(_ socket: Int32, _ isShared: Bool) {
        var value: Int32 = isShared ? 1 : 0
        setsockopt(socket, SOL_SOCKET, SO_REUSEPORT, &value, 4)
    }

    /// Listens no more, whoever else has the socket: accept(2) fails there with EINVAL. Connections that were accepted
    /// are not touched.
    package static func end(_ listener: Int32) {
        shutdown(listener, Int32(SHUT_RD))
        close(listener)
    }

    /// Whether a descriptor is a socket that listens there; any port is right when the port is 0.
    package static func isListening(_ descriptor: Int32, address: String, port: Int) -> Bool {
        var listens: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &length) == 0, listens == 1 else {
            return false
        }
        return address.contains(":")
            ? isBound6(descriptor, address, port) : isBound4(descriptor, address, port)
    }

    private static func isBound4(_ descriptor: Int32, _ text: String, _ port: Int) -> Bool {
        var wanted = in_addr()
        var bound = sockaddr_in()
        guard inet_pton(AF_INET, text, &wanted) == 1, name(of: descriptor, &bound) else { return false }
        return Int32(bound.sin_family) == AF_INET && bound.sin_addr.s_addr == wanted.s_addr
            && (port == 0 || Int(UInt16(bigEndian: bound.sin_port)) == port)
    }

    private static func isBound6(_ descriptor: Int32, _ text: String, _ port: Int) -> Bool {
        var wanted = in6_addr()
        var bound = sockaddr_in6()
        guard inet_pton(AF_INET6, text, &wanted) == 1, name(of: descriptor, &bound) else { return false }
        return Int32(bound.sin6_family) == AF_INET6
            && withUnsafeBytes(of: bound.sin6_addr) { left in
                withUnsafeBytes(of: wanted) { left.elementsEqual($0) }
            } && (port == 0 || Int(UInt16(bigEndian: bound.sin6_port)) == port)
    }

    private static func name<Address>(of descriptor: Int32, _ address: UnsafeMutablePointer<Address>) -> Bool {
        var length = socklen_t(MemoryLayout<Address>.size)
        return address.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) } == 0
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
