import JSON
import TestSupport

/// The node that is to survive: real programs, a real engine, one service that nobody may touch and another that is
/// updated meanwhile, a small runtime directory, and a wall clock that can be set.
struct ChaosNode: Sendable {
    static let bound = HeartbeatBound(interval: .milliseconds(200), watchdog: .seconds(2))

    let runtime: SmallFileSystem
    let clock: SteppedClock
    let web: NodeWithService
    let side: NodeWithService
    let control: SupervisorControl
    let processes: NodeProcesses
    /// The node's id at its conductor.
    let worker: String

    var node: TestNode { web.node }
    var cache: StatusCacheFaults { StatusCacheFaults(path: runtime.path + "/status.db") }

    /// Starts everything, both services deployed.
    static func start() async throws -> ChaosNode {
        let runtime = try SmallFileSystem(megabytes: 4)
        let clock = try await offThread { try SteppedClock() }
        let settings = ["RUNTIME_DIR": runtime.path, "WATCHDOG_TIMEOUT": "2s", "RESTART_BURST": "1000000"]
        let web = try await NodeWithService.start(settings: settings, launcher: clock.launcher)
        let processes = NodeProcesses(runtimeDirectory: runtime.path)
        let supervisors = processes.pids(of: "supervisor")
        guard let pid = supervisors.first, supervisors.count == 1 else {
            throw NodeWithService.Unexpected("\(supervisors.count) supervisors run")
        }
        let node = ChaosNode(
            runtime: runtime, clock: clock, web: web, side: try web.another("side"),
            control: SupervisorControl(web.node.supervisor, port: web.node.port, pid: pid), processes: processes,
            worker: try await web.node.workerID())
        try await node.web.deploy()
        try await node.side.deploy()
        try await node.web.waitUntilOnline()
        return node
    }

    /// Removes what was deployed and stops the node.
    func end() async throws {
        clock.set(seconds: 0)
        try await web.end()
        try await side.removeContainers()
    }

    // MARK: Looking

    /// Online, with every subsystem ready; else what is not.
    func trouble() async -> String? {
        guard let health = try? await node.get("/health").body else { return "no answer to /health" }
        guard health["status"] == "online" else {
            return "\(health["status"]?.string ?? "?"): \(health["problems"]?.text ?? "")"
        }
        guard let all = try? await node.get("/subsystems").body["subsystems"]?.array else { return "no subsystems" }
        let waiting = all.filter { $0["state"] != "ready" }
        return waiting.isEmpty && all.count == 4 ? nil : "not ready: \(waiting.map(\.text))"
    }

    /// The year that the node's wall clock shows.
    func year() async throws -> Int? {
        try await node.get("/health").body["timestamp"]?.string.flatMap { Int($0.prefix(4)) }
    }

    /// What these roles have open, one a line.
    func descriptors(of roles: [String]) async -> String {
        var pids = ["supervisor": await control.pid]
        for daemon in Daemon.allCases { pids[daemon.rawValue] = processes.pid(of: daemon) }
        return roles.compactMap { role in
            pids[role].map { "\(role):\n" + NodeProcesses.descriptors(of: $0).joined(separator: "\n") }
        }.joined(separator: "\n")
    }

    /// How many descriptors each process has open, by role.
    func descriptorCounts() async -> [String: Int] {
        var counts = ["supervisor": NodeProcesses.descriptorCount(of: await control.pid) ?? 0]
        for daemon in Daemon.allCases {
            counts[daemon.rawValue] = processes.pid(of: daemon).flatMap(NodeProcesses.descriptorCount) ?? 0
        }
        return counts
    }
}
