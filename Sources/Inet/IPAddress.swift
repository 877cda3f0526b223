import Glibc

/// An IPv4 or IPv6 address: inet_pton(3), inet_ntop(3).
package enum IPAddress: Sendable, Hashable, CustomStringConvertible {
    /// As a number: 127.0.0.1 is 0x7F00_0001.
    case v4(UInt32)
    /// Likewise: ::1 is 1.
    case v6(UInt128)

    /// Nil for what is no address. One with a zone (`fe80::1%eth0`) is none.
    package init?(_ text: String) {
        guard !text.utf8.contains(0) else { return nil }
        var v4 = in_addr()
        var v6 = in6_addr()
        if inet_pton(AF_INET, text, &v4) == 1 {
            self.init(v4)
        } else if inet_pton(AF_INET6, text, &v6) == 1 {
            self.init(v6)
        } else {
            return nil
        }
    }

    package init(_ address: in_addr) { self = .v4(UInt32(bigEndian: address.s_addr)) }

    package init(_ address: in6_addr) {
        self = .v6(withUnsafeBytes(of: address) { UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self)) })
    }

    package var isV6: Bool { if case .v6 = self { true } else { false } }

    /// Whether it is this machine itself, also as IPv4 in IPv6.
    package var isLoopback: Bool {
        switch self {
        case .v4(let number): number >> 24 == 127
        case .v6(let number): number == 1 || number >> 32 == 0xFFFF && number >> 24 & 0xFF == 127
        }
    }

    /// In the shortest form, RFC 5952.
    package var description: String {
        switch self {
        case .v4(let number): [24, 16, 8, 0].map { String(number >> $0 & 0xFF) }.joined(separator: ".")
        case .v6(let number): Self.text(number.bigEndian)
        }
    }

    private static func text(_ bytes: UInt128) -> String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let isWritten = withUnsafeBytes(of: bytes) {
            inet_ntop(AF_INET6, $0.baseAddress, &text, socklen_t(INET6_ADDRSTRLEN)) != nil
        }
        precondition(isWritten, "an address has room for its text")
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
