import ImageNames

/// Everything a container is created with. Nil and empty are the image's or the engine's own choice.
package struct ContainerConfiguration: Sendable, Equatable {
    package var image: ImageReference
    /// `os[/arch[/variant]]` of the image; API 1.41.
    package var platform: String?
    /// `NAME=value`; a bare `NAME` removes the image's variable of that name.
    package var environment: [String] = []
    /// Nil: the image's own.
    package var command: [String]?
    /// Empty: none, also not the image's.
    package var entrypoint: [String]?
    package var labels: [String: String] = [:]
    package var user: String?
    package var additionalGroups: [String] = []
    package var workingDirectory: String?
    package var hostname: String?
    package var domainName: String?
    package var stopSignal: String?
    /// How long the engine waits after the stop signal before it kills; nil: the engine's 10 s.
    package var stopGraceSeconds: Int?
    package var hasTerminal = false
    package var keepsInputOpen = false
    package var health: HealthCheck?
    package var restart = RestartPolicy.no
    package var logging: LoggingChoice?
    /// Whether a small init is its first process; nil: as the engine is set.
    package var runsInit: Bool?
    /// For the runtime and what is plugged into it; API 1.43.
    package var annotations: [String: String] = [:]
    /// `runc`, `nvidia`, …
    package var runtime: String?

    // MARK: Network

    package var network = NetworkChoice.standard
    package var ports: [PublishedPort] = []
    /// Ports that are only told of; those that are published need not be here.
    package var exposedPorts: [ExposedPort] = []
    /// `name:address`
    package var extraHosts: [String] = []
    package var nameServers: [String] = []
    package var nameSearch: [String] = []
    package var nameOptions: [String] = []

    // MARK: Storage

    package var volumes: [VolumeMount] = []
    package var mounts: [Mount] = []
    /// Paths in the container, each with its mount options.
    package var temporaryFileSystems: [String: String] = [:]
    /// `container[:ro]`: all its volumes.
    package var volumesFrom: [String] = []
    package var hasReadOnlyRoot = false
    /// `size=10G`, where the storage driver can.
    package var storageOptions: [String: String] = [:]

    // MARK: Limits and rights

    package var resources = ResourceLimits()
    package var isPrivileged = false
    package var addedCapabilities: [String] = []
    package var droppedCapabilities: [String] = []
    package var devices: [DeviceMapping] = []
    package var deviceRequests: [DeviceRequest] = []
    /// `c 13:* rwm`
    package var deviceRules: [String] = []
    /// `no-new-privileges:true`, `seccomp=unconfined`, …
    package var securityOptions: [String] = []
    package var kernelParameters: [String: String] = [:]

    // MARK: Namespaces

    /// `private`, `host`, `shareable`, `container:<name>`, `none`.
    package var ipcMode: String?
    /// `host`, `container:<name>`.
    package var processMode: String?
    /// `host`.
    package var hostnameMode: String?
    /// `host`.
    package var userMode: String?
    /// `private`, `host`; API 1.41.
    package var cgroupMode: String?

    package init(image: ImageReference) { self.image = image }

    /// Throws for what the engine would pass over in silence because its API does not have it yet.
    func check(against version: APIVersion) throws(EngineError) {
        let attachments: [NetworkAttachment]
        if case .named(let named) = network { attachments = named } else { attachments = [] }
        let needs: [(String, Bool, APIVersion)] = [
            ("a platform", platform != nil, APIVersion(1, 41)),
            ("a cgroup namespace mode", cgroupMode != nil, APIVersion(1, 41)),
            ("a device request", !deviceRequests.isEmpty, APIVersion(1, 40)),
            ("a health check's start interval", health?.startInterval != nil, APIVersion(1, 44)),
            ("an annotation", !annotations.isEmpty, APIVersion(1, 43)),
            (
                "a network's gateway priority", attachments.contains { $0.gatewayPriority != nil },
                APIVersion(1, 48)
            ),
            (
                "a network's hardware address", attachments.contains { $0.hardwareAddress != nil },
                APIVersion(1, 44)
            ),
        ]
        for (feature, isNeeded, since) in needs where isNeeded && version < since {
            throw .unsupported("\(feature) needs version \(since) of its API")
        }
    }
}
