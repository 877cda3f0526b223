import JSON

extension ComposeProject {
    /// The project as a compose file in which everything is written out: long forms, no variables, no merging. Loading
    /// it gives the same project. The contents of secrets are not in it.
    package var resolved: JSON {
        var root: [String: JSON] = ["name": .string(name)]
        root["services"] = .object(services.mapValues(\.resolved))
        root["networks"] = networks.isEmpty ? nil : .object(networks.mapValues(\.resolved))
        root["volumes"] = volumes.isEmpty ? nil : .object(volumes.mapValues(\.resolved))
        root["secrets"] = secrets.isEmpty ? nil : .object(secrets.mapValues(\.resolved))
        root["configs"] = configs.isEmpty ? nil : .object(configs.mapValues(\.resolved))
        return .object(root)
    }

    /// ``resolved`` as YAML: `name` first, then services and what they use; members of each in alphabetical order.
    package var resolvedYAML: String {
        YAMLWriter.text(of: resolved, firstKeys: ["name", "services", "networks", "volumes", "secrets", "configs"])
    }

    /// What a container of the service depends on, for a hash: equal values mean that there is nothing to change.
    ///
    /// Not in it is what the container is not made of: dependencies, profiles, pull policy, the manner of
    /// updating. In it are the engine's names
    /// of networks and volumes, and what is in secrets and configs.
    package func hashInput(of service: ComposeService) -> JSON {
        var input = service
        input.dependsOn = [:]
        input.profiles = []
        input.pullPolicy = nil
        input.update = ComposeUpdate()
        var members: [String: JSON] = ["service": input.resolved]
        let names = service.networks.keys.map { ($0, JSON.string(networks[$0]?.name ?? $0)) }
        members["networks"] = .object(Dictionary(names) { $1 })
        let used = service.mounts.compactMap { mount -> String? in
            guard case .volume(let source?, _) = mount.kind else { return nil }
            return source
        }
        members["volumes"] = .object(Dictionary(used.map { ($0, .string(volumes[$0]?.name ?? $0)) }) { $1 })
        func contents(_ mounts: [ComposeContentMount], _ all: [String: ComposeContent]) -> JSON {
            let pairs = mounts.map { mount in
                (mount.source, JSON.array((all[mount.source]?.bytes ?? []).map { .int(Int64($0)) }))
            }
            return .object(Dictionary(pairs) { $1 })
        }
        members["secrets"] = contents(service.secrets, secrets)
        members["configs"] = contents(service.configs, configs)
        return .object(members)
    }
}

extension ComposeNetwork {
    var resolved: JSON {
        var members: [String: JSON] = ["name": .string(name)]
        if isExternal { members["external"] = true }
        members["driver"] = driver.map { .string($0) }
        members["driver_opts"] = JSON(texts: driverOptions)
        if isInternal { members["internal"] = true }
        if isAttachable { members["attachable"] = true }
        members["enable_ipv6"] = enablesIPv6.map { .bool($0) }
        members["ipam"] = ipam?.resolved
        members["labels"] = JSON(texts: labels)
        return .object(members)
    }
}

extension ComposeIPAM {
    fileprivate var resolved: JSON {
        var members: [String: JSON] = [:]
        members["driver"] = driver.map { .string($0) }
        members["options"] = JSON(texts: options)
        let pools = pools.map { pool in
            var members: [String: JSON] = [:]
            members["subnet"] = pool.subnet.map { .string($0) }
            members["ip_range"] = pool.addressRange.map { .string($0) }
            members["gateway"] = pool.gateway.map { .string($0) }
            members["aux_addresses"] = JSON(texts: pool.auxiliaryAddresses)
            return JSON.object(members)
        }
        members["config"] = pools.isEmpty ? nil : .array(pools)
        return .object(members)
    }
}

extension ComposeVolume {
    var resolved: JSON {
        var members: [String: JSON] = ["name": .string(name)]
        if isExternal { members["external"] = true }
        members["driver"] = driver.map { .string($0) }
        members["driver_opts"] = JSON(texts: driverOptions)
        members["labels"] = JSON(texts: labels)
        return .object(members)
    }
}

extension ComposeContent {
    var resolved: JSON {
        var members: [String: JSON] = ["name": .string(name)]
        switch source {
        case .file(let path): members["file"] = .string(path)
        case .environment(let name): members["environment"] = .string(name)
        case .inline: members["content"] = .string(String(decoding: bytes, as: UTF8.self).escapingDollars)
        }
        members["labels"] = JSON(texts: labels)
        return .object(members)
    }
}

extension JSON {
    /// Nil for none.
    init?(texts: [String: String]) {
        guard !texts.isEmpty else { return nil }
        self = .object(texts.mapValues { .string($0.escapingDollars) })
    }

    /// Nil for none.
    init?(list: [String]) {
        guard !list.isEmpty else { return nil }
        self = .array(list.map { .string($0.escapingDollars) })
    }
}

extension String {
    /// So that the text means itself when the resolved form is read.
    var escapingDollars: String { contains("$") ? replacing("$", with: "$$") : self }
}
