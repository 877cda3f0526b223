/// Whether the node has the port of its API.
package enum PortCheck {
    package enum Holder: Sendable, Equatable {
        case node
        case nobody
        /// What is known of it: a process's name and number.
        case other(String)
        case unknown(String)
    }

    /// - Parameter port: 0 for any free one.
    package static func finding(address: String, port: Int, holder: Holder, nodeRuns: Bool) -> Finding {
        let words = address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
        switch holder {
        case .node:
            return Finding(.port, .ok, port == 0 ? "the API listens on a free port" : "the API listens on \(words)")
        case .nobody where nodeRuns:
            return Finding(
                .port, .problem, "nobody listens on \(words)",
                remedy: "workerctl subsystems apid; is the address one of this machine's?")
        case .nobody: return Finding(.port, .ok, "\(words) is free")
        case .other(let who):
            return Finding(
                .port, .problem, "\(words) is taken by \(who)",
                remedy: "stop that, or set another PORT and restart the node")
        case .unknown(let why): return Finding(.port, .unknown, why)
        }
    }
}
