/// Where things lie in the runtime directory (a tmpfs; may vanish with the power).
package struct RuntimeDirectory: Sendable, Hashable {
    package let path: String
    package init(_ path: String) { self.path = path }

    package var supervisorSocket: String { path + "/supervisor.sock" }
    package func socket(of subsystem: Subsystem) -> String { path + "/\(subsystem.rawValue).sock" }
    package func roleLock(of role: String) -> String { path + "/\(role).lock" }
    /// What a daemon is working on, see `InputMarks`.
    package func inputMarks(of subsystem: Subsystem) -> String { path + "/\(subsystem.rawValue).inputs" }
    package var statusCache: String { path + "/status.db" }
}

/// Where things lie in the state directory (survives power cuts).
package struct StateDirectory: Sendable, Hashable {
    package let path: String
    package init(_ path: String) { self.path = path }

    package var identity: String { path + "/identity.json" }
    package var deploymentStore: String { path + "/deployd.db" }
}
