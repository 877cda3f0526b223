import ComposeFile
import DockerEngine
import ImageNames
import JSON
import NodeProtocol

/// When the image is pulled before a container is created.
package enum PullPolicy: String, Sendable, CaseIterable {
    /// Only when it is not on this host.
    case missing
    /// Every time the service is deployed or updated.
    case always
    /// As always, but a registry that does not answer is no obstacle while the image is on this host.
    case ifNewer = "if_newer"
    case never
}

/// What a service is to be: its configuration, checked.
///
/// It never changes and is shared: what is wanted, what was good and what was before are mostly one and the same, and an
/// edge host has few kilobytes for each of its services.
package final class ServiceSpec: Sendable, Equatable {
    package let name: ServiceName
    /// As it was sent; kept in the store and read again from there. Of a compose project's member: the project's
    /// ``ComposeFile/ComposeBundle`` and which member it is.
    package let config: JSON
    /// Without the node's own labels.
    package let container: ContainerConfiguration
    package let containerName: String
    package let pullPolicy: PullPolicy
    package let credentials: RegistryCredentials?
    package let update: UpdateRules
    /// Nil for a service of one container.
    package let member: ProjectMember?
    /// Identifies what the container is made from: a container with this hash need not be made anew. How to get the
    /// image and how to replace the container is left out.
    package let hash: String
    /// What people are shown as its configuration, secrets masked.
    package let shown: JSON
    /// What was asked for and has no effect, for the log.
    package let warnings: [String]
    /// Why this version of the program cannot read ``config``, which an earlier one has stored; nil for what it can. Of what
    /// the service's container is made is then not known.
    package let unreadable: String?

    /// The label by which a service says `false` when it is not to be restarted while its health check fails.
    package static let unhealthyLabel = "aerekos.restart-unhealthy"

    package var isRestartedWhenUnhealthy: Bool {
        container.restart != .no && container.labels[Self.unhealthyLabel] != "false"
    }

    /// What a container's label may show: the configuration without ``credentials`` and without the files of a project
    /// that has secrets.
    package var publicConfig: JSON {
        guard case .object(var members) = config else { return config }
        if let member, !member.files.isEmpty { members["compose"] = nil }
        for name in ["registry_auth", "pull_policy", "depends_on"] { members[name] = nil }
        return .object(members)
    }

    /// Reads a `config` of the conductor contract's section 4, with the names of the compose specification beside; or one
    /// of a project's member that this type has made. Throws `invalid_config` with the path of the member at fault.
    package convenience init(name: ServiceName, config: JSON) throws(ServiceError) {
        if let source = config["compose"], let project = config["project"]?.string,
            let member = config["member"]?.string
        {
            let source = try ComposeBundle(source, directory: "/")
            let projectName = try ServiceName(project)
            let project = try source.load(as: projectName)
            guard let service = project.services[member] else {
                throw ServiceError(.invalidConfig, "compose: services.\(member) is missing")
            }
            try self.init(service, in: project, named: projectName, source.json)
        } else {
            try self.init(single: name, config)
        }
    }

    private init(single name: ServiceName, _ config: JSON) throws(ServiceError) {
        let reader = try ServiceConfigReader(config)
        self.name = name
        self.config = config
        container = reader.container
        containerName = name.containerName
        pullPolicy = reader.pullPolicy
        credentials = reader.credentials
        update = reader.update
        member = nil
        warnings = reader.warnings
        unreadable = nil
        shown = SecretMask.masked(config)
        hash = Self.hash(of: config)
    }

    /// What is left of a service whose stored configuration this version cannot read: its names, as far as they are known.
    init(unreadable name: ServiceName, _ config: JSON, because reason: String) {
        self.name = name
        self.config = config
        container = ContainerConfiguration(
            image: config["image"]?.string.flatMap { ImageReference($0) } ?? ImageReference.unknown)
        member = ProjectMember(unreadable: config)
        containerName = member.map { "\($0.project)-\($0.name)-1" } ?? name.containerName
        pullPolicy = .never
        credentials = nil
        update = UpdateRules()
        warnings = []
        unreadable = reason
        shown = member == nil ? SecretMask.masked(config) : .object([:])
        hash = Self.hash(of: config)
    }

    /// All else is made of these two.
    package static func == (left: ServiceSpec, right: ServiceSpec) -> Bool {
        left === right || left.name == right.name && left.config == right.config
    }

    private static func hash(of config: JSON) -> String {
        guard case .object(var members) = config else { return ContentHash.of(config) }
        for name in ["registry_auth", "pull_policy", "depends_on", "update_order", "deploy"] { members[name] = nil }
        return ContentHash.of(.object(members))
    }

    /// One service of a compose project.
    /// - Parameter source: The project's ``ComposeFile/ComposeBundle/json``.
    init(
        _ service: ComposeService, in project: ComposeProject, named projectName: ServiceName, _ source: JSON
    ) throws(ServiceError) {
        let input = project.hashInput(of: service)
        hash = ContentHash.of(input)
        name = try ProjectMember.serviceName(service.name, of: projectName)
        config = .object([
            "compose": source, "project": .string(projectName.text), "member": .string(service.name),
        ])
        container = try ContainerConfiguration(service, in: project, configHash: hash)
        containerName = ProjectNaming.container(service, project: project.name)
        pullPolicy = service.pullPolicy.flatMap { PullPolicy(rawValue: $0.rawValue) } ?? .missing
        credentials = nil
        var update = UpdateRules(service.update)
        if let order = service.labels[Self.updateOrderLabel].flatMap({ UpdateOrder(rawValue: $0) }) {
            update.order = order
        }
        self.update = update
        member = try ProjectMember(service, in: project, named: projectName)
        warnings = project.warnings.map(\.description)
        unreadable = nil
        shown = SecretMask.masked(input["service"] ?? .object([:]))
    }

    /// The label by which a compose project's service chooses its order.
    package static let updateOrderLabel = "aerekos.update-order"

    /// All services of a compose project, by name. Throws `invalid_config` with every mistake.
    package static func members(of name: ServiceName, _ source: ComposeBundle) throws(ServiceError) -> [ServiceSpec] {
        let project = try source.load(as: name)
        let json = source.json
        var specs: [ServiceSpec] = []
        for (_, service) in project.services.sorted(by: { $0.key < $1.key }) {
            specs.append(try ServiceSpec(service, in: project, named: name, json))
        }
        guard !specs.isEmpty else {
            throw ServiceError(.invalidConfig, "compose: no service is to run: their profiles switch them all off")
        }
        return specs
    }
}
