import DockerEngine
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
package struct ServiceSpec: Sendable, Equatable {
    package let name: ServiceName
    /// As it was sent; kept in the store and read again from there.
    package let config: JSON
    /// Without the node's own labels.
    package let container: ContainerConfiguration
    package let pullPolicy: PullPolicy
    package let credentials: RegistryCredentials?
    /// Nil: start-first where that is possible.
    package let updateOrder: UpdateOrder?
    /// What was asked for and has no effect, for the log.
    package let warnings: [String]

    /// The label by which a service says `false` when it is not to be restarted while its health check fails.
    package static let unhealthyLabel = "aerekos.restart-unhealthy"

    package var containerName: String { name.containerName }

    package var isRestartedWhenUnhealthy: Bool {
        container.restart != .no && container.labels[Self.unhealthyLabel] != "false"
    }

    /// Identifies what the container is made from: a container with this hash need not be made anew. How to get the
    /// image and how to replace the container is left out.
    package var hash: String {
        guard case .object(var members) = publicConfig else { return ContentHash.of(publicConfig) }
        for name in ["update_order", "deploy"] { members[name] = nil }
        return ContentHash.of(.object(members))
    }

    /// The configuration without ``credentials``: what a container's label may show.
    package var publicConfig: JSON {
        guard case .object(var members) = config else { return config }
        for name in ["registry_auth", "pull_policy", "depends_on"] { members[name] = nil }
        return .object(members)
    }

    /// Reads a `config` of the conductor contract's section 4, with the names of the compose specification beside.
    /// Throws `invalid_config` with the path of the member at fault.
    package init(name: ServiceName, config: JSON) throws(ServiceError) {
        let reader = try ServiceConfigReader(config)
        self.name = name
        self.config = config
        container = reader.container
        pullPolicy = reader.pullPolicy
        credentials = reader.credentials
        updateOrder = reader.updateOrder
        warnings = reader.warnings
    }
}
