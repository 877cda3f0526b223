import ComposeFile
import DockerEngine
import JSON
import NodeProtocol

/// What makes a service one of a compose project's.
package struct ProjectMember: Sendable, Equatable {
    package struct Network: Sendable, Equatable {
        package let configuration: NetworkConfiguration
        /// Made by others: it must be there.
        package let isExternal: Bool
    }

    package struct Volume: Sendable, Equatable {
        package let configuration: VolumeConfiguration
        package let isExternal: Bool
    }

    package let project: ServiceName
    /// The service's name in the compose file.
    package let name: String
    /// The members that it needs, by their names on this node.
    package let dependencies: [ServiceName: ComposeDependency]
    package let networks: [Network]
    package let volumes: [Volume]
    /// Secrets and configs, put into the container before it is started: by the directory that each path is below.
    package let files: [String: [ArchiveFile]]

    /// The name on this node of a project's member. Throws `invalid_config` when it is too long for one.
    package static func serviceName(_ member: String, of project: ServiceName) throws(ServiceError) -> ServiceName {
        do throws(ServiceError) {
            return try ServiceName("\(project)-\(member)")
        } catch {
            throw ServiceError(
                .invalidConfig,
                "compose: services.\(member): \(project)-\(member) is its name on this node, and that has more than 63 characters"
            )
        }
    }

    /// Of a stored configuration that cannot be read; nil when it is no project's.
    init?(unreadable config: JSON) {
        guard let project = config["project"]?.string.flatMap({ try? ServiceName($0) }),
            let name = config["member"]?.string
        else { return nil }
        self.project = project
        self.name = name
        dependencies = [:]
        networks = []
        volumes = []
        files = [:]
    }

    init(_ service: ComposeService, in project: ComposeProject, named name: ServiceName) throws(ServiceError) {
        self.project = name
        self.name = service.name
        var dependencies: [ServiceName: ComposeDependency] = [:]
        for (member, dependency) in service.dependsOn where project.services[member] != nil {
            dependencies[try Self.serviceName(member, of: name)] = dependency
        }
        self.dependencies = dependencies
        networks = service.networks.keys.sorted().compactMap { key in
            project.networks[key].map { Network($0, labels: ProjectNaming.labels(ofNetwork: key, in: project)) }
        }
        let used = service.mounts.compactMap { mount -> String? in
            if case .volume(let source, _) = mount.kind { source } else { nil }
        }
        volumes = Set(used).sorted().compactMap { key in
            project.volumes[key].map { Volume($0, labels: ProjectNaming.labels(ofVolume: key, in: project)) }
        }
        let contents =
            service.secrets.map { ($0, project.secrets[$0.source]) }
            + service.configs.map { ($0, project.configs[$0.source]) }
        files = contents.reduce(into: [:]) { files, content in
            guard let bytes = content.1?.bytes else { return }
            var directory = "/"
            // The engine looks at the directory alone to tell whether a read-only container may be written to.
            if case .volume(let volume, _) = service.way(to: content.0) { directory = volume }
            files[directory, default: []].append(ArchiveFile(content.0, bytes, below: directory))
        }
    }
}

extension ProjectMember.Network {
    init(_ network: ComposeNetwork, labels: [String: String]) {
        var configuration = NetworkConfiguration(name: network.name)
        configuration.driver = network.driver ?? "bridge"
        configuration.options = network.driverOptions
        configuration.labels = labels
        configuration.isInternal = network.isInternal
        configuration.isAttachable = network.isAttachable
        configuration.hasIPv6 = network.enablesIPv6 ?? false
        configuration.addressDriver = network.ipam?.driver
        configuration.addressOptions = network.ipam?.options ?? [:]
        configuration.pools = (network.ipam?.pools ?? []).map {
            var pool = NetworkConfiguration.Pool(subnet: $0.subnet, range: $0.addressRange, gateway: $0.gateway)
            pool.reserved = $0.auxiliaryAddresses
            return pool
        }
        self.init(configuration: configuration, isExternal: network.isExternal)
    }
}

extension ProjectMember.Volume {
    init(_ volume: ComposeVolume, labels: [String: String]) {
        var configuration = VolumeConfiguration(name: volume.name)
        configuration.driver = volume.driver ?? "local"
        configuration.options = volume.driverOptions
        configuration.labels = labels
        self.init(configuration: configuration, isExternal: volume.isExternal)
    }
}

extension ArchiveFile {
    fileprivate init(_ mount: ComposeContentMount, _ content: [UInt8], below directory: String) {
        self.init(
            path: String(mount.target.dropFirst(directory.count).drop { $0 == "/" }), content: content,
            mode: UInt32(mount.mode ?? 0o444), userID: mount.userID ?? 0, groupID: mount.groupID ?? 0)
    }
}
