import EventLoop
import Glibc

/// A listening TCP socket: made here, or handed down by whoever started the process.
package struct ListeningSocket: Sendable {
    /// Whoever serves it closes it.
    package let descriptor: Int32
    /// Numeric.
    package let host: String
    package let port: Int
    /// Whether only this machine can reach it.
    package let isLoopback: Bool

    /// `http://127.0.0.1:3001`
    package var url: String { url(isTLS: false) }

    package func url(isTLS: Bool) -> String {
        (isTLS ? "https://" : "http://") + (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
    }

    /// Takes over a socket that is bound already.
    package init(inherited descriptor: Int32) throws(SystemError) {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard code == 0 else { throw SystemError("getsockname", "descriptor \(descriptor)") }
        switch Int32(address.ss_family) {
        case AF_INET:
            let v4 = withUnsafeBytes(of: &address) { $0.loadUnaligned(as: sockaddr_in.self) }
            host = Self.text(AF_INET, v4.sin_addr)
            port = Int(UInt16(bigEndian: v4.sin_port))
        case AF_INET6:
            let v6 = withUnsafeBytes(of: &address) { $0.loadUnaligned(as: sockaddr_in6.self) }
            host = Self.text(AF_INET6, v6.sin6_addr)
            port = Int(UInt16(bigEndian: v6.sin6_port))
        default:
            throw SystemError("getsockname", "descriptor \(descriptor)", errno: EAFNOSUPPORT)
        }
        self.descriptor = descriptor
        isLoopback = host.hasPrefix("127.") || host == "::1" || host.hasPrefix("::ffff:127.")
    }

    /// Binds and listens. `host` is an IPv4 or IPv6 address, or `localhost`; port 0 takes any free one.
    package init(host: String, port: Int) throws(SystemError) {
        let name = "\(host):\(port)"
        guard let port = UInt16(exactly: port) else { throw SystemError("bind", name, errno: EINVAL) }
        let host = host == "localhost" ? "127.0.0.1" : host
        var v4 = sockaddr_in()
        var v6 = sockaddr_in6()
        let descriptor: Int32
        if inet_pton(AF_INET, host, &v4.sin_addr) == 1 {
            v4.sin_family = sa_family_t(AF_INET)
            v4.sin_port = port.bigEndian
            descriptor = try Self.listen(AF_INET, v4, name)
        } else if inet_pton(AF_INET6, host, &v6.sin6_addr) == 1 {
            v6.sin6_family = sa_family_t(AF_INET6)
            v6.sin6_port = port.bigEndian
            descriptor = try Self.listen(AF_INET6, v6, name)
        } else {
            throw SystemError("bind", name, errno: EADDRNOTAVAIL)
        }
        try self.init(inherited: descriptor)
    }

    private static func listen<Address>(
        _ family: Int32, _ address: Address, _ name: String
    ) throws(SystemError) -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(family, type, 0)
        guard descriptor >= 0 else { throw SystemError("socket") }
        var reuse: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        let code = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
            }
        }
        guard code == 0, Glibc.listen(descriptor, 128) == 0 else {
            let error = SystemError("bind", name)
            close(descriptor)
            throw error
        }
        return descriptor
    }

    private static func text<Address>(_ family: Int32, _ address: Address) -> String {
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        return withUnsafePointer(to: address) { address in
            guard inet_ntop(family, address, &buffer, socklen_t(buffer.count)) != nil else { return "" }
            return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}
