import DockerEngine

/// One container of a service, as far as a plan needs to know it.
package struct ActualContainer: Sendable, Equatable {
    package var id: String
    package var name: String
    package var state: ContainerState
    package var labels: [String: String]
    package var exitCode = 0
    /// Nil without a health check.
    package var health: HealthStatus?
    /// What its last health check wrote.
    package var healthOutput = ""
    /// Whether the kernel ended it for lack of memory.
    package var wasKilledForMemory = false
    /// Changes with every start.
    package var startedAt = ""
    /// Whether the engine itself starts it again: it was made by an earlier version, or changed by hand.
    package var isRestartedByEngine = false
    /// Networks that it is to be in and is not.
    package var missingNetworks: [String] = []
    /// Those that it is in.
    package var networks: Set<String> = []
    package var limits = AppliedLimits()
    /// Those that it has while it is up, with the host ports that the engine has chosen.
    package var ports: [PublishedPort] = []
    /// It cannot be kept: changed by hand in a way that is not undone in place, or not to be started any more.
    package var isSpoiled = false
    /// This process has seen it become what it is to be, since it was last started.
    package var isReady = false

    package init(id: String, name: String, state: ContainerState, labels: [String: String]) {
        self.id = id
        self.name = name
        self.state = state
        self.labels = labels
    }

    package init(_ details: ContainerDetails) {
        self.init(id: details.id, name: details.name, state: details.state, labels: details.labels)
        exitCode = details.exitCode
        health = details.healthStatus
        healthOutput = details.healthLog.last?.output ?? ""
        wasKilledForMemory = details.wasKilledForMemory
        startedAt = details.startedAt
        isRestartedByEngine = !details.restartPolicy.isEmpty && details.restartPolicy != "no"
        limits = details.limits
        ports = details.ports
        networks = Set(details.networks.keys)
    }

    package var isUp: Bool {
        switch state {
        case .running, .restarting, .paused: true
        case .created, .exited, .dead, .removing: false
        }
    }
}

/// An image on this host that a service's next container can be made of.
package struct LocalImage: Sendable, Equatable {
    package var id: String
    /// Whether the name in the service's configuration means this one.
    package var isNamed: Bool

    package init(id: String, isNamed: Bool) {
        self.id = id
        self.isNamed = isNamed
    }
}

/// What the engine has of one service.
package struct ActualService: Sendable, Equatable {
    /// The containers with this node's labels and this service's.
    package var own: [ActualContainer] = []
    /// All that the engine tells of the container that has the service's name.
    package var details: ContainerDetails? {
        get { mainDetails.first }
        set { mainDetails = newValue.map { [$0] } ?? [] }
    }
    /// A container of others under one of the names that this service's containers have.
    package var foreign: ActualContainer? {
        get { stranger.first }
        set { stranger = newValue.map { [$0] } ?? [] }
    }
    // Both are large, and every function that an actual service passes through has room for a copy of it while it waits:
    // so they lie elsewhere.
    private var mainDetails: [ContainerDetails] = []
    private var stranger: [ActualContainer] = []
    /// What the next container is made of; nil: the wanted image is not on this host, or no container is to be made.
    package var image: LocalImage?
    /// How often it was started again since the last instruction.
    package var restarts = 0
    /// Whether another service waits for what its main container has: that is stopped before its successor is started.
    package var isAwaited = false

    package init() {}

    mutating func add(_ details: ContainerDetails, _ container: ActualContainer, _ desired: DesiredService) {
        own.append(container)
        if container.name == desired.spec.containerName { self.details = details }
    }

    /// The container that has the service's name.
    package func main(of desired: DesiredService) -> ActualContainer? {
        own.first { $0.name == desired.spec.containerName }
    }
}
