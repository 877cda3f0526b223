import DockerEngine
import JSON
import NodeProtocol

/// When the image is pulled before a container is created.
package enum PullPolicy: String, Sendable, CaseIterable {
    /// Only when it is not on this host.
    case missing
    /// Every time the service is deployed or updated.
    case always
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
    /// What was asked for and has no effect, for the log.
    package let warnings: [String]

    /// Identifies what the container is made from: a container with this hash need not be made anew. How to get the
    /// image is left out.
    package var hash: String { ContentHash.of(publicConfig) }

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
        warnings = reader.warnings
    }
}
