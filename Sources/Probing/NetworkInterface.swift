/// What an interface has carried since it came up.
package struct InterfaceCounters: Sendable, Equatable {
    package var rxBytes: Int64
    package var rxErrors: Int64
    package var rxDropped: Int64
    package var txBytes: Int64
    package var txErrors: Int64
    package var txDropped: Int64

    /// The interfaces of /proc/net/dev by name.
    package static func all(procNetDev text: String) -> [String: InterfaceCounters] {
        var interfaces: [String: InterfaceCounters] = [:]
        for line in lines(of: text) {
            // "  eth0:123 4 …": the number may follow the colon at once. The two title lines have no numbers.
            guard let (name, value) = keyAndValue(line) else { continue }
            let numbers = fields(of: value).compactMap(counter)
            guard numbers.count >= 12 else { continue }
            interfaces[String(name)] = InterfaceCounters(
                rxBytes: numbers[0], rxErrors: numbers[2], rxDropped: numbers[3], txBytes: numbers[8],
                txErrors: numbers[10], txDropped: numbers[11])
        }
        return interfaces
    }
}

/// The interface that the host reaches the world through, and what is known of it.
package struct PrimaryInterface: Sendable, Equatable {
    package var name: String
    package var ip4: String?
    /// A global address; a link-local one is of no use to anybody else.
    package var ip6: String?
    package var mac: String?
    /// 0 when unknown: virtual links tell -1 or refuse to be read.
    package var speedMbps: Int
}

package struct NetworkSample: Sendable, Equatable {
    /// All interfaces but loopback.
    package var interfaceCount: Int
    /// Nil without a network.
    package var primary: PrimaryInterface?
    /// Of the primary interface alone: bridges and container ends repeat its bytes.
    package var counters: InterfaceCounters?
}

extension NetworkSample {
    init(_ files: HostFiles) {
        let interfaces = InterfaceCounters.all(procNetDev: files.networkText("dev") ?? "").filter { $0.key != "lo" }
        let routes = IPv4Routes(procNetRoute: files.networkText("route") ?? "")
        let ip6 = IPv6Addresses(ifInet6: files.networkText("if_inet6") ?? "")
        interfaceCount = interfaces.count
        guard let name = routes.defaultInterface ?? Self.likeliest(of: interfaces, ip6) else { return }
        counters = interfaces[name]
        let system = "/sys/class/net/\(name)/"
        let own = files.root.isEmpty ? ownIPv4Address(of: name) : nil
        primary = PrimaryInterface(
            name: name, ip4: own ?? routes.address(of: name, fibTrie: files.networkText("fib_trie") ?? ""),
            ip6: ip6.global(of: name), mac: files.value(system + "address"),
            speedMbps: Self.speed(files.value(system + "speed")))
    }

    /// Mbit/s; the kernel's "unknown" is -1, which some drivers show without its sign.
    private static func speed(_ text: String?) -> Int {
        guard let speed = text.flatMap({ Int32($0) }), speed > 0 else { return 0 }
        return Int(speed)
    }

    /// Without a default route (a closed site, IPv6 alone): one with an address of its own, not made for containers;
    /// of several, the first by name.
    private static func likeliest(of interfaces: [String: InterfaceCounters], _ ip6: IPv6Addresses) -> String? {
        let made = ["veth", "docker", "br-", "virbr", "cni", "flannel", "ifb", "dummy", "tun", "tap", "wg"]
        let real = interfaces.keys.filter { name in !made.contains { name.hasPrefix($0) } }.sorted()
        return real.first { ip6.global(of: $0) != nil } ?? real.first { (interfaces[$0]?.rxBytes ?? 0) > 0 }
            ?? real.first
    }
}
