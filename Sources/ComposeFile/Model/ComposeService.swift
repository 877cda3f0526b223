/// A service with all that its container is made from. Nil, empty and false mean that the image or the engine decides.
package struct ComposeService: Sendable, Equatable {
    package var name: String
    package var image: String
    package var containerName: String?
    package var platform: String?
    package var pullPolicy: ComposePullPolicy?

    // MARK: Process
    /// Empty: the image's own is switched off.
    package var command: [String]?
    package var entrypoint: [String]?
    /// Nil as a value: the name is in the file, and has no value anywhere; the image's variable is removed.
    package var environment: [String: String?] = [:]
    package var workingDirectory: String?
    package var user: String?
    package var groups: [String] = []
    package var hasTerminal = false
    package var keepsInputOpen = false
    package var runsInit: Bool?
    package var stopSignal: String?
    /// Nanoseconds.
    package var stopGracePeriod: Int64?

    // MARK: Life
    package var restart: ComposeRestart?
    package var update = ComposeUpdate()
    package var healthCheck: ComposeHealthCheck?
    package var dependsOn: [String: ComposeDependency] = [:]
    package var profiles: [String] = []
    package var labels: [String: String] = [:]
    package var annotations: [String: String] = [:]
    package var logging: ComposeLogging?

    // MARK: Network
    package var ports: [ComposePort] = []
    /// `80`, `80/udp`, `3000-3010`: for readers only.
    package var expose: [String] = []
    /// `host`, `none`, `bridge`, `service:<name>`, `container:<name>`; nil: ``networks``.
    package var networkMode: String?
    package var networks: [String: ComposeEndpoint] = [:]
    package var links: [ComposeLink] = []
    package var hostname: String?
    package var domainName: String?
    package var macAddress: String?
    /// Name → addresses; `host-gateway` is one.
    package var extraHosts: [String: [String]] = [:]
    package var dns: [String] = []
    package var dnsOptions: [String] = []
    package var dnsSearch: [String] = []

    // MARK: Storage
    package var mounts: [ComposeMount] = []
    /// `/path` or `/path:options`.
    package var tmpfs: [String] = []
    package var secrets: [ComposeContentMount] = []
    package var configs: [ComposeContentMount] = []
    package var shmSize: Int64?
    package var storageOptions: [String: String] = [:]

    // MARK: Isolation
    package var isPrivileged = false
    package var hasReadOnlyRoot = false
    package var addedCapabilities: [String] = []
    package var droppedCapabilities: [String] = []
    package var securityOptions: [String] = []
    package var devices: [ComposeDevice] = []
    package var deviceCgroupRules: [String] = []
    package var deviceRequests: [ComposeDeviceRequest] = []
    package var sysctls: [String: String] = [:]
    package var ulimits: [String: ComposeUlimit] = [:]
    package var ipc: String?
    package var pid: String?
    package var uts: String?
    package var userNamespace: String?
    package var cgroup: String?
    package var cgroupParent: String?
    package var runtime: String?
    package var resources = ComposeResources()

    package init(name: String, image: String) {
        self.name = name
        self.image = image
    }
}

/// `deploy.update_config`, as far as it says something of a service with one container.
package struct ComposeUpdate: Sendable, Equatable {
    package enum Order: String, Sendable, CaseIterable {
        case stopFirst = "stop-first"
        case startFirst = "start-first"
    }

    package enum FailureAction: String, Sendable, CaseIterable { case rollback, pause, `continue` }

    package var order: Order?
    package var failureAction: FailureAction?
    /// Nanoseconds.
    package var monitor: Int64?
}

package enum ComposePullPolicy: String, Sendable, CaseIterable {
    case always, missing, never
    /// Of this node: looks for a newer image, and does without when the registry does not answer.
    case ifNewer = "if_newer"
}

package enum ComposeRestart: Sendable, Equatable {
    case no, always, unlessStopped
    /// Nil: without limit.
    case onFailure(maximum: Int?)

    package var text: String {
        switch self {
        case .no: "no"
        case .always: "always"
        case .unlessStopped: "unless-stopped"
        case .onFailure(let maximum): "on-failure" + (maximum.map { ":\($0)" } ?? "")
        }
    }
}

/// Durations in nanoseconds; nil: inherited from the image.
package struct ComposeHealthCheck: Sendable, Equatable {
    /// `["CMD", …]`, `["CMD-SHELL", text]`, `["NONE"]`; nil: the image's own.
    package var test: [String]?
    package var interval: Int64?
    package var timeout: Int64?
    package var startPeriod: Int64?
    package var startInterval: Int64?
    package var retries: Int?

    package var isDisabled: Bool { test == ["NONE"] }
}

package struct ComposeDependency: Sendable, Equatable {
    package enum Condition: String, Sendable, CaseIterable {
        case started = "service_started"
        case healthy = "service_healthy"
        case completedSuccessfully = "service_completed_successfully"
    }
    package var condition = Condition.started
    /// Restart the depending service when this one was replaced.
    package var restarts = false
    /// False: a missing or failed service is only worth a warning.
    package var isRequired = true
}

package struct ComposeLogging: Sendable, Equatable {
    package var driver: String?
    package var options: [String: String] = [:]
}

package struct ComposeLink: Sendable, Equatable {
    package var service: String
    package var alias: String
}
