import ComposeFile
import DockerEngine
import ImageNames
import NodeProtocol

/// A service of a compose project as the engine makes its container. What the engine cannot be told is refused by name.
extension ContainerConfiguration {
    init(_ service: ComposeService, in project: ComposeProject, configHash: String) throws(ServiceError) {
        func refuse(_ member: String, _ why: String) -> ServiceError {
            ServiceError(.invalidConfig, "compose: services.\(service.name).\(member): \(why)")
        }
        guard let image = ImageReference(service.image) else {
            throw refuse("image", "\(String(reflecting: service.image)) is not an image reference")
        }
        self.init(image: image)
        platform = service.platform
        environment = service.environment.sorted { $0.key < $1.key }.map { name, value in
            value.map { "\(name)=\($0)" } ?? name
        }
        command = service.command
        entrypoint = service.entrypoint
        labels = ProjectNaming.labels(ofContainer: service, in: project, configHash: configHash, imageDigest: "")
        for name in labels.keys where name.hasPrefix(OwnershipLabels.prefix) {
            throw refuse("labels.\(name)", "this prefix is the node's own")
        }
        user = service.user
        additionalGroups = service.groups
        workingDirectory = service.workingDirectory
        hostname = service.hostname
        domainName = service.domainName
        stopSignal = service.stopSignal
        stopGraceSeconds = service.stopGracePeriod.map { Int(($0 + 999_999_999) / 1_000_000_000) }
        hasTerminal = service.hasTerminal
        keepsInputOpen = service.keepsInputOpen
        runsInit = service.runsInit
        annotations = service.annotations
        runtime = service.runtime
        health = service.healthCheck.map(HealthCheck.init)
        restart = service.restart.map(RestartPolicy.init) ?? .onFailure(maximum: 0)
        logging = service.logging.map { LoggingChoice(driver: $0.driver ?? "", options: $0.options) }
        network = Self.network(of: service, in: project)
        ports = Self.ports(of: service)
        exposedPorts = service.expose.flatMap(ExposedPort.all)
        extraHosts = service.extraHosts.sorted { $0.key < $1.key }.flatMap { name, addresses in
            addresses.map { "\(name):\($0)" }
        }
        nameServers = service.dns
        nameSearch = service.dnsSearch
        nameOptions = service.dnsOptions
        addStorage(service, project)
        addRights(service)
        resources = ResourceLimits(service)
        ipcMode = Self.namespace(service.ipc, project)
        processMode = Self.namespace(service.pid, project)
        hostnameMode = service.uts
        userMode = service.userNamespace
        cgroupMode = service.cgroup
    }

    private static func network(of service: ComposeService, in project: ComposeProject) -> NetworkChoice {
        if let mode = namespace(service.networkMode, project) { return .mode(mode) }
        let ordered = service.networks.sorted {
            ($1.value.priority ?? 0, $0.key) < ($0.value.priority ?? 0, $1.key)
        }
        var attachments: [NetworkAttachment] = []
        for (key, endpoint) in ordered {
            var attachment = NetworkAttachment(project.networks[key]?.name ?? key)
            attachment.aliases = ProjectNaming.aliases(service, network: key, project: project.name)
            attachment.address = endpoint.ipv4Address
            attachment.address6 = endpoint.ipv6Address
            attachment.linkLocalAddresses = endpoint.linkLocalAddresses
            attachment.hardwareAddress = endpoint.macAddress ?? (attachments.isEmpty ? service.macAddress : nil)
            attachment.driverOptions = endpoint.driverOptions
            attachment.gatewayPriority = endpoint.gatewayPriority
            attachment.links = service.links.map { link in
                let target =
                    project.services[link.service]
                    .map { ProjectNaming.container($0, project: project.name) } ?? link.service
                return "\(target):\(link.alias)"
            }
            attachments.append(attachment)
        }
        return attachments.isEmpty ? .standard : .named(attachments)
    }

    /// `service:db` is the namespace of that service's container.
    private static func namespace(_ text: String?, _ project: ComposeProject) -> String? {
        guard let text, text.hasPrefix("service:") else { return text }
        let name = String(text.dropFirst("service:".count))
        return project.services[name].map { "container:" + ProjectNaming.container($0, project: project.name) } ?? text
    }

    private static func ports(of service: ComposeService) -> [PublishedPort] {
        service.ports.map { port in
            PublishedPort(
                containerPort: port.target,
                transport: PublishedPort.Transport(rawValue: port.transport.rawValue) ?? .tcp,
                hostAddress: port.hostAddress, hostPort: port.published)
        }
    }

    private mutating func addRights(_ service: ComposeService) {
        isPrivileged = service.isPrivileged
        hasReadOnlyRoot = service.hasReadOnlyRoot
        addedCapabilities = service.addedCapabilities
        droppedCapabilities = service.droppedCapabilities
        securityOptions = service.securityOptions
        kernelParameters = service.sysctls
        deviceRules = service.deviceCgroupRules
        devices = service.devices.map {
            DeviceMapping(hostPath: $0.source, containerPath: $0.target, permissions: $0.permissions)
        }
        deviceRequests = service.deviceRequests.map {
            var request = DeviceRequest()
            request.driver = $0.driver ?? ""
            request.count = $0.count ?? 0
            request.ids = $0.identifiers
            request.capabilities = [$0.capabilities]
            request.options = $0.options
            return request
        }
    }
}

extension RestartPolicy {
    fileprivate init(_ restart: ComposeRestart) {
        self =
            switch restart {
            case .no: .no
            case .always: .always
            case .unlessStopped: .unlessStopped
            case .onFailure(let maximum): .onFailure(maximum: maximum ?? 0)
            }
    }
}

extension HealthCheck {
    fileprivate init(_ check: ComposeHealthCheck) {
        self.init(test: check.test ?? [])
        interval = check.interval
        timeout = check.timeout
        startPeriod = check.startPeriod
        startInterval = check.startInterval
        retries = check.retries
    }
}

extension ExposedPort {
    /// `80`, `80/udp`, `3000-3010`; nothing for anything else.
    fileprivate static func all(_ text: String) -> [ExposedPort] {
        let parts = text.split(separator: "/")
        let transport = parts.count > 1 ? PublishedPort.Transport(rawValue: String(parts[1])) ?? .tcp : .tcp
        let ends = (parts.first ?? "").split(separator: "-").compactMap { UInt16($0) }
        guard let first = ends.first, let last = ends.last, first <= last else { return [] }
        return (first...last).map { ExposedPort($0, transport) }
    }
}
