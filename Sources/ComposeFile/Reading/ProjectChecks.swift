/// What must hold between services, and between services and the rest. Only services that are to run are looked at.
struct ProjectChecks {
    var project: ComposeProject
    /// The services as they stand in the files.
    let fields: [String: Field]

    private var names: [String] { project.services.keys.sorted() }

    /// The project with what follows from its services, after all checks.
    mutating func run() -> ComposeProject {
        for name in names {
            guard var service = project.services[name], let field = fields[name] else { continue }
            addImpliedDependencies(&service, field)
            checkDependencies(&service, field)
            project.services[name] = service
            checkReferences(service, field)
        }
        addDefaultNetwork()
        for name in names { if let field = fields[name] { checkNetworks(name, field) } }
        checkCycles()
        checkHostPorts()
        checkContainerNames()
        return project
    }

    /// Services whose links or namespaces a service uses must be there first.
    private func addImpliedDependencies(_ service: inout ComposeService, _ field: Field) {
        let shared = [service.networkMode, service.ipc, service.pid, service.uts].compactMap(\.self)
            .filter { $0.hasPrefix("service:") }.map { String($0.dropFirst(8)) }
        for other in service.links.map(\.service) + shared where service.dependsOn[other] == nil {
            service.dependsOn[other] = ComposeDependency(restarts: true)
        }
    }

    private func checkDependencies(_ service: inout ComposeService, _ field: Field) {
        for (name, dependency) in service.dependsOn.sorted(by: { $0.key < $1.key }) where !field.findings.isFull {
            guard project.services[name] == nil else { continue }
            let place = place(of: name, in: field.member("depends_on")) ?? field
            if let profiles = project.disabledServices[name] {
                let reason = "\(quoted(name)) only runs with the profile \(profiles.joined(separator: " or "))"
                if dependency.isRequired {
                    place.fail("\(reason): switch it on, or write required: false")
                } else {
                    place.warn("\(reason) and is not waited for")
                    service.dependsOn[name] = nil
                }
            } else {
                let near = Spelling.nearest(to: name, among: Array(project.services.keys)).map {
                    "; did you mean \($0)?"
                }
                place.fail("there is no service \(quoted(name))\(near ?? "")")
            }
        }
    }

    /// Where a list or mapping names something.
    private func place(of name: String, in field: Field?) -> Field? {
        guard let field else { return nil }
        if let mapping = field.node.mapping {
            guard let member = mapping.member(name) else { return nil }
            return Field(
                node: member.value, path: field.path.member(name), findings: field.findings,
                keyPosition: member.keyPosition)
        }
        return (field.node.sequence ?? []).indices.lazy.map { index in
            Field(
                node: field.node.sequence?[index] ?? field.node, path: field.path.element(index),
                findings: field.findings)
        }.first { element in
            let text = element.node.scalar?.text ?? element.node["source"]?.scalar?.text ?? ""
            return text == name || text.hasPrefix(name + ":")
        }
    }

    private func checkReferences(_ service: ComposeService, _ field: Field) {
        func check(_ name: String, _ known: some Collection<String>, _ member: String, _ what: String) {
            guard !known.contains(name), !field.findings.isFull else { return }
            let near = Spelling.nearest(to: name, among: Array(known)).map { "; did you mean \($0)?" } ?? ""
            (place(of: name, in: field.member(member)) ?? field).fail(
                "\(quoted(name)) is not declared under \(what)\(near.isEmpty ? "; declare it there" : near)")
        }
        for mount in service.mounts {
            if case .volume(let source?, _) = mount.kind { check(source, project.volumes.keys, "volumes", "volumes") }
        }
        for secret in service.secrets { check(secret.source, project.secrets.keys, "secrets", "secrets") }
        for config in service.configs { check(config.source, project.configs.keys, "configs", "configs") }
        checkContents(service, field)
    }

