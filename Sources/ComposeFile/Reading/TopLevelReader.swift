/// Reads what stands beside the services: networks, volumes, secrets, configs.
struct TopLevelReader {
    let projectName: String
    let context: ReadingContext

    private func isName(_ name: String, _ field: Field) -> Bool {
        guard !Names.isResource(name) else { return true }
        field.fail("\(quoted(name)) is not a name: letters, digits, _ . - and at most 63 of them")
        return false
    }

    func networks(_ field: Field) -> [String: ComposeNetwork] {
        var networks: [String: ComposeNetwork] = [:]
        for (name, member) in field.members(skipsExtensions: false) where isName(name, member) {
            networks[name] = network(name, member)
        }
        return networks
    }

    private func network(_ name: String, _ field: Field) -> ComposeNetwork {
        let (engineName, isExternal) = identity(name, field)
        var network = ComposeNetwork(name: engineName)
        network.isExternal = isExternal
        for (key, member) in field.members() where !member.isNull {
            switch key {
            case "name", "external": break
            case "driver": network.driver = member.nonEmptyText()
            case "driver_opts": network.driverOptions = member.options()
            case "internal": network.isInternal = member.bool() ?? false
            case "attachable": network.isAttachable = member.bool() ?? false
            case "enable_ipv4":
                if member.bool() == false { member.refuse("networks without IPv4 are not made: remove it") }
            case "enable_ipv6": network.enablesIPv6 = member.bool()
            case "ipam": network.ipam = ipam(member)
            case "labels": network.labels = labels(member)
            default:
                member.unknown([
                    "name", "external", "driver", "driver_opts", "internal", "attachable", "enable_ipv4", "enable_ipv6",
                    "ipam", "labels",
                ])
            }
        }
        return network
    }

    private func ipam(_ field: Field) -> ComposeIPAM {
        var ipam = ComposeIPAM()
        for (key, member) in field.members() where !member.isNull {
            switch key {
            case "driver": ipam.driver = member.nonEmptyText()
            case "options": ipam.options = member.options()
            case "config": ipam.pools = member.elements().map(pool)
            default: member.unknown(["driver", "options", "config"])
            }
        }
        return ipam
    }

    private func pool(_ field: Field) -> ComposeIPAM.Pool {
        let reader = NetworkingReader(field: field)
        var pool = ComposeIPAM.Pool()
        for (key, member) in field.members() where !member.isNull {
            switch key {
            case "subnet": pool.subnet = reader.address(member, Names.isSubnet, "a subnet such as 172.28.0.0/16")
            case "ip_range":
                pool.addressRange = reader.address(member, Names.isSubnet, "a subnet such as 172.28.5.0/24")
            case "gateway": pool.gateway = reader.address(member, Names.isAddress, "an IP address")
            case "aux_addresses": pool.auxiliaryAddresses = member.options()
            default: member.unknown(["subnet", "ip_range", "gateway", "aux_addresses"])
            }
        }
        return pool
    }

    func volumes(_ field: Field) -> [String: ComposeVolume] {
        var volumes: [String: ComposeVolume] = [:]
        for (name, member) in field.members(skipsExtensions: false) where isName(name, member) {
            let (engineName, isExternal) = identity(name, member)
            var volume = ComposeVolume(name: engineName)
            volume.isExternal = isExternal
            for (key, field) in member.members() where !field.isNull {
                switch key {
                case "name", "external": break
                case "driver": volume.driver = field.nonEmptyText()
                case "driver_opts": volume.driverOptions = field.options()
                case "labels": volume.labels = labels(field)
                default: field.unknown(["name", "external", "driver", "driver_opts", "labels"])
                }
            }
            // A directory of the host as a volume: its path is relative to the file, like that of a bind mount.
            if (volume.driver ?? "local") == "local", volume.driverOptions["o"] == "bind",
                let device = volume.driverOptions["device"]
            {
                let directory = member.position.file.directory
                volume.driverOptions["device"] = FilePath.absolute(device, in: directory, home: context.home)
            }
            volumes[name] = volume
        }
        return volumes
    }

