import EventLoop
import NodeProtocol

/// What each daemon is started with.
extension Supervisor {
    func launchRequest(for subsystem: Subsystem, generation: Int) throws(SystemError) -> LaunchRequest {
        let policy = settings.policy(of: subsystem)
        var request = LaunchRequest(
            executable: settings.executable, arguments: [settings.programName, subsystem.rawValue],
            environment: environment(of: subsystem, generation: generation),
            sockets: try sockets.inherited(by: subsystem), watchdogTimeout: policy.watchdogTimeout)
        let limit = settings.memoryLimits[subsystem]
        if let limit { request.memoryBound = try memoryBound(of: subsystem, limit) }
        request.circumstances = { [sockets, environment = request.environment] in
            sockets.circumstances(of: subsystem) + Self.contentsOfFiles(namedIn: environment)
                + (limit.map { ["memory limit \($0)"] } ?? [])
        }
        request.ioPriority = DaemonResources.ioPriority(of: subsystem)
        request.oomScoreAdjust = DaemonResources.oomScoreAdjust(of: subsystem)
        request.nice = DaemonResources.nice(of: subsystem)
        return request
    }

    private func memoryBound(
        of subsystem: Subsystem, _ limit: Int64
    ) throws(SystemError) -> LaunchRequest.MemoryBound {
        guard let memoryGroups else { return .addressSpace(UInt64(limit)) }
        return .controlGroup(processList: try memoryGroups.prepare(subsystem, limit: limit))
    }

    /// Secrets in files are read by the daemon at its start: another content is as another setting. The API's tokens are
    /// not among them, which apid reads again itself.
    private static func contentsOfFiles(namedIn environment: [String: String]) -> [String] {
        environment.filter { $0.key.hasSuffix("_FILE") && $0.key != "API_TOKEN_FILE" }.sorted { $0.key < $1.key }.map {
            key, path in
            "\(key) " + String(decoding: SupervisorState.contents(of: path) ?? [], as: UTF8.self)
        }
    }

    private func environment(of subsystem: Subsystem, generation: Int) -> [String: String] {
        var variables =
            environments[subsystem] ?? DaemonEnvironment.environment(for: subsystem, settings: settings.settings)
        environments[subsystem] = variables
        variables["GENERATION"] = String(generation)
        return variables
    }
}