    private func checkContents(_ service: ComposeService, _ field: Field) {
        for (contents, member) in [(service.secrets, "secrets"), (service.configs, "configs")] {
            for content in contents {
                guard case .nowhere(let reason) = service.way(to: content) else { continue }
                (place(of: content.source, in: field.member(member)) ?? field).refuse(
                    "\(content.target) cannot be written: \(reason); choose a target in a directory below /run, such as "
                        + "/run/\(member)/\(content.source), or mount the file in volumes")
            }
        }
    }

    /// Services without networks are in `default`, which then is there.
    private mutating func addDefaultNetwork() {
        var isUsed = false
        for name in names where project.services[name]?.networkMode == nil {
            if project.services[name]?.networks.isEmpty == true {
                project.services[name]?.networks = ["default": ComposeEndpoint()]
            }
            if project.services[name]?.networks["default"] != nil { isUsed = true }
        }
        if isUsed, project.networks["default"] == nil {
            project.networks["default"] = ComposeNetwork(
                name: ProjectNaming.resource("default", project: project.name))
        }
    }

    private func checkNetworks(_ name: String, _ field: Field) {
        guard let service = project.services[name], service.networkMode == nil else { return }
        for (key, endpoint) in service.networks.sorted(by: { $0.key < $1.key }) where !field.findings.isFull {
            var place: Field { self.place(of: key, in: field.member("networks")) ?? field }
            guard let network = project.networks[key] else {
                let near = Spelling.nearest(to: key, among: Array(project.networks.keys))
                place.fail(
                    "\(quoted(key)) is not declared under networks"
                        + (near.map { "; did you mean \($0)?" } ?? "; declare it there"))
                continue
            }
            let hasSubnet = network.ipam?.pools.contains { $0.subnet != nil } ?? false
            if endpoint.ipv4Address != nil || endpoint.ipv6Address != nil, !network.isExternal, !hasSubnet {
                place.fail("a fixed address needs a subnet: give the network \(key) an ipam.config with subnet")
            }
        }
        if let mac = service.macAddress, service.networks.values.contains(where: { ($0.macAddress ?? mac) != mac }) {
            field.member("mac_address")?.fail("differs from the mac_address of a network: remove one of them")
        }
    }

    /// Without recursion: five hundred services may wait for each other in a row.
    private func checkCycles() {
        var needs = project.services.mapValues { $0.dependsOn.keys.filter { project.services[$0] != nil }.sorted() }
        while true {
            let free = needs.filter { name, others in !others.contains { needs[$0] != nil } }.keys
            guard !free.isEmpty else { break }
            for name in free { needs[name] = nil }
        }
        // Each of those that are left needs another one of them.
        var path: [String] = []
        var next = needs.keys.min()
        while let name = next, !path.contains(name) {
            path.append(name)
            next = needs[name]?.first { needs[$0] != nil }
        }
        guard let first = next, let start = path.firstIndex(of: first), let field = fields[first] else { return }
        (field.member("depends_on") ?? field).fail(
            "services wait for each other in a circle: \((path[start...] + [first]).joined(separator: " → "))")
    }

    /// A port of the host is one service's.
    private func checkHostPorts() {
        var taken: [String: [(service: String, address: String)]] = [:]
        for name in names {
            for port in project.services[name]?.ports ?? [] {
                guard let published = port.published else { continue }
                let key = "\(published)/\(port.transport.rawValue)"
                let isWildcard = ["", "0.0.0.0", "::"].contains(port.hostAddress)
                let other = taken[key]?.first { isWildcard || $0.address == port.hostAddress || $0.address.isEmpty }
                if let other {
                    (fields[name]?.member("ports") ?? fields[name])?.fail(
                        "port \(key) of the host is published by the service \(other.service) already")
                }
                taken[key, default: []].append((name, isWildcard ? "" : port.hostAddress))
            }
        }
    }

    private func checkContainerNames() {
        var taken: [String: String] = [:]
        for name in names {
            guard let service = project.services[name] else { continue }
            let container = ProjectNaming.container(service, project: project.name)
            if let other = taken[container] {
                (fields[name]?.member("container_name") ?? fields[name])?.fail(
                    "the container \(container) is the one of the service \(other) already")
            }
            taken[container] = name
        }
    }
}