    private func labels(_ field: Field) -> [String: String] {
        let labels = field.labels()
        for name in labels.keys.sorted() where name.hasPrefix("com.docker.compose.") || name.hasPrefix("cloud.aerekos.")
        {
            field.fail("the label \(quoted(name)) is reserved: choose another prefix")
        }
        return labels
    }

    /// The name at the engine, and whether others made it. `external: {name: …}` is the old form of both.
    private func identity(_ name: String, _ field: Field) -> (String, isExternal: Bool) {
        var isExternal = false
        var given: Field? = field.member("name")
        if let external = field.member("external") {
            if external.node.mapping != nil {
                isExternal = true
                for (key, member) in external.members() where key != "name" { member.unknown(["name"]) }
                if let inner = external.member("name") {
                    if let given, given.node.scalar?.text != inner.node.scalar?.text {
                        inner.fail("differs from name in line \(given.position.line): remove it")
                    }
                    given = given ?? inner
                }
            } else {
                isExternal = external.bool() ?? false
            }
        }
        if isExternal {
            for (key, member) in field.members() where !member.isNull && key != "name" && key != "external" {
                member.fail("not together with external: what is made elsewhere is taken as it is")
            }
        }
        let standard = isExternal ? name : ProjectNaming.resource(name, project: projectName)
        guard let given, let text = given.nonEmptyText() else { return (standard, isExternal) }
        if !Names.isEngine(text) { given.fail("\(quoted(text)) is not a name: letters, digits, _ . -") }
        return (text, isExternal)
    }

    /// - Parameter kind: `secret` or `config`, for messages.
    func contents(_ field: Field, kind: String) -> [String: ComposeContent] {
        var contents: [String: ComposeContent] = [:]
        for (name, member) in field.members(skipsExtensions: false) where isName(name, member) {
            contents[name] = content(name, member, kind)
        }
        return contents
    }

    private func content(_ name: String, _ field: Field, _ kind: String) -> ComposeContent? {
        let (engineName, isExternal) = identity(name, field)
        guard !isExternal else {
            field.member("external")?.refuse(
                "external \(kind)s are kept by a swarm: name a file or a variable of the environment instead")
            return nil
        }
        let known = ["name", "file", "environment", "labels"] + (kind == "config" ? ["content"] : [])
        var labels: [String: String] = [:]
        for (key, member) in field.members() where !member.isNull {
            switch key {
            case "name", "external", "file", "environment": break
            case "content" where kind == "config": break
            case "labels": labels = self.labels(member)
            case "driver", "driver_opts", "template_driver": member.refuse("drivers of \(kind)s only exist in a swarm")
            default: member.unknown(known)
            }
        }
        let sources = ["file", "environment", "content"].compactMap { field.member($0) }
        guard let source = sources.first else {
            field.fail("needs one of \(kind == "config" ? "file, environment, content" : "file, environment")")
            return nil
        }
        if sources.count > 1 { sources[1].fail("a \(kind) has one source: remove all but one") }
        guard let (origin, bytes) = origin(source) else { return nil }
        return ComposeContent(name: engineName, source: origin, bytes: bytes, labels: labels)
    }

    private func origin(_ field: Field) -> (ComposeContent.Source, [UInt8])? {
        switch field.path.steps.last {
        case "environment":
            guard let name = field.nonEmptyText() else { return nil }
            guard let value = context.variables[name] else {
                field.fail("the variable \(quoted(name)) is not set")
                return nil
            }
            return (.environment(name), Array(value.utf8))
        case "content":
            return field.text().map { (.inline, Array($0.utf8)) }
        default:
            guard let text = field.nonEmptyText() else { return nil }
            let path = FilePath.absolute(text, in: field.position.file.directory, home: context.home)
            do throws(FileAccess.Failure) {
                return (.file(path), try context.access.read(path, YAMLLimits.fileSize))
            } catch {
                field.fail("\(quoted(path)): \(error.reason)")
                return nil
            }
        }
    }
}
