import IPC
import JSON

/// Answered by every program of the node.
package enum Ping: RPCMethod {
    package typealias Params = Nothing
    package struct Answer: Codable, Sendable, Equatable {
        package let name: String
        package let pid: Int32
        package let version: String
        package init(name: String, pid: Int32, version: String = NodeVersion.current) {
            self.name = name
            self.pid = pid
            self.version = version
        }
    }
    package static let name = "ping"
}

/// Answered by every program: its own view of itself, an object whose members are its own affair.
package enum Status: RPCMethod {
    package typealias Params = Nothing
    package typealias Answer = JSON
    package static let name = "status"
}

/// Answered by every program: what it counts and measures, an array of `MetricFamily` in its JSON form.
package enum Metrics: RPCMethod {
    package typealias Params = Nothing
    package typealias Answer = JSON
    package static let name = "metrics"
}
