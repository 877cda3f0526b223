/// Reads `ports` and `expose` (compose specification, "ports").
struct PortReader {
    let field: Field

    func ports() -> [ComposePort] {
        var ports: [(Field, ComposePort)] = []
        for element in field.elements() {
            let found = element.node.mapping == nil ? short(element) : long(element).map { [$0] } ?? []
            ports += found.map { (element, $0) }
            guard ports.count <= YAMLLimits.ports else {
                field.fail("more than \(YAMLLimits.ports) ports")
                return []
            }
        }
        return field.keyed(ports, by: { "\($0.hostAddress)|\($0.published ?? 0)|\($0.target)|\($0.transport)" }) {
            "port \($0.target)/\($0.transport.rawValue) is published twice in the same way"
        }
    }

    /// `[[ip:]host:]container[/protocol]`, host and container also as ranges.
    private func short(_ field: Field) -> [ComposePort] {
        guard let text = field.text() else { return [] }
        var rest = text[...]
        var transport = ComposePort.Transport.tcp
        if let slash = rest.lastIndex(of: "/") {
            guard let known = self.transport(rest[rest.index(after: slash)...], field) else { return [] }
            transport = known
            rest = rest[..<slash]
        }
        guard let colon = rest.lastIndex(of: ":") else {
            return range(rest, field).map { range in range.map { port($0, nil, "", transport) } } ?? []
        }
        guard let containers = range(rest[rest.index(after: colon)...], field) else { return [] }
        var host = rest[..<colon]
        var address = ""
        if let colon = host.lastIndex(of: ":") {
            guard let known = self.address(host[..<colon], field) else { return [] }
            address = known
            host = host[host.index(after: colon)...]
        }
        guard !host.isEmpty else {
            if address.isEmpty {
                field.fail("\(quoted(text)) has no port before the colon; leave the colon out for any free port")
                return []
            }
            return containers.map { port($0, nil, address, transport) }
        }
        guard let hosts = range(host, field) else { return [] }
        if hosts.count == containers.count {
            return zip(containers, hosts).map { port($0, $1, address, transport) }
        }
        guard containers.count == 1 else {
            field.fail("\(quoted(text)): \(hosts.count) ports of the host for \(containers.count) of the container")
            return []
        }
        refuseChoice(of: hosts, field)
        return []
    }

    private func port(
        _ target: UInt16, _ published: UInt16?, _ address: String, _ transport: ComposePort.Transport
    ) -> ComposePort {
        var port = ComposePort(target: target)
        port.published = published
        port.hostAddress = address
        port.transport = transport
        return port
    }

    private static let members = ["name", "mode", "host_ip", "target", "published", "protocol", "app_protocol"]

    private func long(_ field: Field) -> ComposePort? {
        for (key, member) in field.members() where !Self.members.contains(key) { member.unknown(Self.members) }
        guard let target = field.member("target") else {
            field.fail("target is missing: the port of the container")
            return nil
        }
        guard let text = target.text(), let number = number(text[...], target) else { return nil }
        var port = ComposePort(target: number)
        if let transport = field.member("protocol") {
            guard let text = transport.text(), let known = self.transport(text[...], transport) else { return nil }
            port.transport = known
        }
        if let address = field.member("host_ip"), let text = address.text(), !text.isEmpty {
            guard let known = self.address(text[...], address) else { return nil }
            port.hostAddress = known
        }
        if let published = field.member("published"), let text = published.text(), !text.isEmpty, text != "0" {
            guard let range = range(text[...], published) else { return nil }
            guard range.count == 1 else {
                refuseChoice(of: range, published)
                return nil
            }
            port.published = range.lowerBound
        }
        if let mode = field.member("mode") { port.mode = mode.choice(["ingress", "host"]) ?? port.mode }
        port.name = field.member("name")?.text()
        port.applicationProtocol = field.member("app_protocol")?.text()
        return port
    }

    /// compose leaves the choice to the engine.
    private func refuseChoice(of range: ClosedRange<UInt16>, _ field: Field) {
        field.refuse("\(Self.text(range)) for one port: none is chosen of a range; name the one to use")
    }

    private func transport(_ text: Substring, _ field: Field) -> ComposePort.Transport? {
        guard let transport = ComposePort.Transport(rawValue: text.lowercased()) else {
            field.fail("\(quoted(text)) is none of tcp, udp, sctp")
            return nil
        }
        return transport
    }

    private func address(_ text: Substring, _ field: Field) -> String? {
        var address = text
        if address.first == "[", address.last == "]" { address = address.dropFirst().dropLast() }
        guard Names.isAddress(String(address)) else {
            field.fail("\(quoted(text)) is not an IP address")
            return nil
        }
        return String(address)
    }

    private func number(_ text: Substring, _ field: Field) -> UInt16? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            field.fail("\(quoted(text)) is not a port: expected a number from 1 to 65535")
            return nil
        }
        guard let port = UInt16(text), port > 0 else {
            field.fail("there is no port \(text.prefix(20)): they go from 1 to 65535")
            return nil
        }
        return port
    }

    /// `80` or `8000-8010`.
    private func range(_ text: Substring, _ field: Field) -> ClosedRange<UInt16>? {
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = number(ends.first ?? "", field) else { return nil }
        guard ends.count == 2 else { return first...first }
        guard let last = number(ends[1], field) else { return nil }
        guard first <= last else {
            field.fail("the range \(text) ends before it begins")
            return nil
        }
        guard last - first < 1024 else {
            field.fail("the range \(text) has more than 1024 ports")
            return nil
        }
        return first...last
    }

    /// `8080` or `8000-8010`.
    private static func text(_ range: ClosedRange<UInt16>) -> String {
        range.count == 1 ? String(range.lowerBound) : "\(range.lowerBound)-\(range.upperBound)"
    }

    /// `expose`: ports or ranges, also with `/protocol`.
    func exposed() -> [String] {
        Field.unique(
            field.elements().compactMap { element in
                guard let text = element.text() else { return nil }
                var rest = text[...]
                var suffix = ""
                if let slash = rest.lastIndex(of: "/") {
                    guard let transport = transport(rest[rest.index(after: slash)...], element) else { return nil }
                    suffix = transport == .tcp ? "" : "/\(transport.rawValue)"
                    rest = rest[..<slash]
                }
                return range(rest, element).map { Self.text($0) + suffix }
            })
    }
}
