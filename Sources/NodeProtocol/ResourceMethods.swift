import IPC
import JSON

/// What probed answers. A report is the object of the conductor contract's section 2, handed on as it is.
package enum ResourceMethods {
    /// The newest report; from memory. Before the first sample: an ``RPCError`` "unavailable".
    package enum Latest: RPCMethod {
        package typealias Params = Nothing
        package typealias Answer = JSON
        package static let name = "resources.latest"
    }

    /// Subscribes to ``changed``; answers `{}`.
    package enum Subscribe: RPCMethod {
        package typealias Params = Nothing
        package typealias Answer = Nothing
        package static let name = "resources.subscribe"
    }

    /// Notification: the report, when CPU, RAM, disk or network moved by more than 5 %.
    package static let changed = "resources.changed"
}
