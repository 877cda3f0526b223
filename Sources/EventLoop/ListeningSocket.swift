import Glibc
import Inet

/// A listening TCP socket: made here, or handed down by whoever started the process.
package struct ListeningSocket: Sendable {
    /// Whoever serves it closes it.
    package let descriptor: Int32
    package let address: IPAddress
    package let port: Int

    private static let backlog: Int32 = 1024

    /// Takes over a socket that is bound already.
    package init(inherited descriptor: Int32) throws(SystemError) {
        var name = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let code = withUnsafeMutablePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard code == 0 else { throw SystemError("getsockname", "descriptor \(descriptor)") }
        switch Int32(name.ss_family) {
        case AF_INET:
            let v4 = withUnsafeBytes(of: &name) { $0.loadUnaligned(as: sockaddr_in.self) }
            address = IPAddress(v4.sin_addr)
            port = Int(UInt16(bigEndian: v4.sin_port))
        case AF_INET6:
            let v6 = withUnsafeBytes(of: &name) { $0.loadUnaligned(as: sockaddr_in6.self) }
            address = IPAddress(v6.sin6_addr)
            port = Int(UInt16(bigEndian: v6.sin6_port))
        default:
            throw SystemError("getsockname", "descriptor \(descriptor)", errno: EAFNOSUPPORT)
        }
        self.descriptor = descriptor
    }

    /// Binds and listens; the socket is non-blocking and closed on exec.
    /// - Parameters:
    ///   - host: An IPv4 or IPv6 address, or `localhost`.
    ///   - port: 0 takes any free one.
    ///   - old: A socket that may listen on the same port, on an address that has this one in it or the other way round:
    ///     for this call the two may share the port (SO_REUSEPORT, socket(7)).
    package init(host: String, port: Int, besides old: Int32? = nil) throws(SystemError) {
        let name = (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
        guard let address = IPAddress(host == "localhost" ? "127.0.0.1" : host), let port = UInt16(exactly: port) else {
            throw SystemError("listen on", name, errno: EINVAL)
        }
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(address.isV6 ? AF_INET6 : AF_INET, type, 0)
        guard descriptor >= 0 else { throw SystemError("socket") }
        Self.set(SO_REUSEADDR, true, of: descriptor)
        let sharing = old.map { [$0, descriptor] } ?? []
        for socket in sharing { Self.set(SO_REUSEPORT, true, of: socket) }
        let listens = Self.bind(descriptor, address, port) == 0 && listen(descriptor, Self.backlog) == 0
        let error = SystemError("listen on", name)
        for socket in sharing { Self.set(SO_REUSEPORT, false, of: socket) }
        do throws(SystemError) {
            guard listens else { throw error }
            try self.init(inherited: descriptor)
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// Whether it listens there; any port is right when the port is 0.
    package func listens(at host: String, port: Int) -> Bool {
        var isListening: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        let code = getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &length)
        return code == 0 && isListening == 1 && address == IPAddress(host) && (port == 0 || port == self.port)
    }

    /// Listens no more, whoever else has the socket: accept(2) fails there with EINVAL. Connections that were accepted
    /// are not touched.
    package static func end(_ descriptor: Int32) {
        shutdown(descriptor, Int32(SHUT_RD))
        close(descriptor)
    }

    private static func bind(_ descriptor: Int32, _ address: IPAddress, _ port: UInt16) -> Int32 {
        switch address {
        case .v4(let number):
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_port = port.bigEndian
            name.sin_addr.s_addr = number.bigEndian
            return bind(descriptor, name)
        case .v6(let number):
            var name = sockaddr_in6()
            name.sin6_family = sa_family_t(AF_INET6)
            name.sin6_port = port.bigEndian
            withUnsafeMutableBytes(of: &name.sin6_addr) { $0.storeBytes(of: number.bigEndian, as: UInt128.self) }
            return bind(descriptor, name)
        }
    }

    private static func bind<Name>(_ descriptor: Int32, _ name: Name) -> Int32 {
        withUnsafePointer(to: name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(descriptor, $0, socklen_t(MemoryLayout<Name>.size))
            }
        }
    }

    private static func set(_ option: Int32, _ isOn: Bool, of descriptor: Int32) {
        var value: Int32 = isOn ? 1 : 0
        setsockopt(descriptor, SOL_SOCKET, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}
