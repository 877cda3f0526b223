import JSON

/// Everything a container is created with.
package struct ContainerConfiguration: Sendable, Equatable {
    package var image: ImageReference
    /// `NAME=value`; a bare `NAME` removes the image's variable of that name.
    package var environment: [String] = []
    /// Nil: the image's own.
    package var command: [String]?
    package var entrypoint: [String]?
    package var labels: [String: String] = [:]
    package var ports: [PublishedPort] = []
    package var volumes: [VolumeMount] = []
    package var resources = ResourceLimits()
    package var network = NetworkChoice.standard
    package var restart = RestartPolicy.no
    package var health: HealthCheck?
    package var user: String?
    package var workingDirectory: String?
    package var hostname: String?
    package var stopSignal: String?
    /// How long the engine waits after the stop signal before it kills; nil: the engine's 10 s.
    package var stopGraceSeconds: Int?
    package var isPrivileged = false
    package var hasReadOnlyRoot = false
    package var runsInit = false
    package var hasTerminal = false
    package var keepsInputOpen = false
    package var addedCapabilities: [String] = []
    package var droppedCapabilities: [String] = []
    /// `name:address`
    package var extraHosts: [String] = []
    package var nameServers: [String] = []
    /// Paths in the container, each with its mount options.
    package var temporaryFileSystems: [String: String] = [:]

    package init(image: ImageReference) { self.image = image }
}

/// A port of the container that the host offers.
package struct PublishedPort: Sendable, Hashable {
    package enum Transport: String, Sendable, CaseIterable { case tcp, udp, sctp }
    package var containerPort: UInt16
    package var transport: Transport
    /// Empty: every address of the host.
    package var hostAddress: String
    /// Nil: one that the engine chooses.
    package var hostPort: UInt16?

    package init(
        containerPort: UInt16, transport: Transport = .tcp, hostAddress: String = "", hostPort: UInt16? = nil
    ) {
        self.containerPort = containerPort
        self.transport = transport
        self.hostAddress = hostAddress
        self.hostPort = hostPort
    }
}

/// A directory of the host, or a named volume, that the container sees.
package struct VolumeMount: Sendable, Hashable {
    /// An absolute path, or a volume's name.
    package var source: String
    package var target: String
    package var isReadOnly: Bool

    package init(source: String, target: String, isReadOnly: Bool = false) {
        self.source = source
        self.target = target
        self.isReadOnly = isReadOnly
    }
}

/// Limits; nil is none. `cpu*` as in the engine's HostConfig.
package struct ResourceLimits: Sendable, Equatable {
    package var memoryBytes: Int64?
    package var cpuShares: Int64?
    /// Microseconds of CPU time in each period.
    package var cpuQuota: Int64?
    package var cpuPeriod: Int64?
    /// Billionths of a CPU; not together with quota and period.
    package var nanoCPUs: Int64?
    package var processes: Int64?

    package init() {}
}

package enum NetworkChoice: Sendable, Equatable {
    /// The engine's default bridge.
    case standard
    /// `host`, `none` or `container:<name>`.
    case mode(String)
    /// User-defined networks by name; the first is the container's primary one. Not empty.
    case named([String])
}

package enum RestartPolicy: Sendable, Equatable {
    case no, always, unlessStopped
    /// 0: without limit.
    case onFailure(maximum: Int)
}

/// How the engine finds out whether the container is well. Durations in nanoseconds; nil: inherited from the image.
package struct HealthCheck: Sendable, Equatable {
    /// As the engine wants it: `["CMD", …]`, `["CMD-SHELL", text]` or `["NONE"]`.
    package var test: [String]
    package var interval: Int64?
    package var timeout: Int64?
    package var startPeriod: Int64?
    package var retries: Int?

    package init(test: [String]) { self.test = test }
}
