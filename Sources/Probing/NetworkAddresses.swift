import Glibc
import Inet

/// /proc/net/route: the IPv4 routes of the main table, numbers in hexadecimal and in the host's byte order.
package struct IPv4Routes: Sendable {
    private struct Route {
        let interface: String
        let destination: UInt32
        let mask: UInt32
        let metric: Int
        let isUp: Bool
    }
    private let routes: [Route]

    package init(procNetRoute text: String) {
        routes = lines(of: text).dropFirst().compactMap { line in
            let fields = fields(of: line)
            guard fields.count >= 8, let destination = UInt32(fields[1], radix: 16),
                let flags = UInt32(fields[3], radix: 16), let mask = UInt32(fields[7], radix: 16)
            else { return nil }
            return Route(
                interface: String(fields[0]), destination: UInt32(bigEndian: destination),
                mask: UInt32(bigEndian: mask),
                metric: Int(fields[6]) ?? 0, isUp: flags & 1 != 0 && flags & 0x200 == 0)  // RTF_UP, RTF_REJECT
        }
    }

    /// The interface of the default route; of several, the one with the lowest metric.
    package var defaultInterface: String? {
        routes.filter { $0.isUp && $0.mask == 0 && $0.destination == 0 }.min { $0.metric < $1.metric }?.interface
    }

    /// The host's own address on an interface, from the text of /proc/net/fib_trie: it lists all local addresses, and
    /// the routes tell whose network each is in.
    package func address(of interface: String, fibTrie text: String) -> String? {
        let local = Self.localAddresses(fibTrie: text).filter { $0 >> 24 != 127 }
        let own = local.first { address in
            let networks = routes.filter { $0.mask != 0 && address & $0.mask == $0.destination }
            return networks.max { $0.mask < $1.mask }?.interface == interface
        }
        // An address alone in its network (/32) is in nobody's.
        let stray = local.first { address in
            !routes.contains { $0.mask != 0 && address & $0.mask == $0.destination }
        }
        return (own ?? stray).map { IPAddress.v4($0).description }
    }

    /// `|-- 192.0.2.2` followed by `/32 host LOCAL`.
    private static func localAddresses(fibTrie text: String) -> [UInt32] {
        var last: UInt32?
        var found: [UInt32] = []
        for line in lines(of: text) {
            let fields = fields(of: line)
            if fields.count >= 2, fields[0] == "|--" {
                last = number(fields[1])
            } else if fields == ["/32", "host", "LOCAL"], let address = last, !found.contains(address) {
                found.append(address)
            }
        }
        return found
    }

    private static func number(_ text: Substring) -> UInt32? {
        if case .v4(let number)? = IPAddress(String(text)) { number } else { nil }
    }
}

/// /proc/net/if_inet6: address, index, prefix length, scope, flags and interface, hexadecimal.
package struct IPv6Addresses: Sendable {
    private var globals: [String: String] = [:]

    package init(ifInet6 text: String) {
        for line in lines(of: text) {
            let fields = fields(of: line)
            guard fields.count >= 6, fields[0].utf8.count == 32, let flags = UInt32(fields[4], radix: 16),
                UInt32(fields[3], radix: 16) == 0  // global scope
            else { continue }
            let name = String(fields[5])
            // Temporary, failed, deprecated and tentative addresses are not what others should know the host by.
            guard flags & (0x01 | 0x08 | 0x20 | 0x40) == 0, globals[name] == nil else { continue }
            globals[name] = UInt128(fields[0], radix: 16).map { IPAddress.v6($0).description }
        }
    }

    package func global(of interface: String) -> String? { globals[interface] }
}

/// The first IPv4 address of one of this process's own interfaces, getifaddrs(3).
func ownIPv4Address(of interface: String) -> String? {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&list) == 0 else { return nil }
    defer { freeifaddrs(list) }
    var next = list
    while let entry = next?.pointee {
        next = entry.ifa_next
        guard let address = entry.ifa_addr, Int32(address.pointee.sa_family) == AF_INET,
            let name = entry.ifa_name, String(cString: name) == interface
        else { continue }
        return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
            IPAddress($0.pointee.sin_addr).description
        }
    }
    return nil
}
