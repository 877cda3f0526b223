/// Reads how a service is reached and what it reaches.
struct NetworkingReader {
    let field: Field

    private static let members = [
        "aliases", "interface_name", "ipv4_address", "ipv6_address", "link_local_ips", "mac_address", "driver_opts",
        "priority", "gw_priority",
    ]

    /// `networks`: a list of names, or a mapping.
    func endpoints() -> [String: ComposeEndpoint] {
        if field.node.mapping == nil {
            let names = field.elements().compactMap { element -> String? in element.text() }
            return Dictionary(names.map { ($0, ComposeEndpoint()) }) { $1 }
        }
        var endpoints: [String: ComposeEndpoint] = [:]
        for (name, field) in field.members(skipsExtensions: false) { endpoints[name] = endpoint(field) }
        return endpoints
    }

    private func endpoint(_ field: Field) -> ComposeEndpoint {
        var endpoint = ComposeEndpoint()
        for (key, member) in field.members() where !member.isNull {
            switch key {
            case "aliases": endpoint.aliases = member.texts()
            case "ipv4_address": endpoint.ipv4Address = address(member, Names.isIPv4, "an IPv4 address")
            case "ipv6_address": endpoint.ipv6Address = address(member, Names.isIPv6, "an IPv6 address")
            case "link_local_ips":
                endpoint.linkLocalAddresses = member.elements().compactMap {
                    address($0, Names.isAddress, "an IP address")
                }
            case "mac_address": endpoint.macAddress = address(member, Names.isMACAddress, "a MAC address")
            case "interface_name": member.refuse("interfaces are named by the engine: remove it")
            case "driver_opts": endpoint.driverOptions = member.options()
            case "priority": endpoint.priority = member.integer(in: -1_000_000...1_000_000).map { Int($0) }
            case "gw_priority": endpoint.gatewayPriority = member.integer(in: -1_000_000...1_000_000).map { Int($0) }
            default: member.unknown(Self.members)
            }
        }
        return endpoint
    }

    func address(_ field: Field, _ isRight: (String) -> Bool, _ what: String) -> String? {
        guard let text = field.text() else { return nil }
        guard isRight(text) else {
            field.fail("\(quoted(text)) is not \(what)")
            return nil
        }
        return text
    }

    /// `host`, `none`, `bridge`, `default`, `service:<name>`, `container:<name>`, or a network of the engine.
    func mode() -> String? {
        guard let text = field.nonEmptyText() else { return nil }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 {
            guard parts[0] == "service" || parts[0] == "container", !parts[1].isEmpty else {
                field.fail("\(quoted(text)) is neither service:NAME nor container:NAME")
                return nil
            }
        } else if !Names.isEngine(text) {
            field.fail("\(quoted(text)) is not a network mode: host, none, bridge, service:NAME, container:NAME")
            return nil
        }
        return text
    }

    /// `extra_hosts`: `name=address`, `name:address`, or a mapping to one address or several.
    func hosts() -> [String: [String]] {
        var hosts: [String: [String]] = [:]
        func add(_ name: String, _ text: String, _ field: Field) {
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                var address = part
                if address.first == "[", address.last == "]" { address = address.dropFirst().dropLast() }
                guard !name.isEmpty, !name.contains(where: { $0 == ":" || $0 == "=" || $0.isWhitespace }) else {
                    field.fail("\(quoted(name)) is not a host's name")
                    return
                }
                guard address == "host-gateway" || Names.isAddress(String(address)) else {
                    field.fail("\(quoted(part)) is neither an IP address nor host-gateway")
                    return
                }
                let known = hosts[name] ?? []
                if !known.contains(String(address)) { hosts[name] = known + [String(address)] }
            }
        }
        if field.node.mapping != nil {
            for (name, member) in field.members(skipsExtensions: false) {
                for value in member.node.sequence == nil ? [member] : member.elements() {
                    if let text = value.text() { add(name, text, value) }
                }
            }
            return hosts
        }
        for element in field.elements() {
            guard let text = element.text() else { continue }
            guard let cut = text.firstIndex(of: "=") ?? text.firstIndex(of: ":") else {
                element.fail("\(quoted(text)) has no address: expected NAME=ADDRESS")
                continue
            }
            add(String(text[..<cut]), String(text[text.index(after: cut)...]), element)
        }
        return hosts
    }

    /// `links`: `service` or `service:alias`.
    func links() -> [ComposeLink] {
        field.elements().compactMap { element in
            guard let text = element.nonEmptyText() else { return nil }
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let (service, alias) = (String(parts[0]), String(parts.count == 2 ? parts[1] : parts[0]))
            guard !service.isEmpty, Names.isResource(alias) else {
                element.fail("\(quoted(text)) is neither a service nor service:alias")
                return nil
            }
            return ComposeLink(service: service, alias: alias)
        }
    }

    /// `dns`
    func nameServers() -> [String] {
        let fields = field.node.scalar == nil ? field.elements() : [field]
        return Field.unique(fields.compactMap { address($0, Names.isAddress, "an IP address") })
    }
}
