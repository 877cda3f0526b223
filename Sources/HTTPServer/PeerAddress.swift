import NIOCore

/// Who is at the other end of a connection, as limits count it: an IPv4 address, or a network of 64 bits in IPv6, all
/// of which one client may have.
package struct PeerAddress: Sendable, Hashable {
    private let network: UInt64
    private let isV6: Bool
    /// Whether it is this machine itself.
    package let isLoopback: Bool

    /// 127.0.0.1, for calls that came by no connection.
    package static let loopback = PeerAddress(v4: 0x7F00_0001)

    package init(v4 address: UInt32) {
        self.init(network: UInt64(address), isV6: false, isLoopback: address >> 24 == 127)
    }

    /// - Parameter bytes: All 16, in network order. IPv4 in IPv6 is IPv4.
    package init(v6 bytes: some Collection<UInt8>) {
        let (high, low) = (Self.number(bytes.prefix(8)), Self.number(bytes.dropFirst(8)))
        if high == 0, low >> 32 == 0xFFFF {
            self.init(v4: UInt32(truncatingIfNeeded: low))
        } else {
            self.init(network: high, isV6: true, isLoopback: high == 0 && low == 1)
        }
    }

    /// Where the address stands in sockaddr_in and sockaddr_in6 is told by ip(7) and ipv6(7).
    init?(_ address: SocketAddress?) {
        guard let address else { return nil }
        let bytes = address.withSockAddr { sockaddr, size in
            Array(UnsafeRawBufferPointer(start: sockaddr, count: size))
        }
        switch address {
        case .v4: self.init(v4: UInt32(truncatingIfNeeded: Self.number(bytes.dropFirst(4).prefix(4))))
        case .v6: self.init(v6: bytes.dropFirst(8).prefix(16))
        case .unixDomainSocket: return nil
        }
    }

    private init(network: UInt64, isV6: Bool, isLoopback: Bool) {
        self.network = network
        self.isV6 = isV6
        self.isLoopback = isLoopback
    }

    private static func number(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}
