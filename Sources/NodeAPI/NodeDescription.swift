import Glibc
import HTTPServer
import Settings

/// What the API knows of its node without asking anyone.
package struct NodeDescription: Sendable {
    /// Shown until heartbeatd has said under which names the node goes.
    package var hostname: String
    package var ipAddress: String
    package var conductorURL: String
    package var heartbeatInterval: Duration
    package var resourceCheckInterval: Duration
    package var deploymentCheckInterval: Duration
    package var serviceStatusInterval: Duration
    /// What requests that change something must carry when the API listens beyond this machine.
    package var apiToken: Secret?
    /// Whether only this machine reaches the API.
    package var isLoopback: Bool

    package init(_ configuration: NodeConfiguration, isLoopback: Bool) {
        hostname = configuration.workerHostname ?? Self.hostName
        ipAddress = configuration.workerIP ?? ""
        conductorURL = configuration.conductorURLs.first ?? ""
        heartbeatInterval = configuration.heartbeatInterval
        resourceCheckInterval = configuration.resourceCheckInterval
        deploymentCheckInterval = configuration.deploymentCheckInterval
        serviceStatusInterval = configuration.serviceStatusInterval
        apiToken = configuration.apiToken
        self.isLoopback = isLoopback
    }

    /// Whether `text` is the API token; false without one.
    func isToken(_ text: String) -> Bool { apiToken.map { Bearer.isEqual(text, $0.reveal()) } ?? false }

    private static var hostName: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
