import NodeProtocol

/// What a supervisor needs to know.
package struct SupervisorSettings: Sendable {
    package var runtimeDirectory: RuntimeDirectory
    package var executable: String
    /// What stands before the daemon's name in its arguments; the name under which it runs.
    package var programName: String
    package var bindAddress: String
    package var port: Int
    /// For every daemon that has none of its own below.
    package var policy: RestartPolicy
    /// How long deployd may take to stop services when the node stops; nil: they are kept.
    package var servicesStopTimeout: Duration?
    package var watchdogTimeouts: [Subsystem: Duration] = [:]
    /// In bytes; a daemon that is not in it has no limit.
    package var memoryLimits: [Subsystem: Int64] = [:]
    /// The arguments with which the program was started, its name first: for an upgrade in place.
    package var commandLine: [String] = []
    package var kept = KeptDescriptors(sockets: [:], state: nil)
    /// What is told of them to who asks.
    package var reports: [SettingReport] = []
    /// The node's settings by key, to be handed on.
    package var settings: @Sendable (String) -> String?

    package init(
        runtimeDirectory: RuntimeDirectory, executable: String, programName: String, bindAddress: String, port: Int,
        policy: RestartPolicy = RestartPolicy(), settings: @escaping @Sendable (String) -> String?
    ) {
        self.runtimeDirectory = runtimeDirectory
        self.executable = executable
        self.programName = programName
        self.bindAddress = bindAddress
        self.port = port
        self.policy = policy
        self.settings = settings
    }

    func policy(of subsystem: Subsystem) -> RestartPolicy {
        var policy = policy
        if let timeout = watchdogTimeouts[subsystem] { policy.watchdogTimeout = timeout }
        return policy
    }

    /// Keys that mean something else here than in `other`, whoever reads them.
    func keysThatDiffer(from other: SupervisorSettings) -> [String] {
        let keys = Set(Subsystem.allCases.flatMap(DaemonEnvironment.keys))
        var changed = keys.filter { settings($0) != other.settings($0) }.sorted()
        if policy != other.policy || watchdogTimeouts != other.watchdogTimeouts { changed.append("WATCHDOG_TIMEOUT") }
        if memoryLimits != other.memoryLimits { changed.append("MEMORY_LIMIT") }
        return changed
    }
}
