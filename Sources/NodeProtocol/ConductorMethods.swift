import IPC

/// What heartbeatd answers.
package enum ConductorMethods {
    /// The link to the conductor as it is now.
    package enum Link: RPCMethod {
        package typealias Params = Nothing
        package typealias Answer = ConductorStatus
        package static let name = "conductor.link"
    }

    /// Subscribes to ``changed``; answers `{}`.
    package enum Subscribe: RPCMethod {
        package typealias Params = Nothing
        package typealias Answer = Nothing
        package static let name = "conductor.subscribe"
    }

    /// Notification: the link, when it has become well or has ceased to be, or conductor or worker id are others.
    package static let changed = "conductor.changed"
}
