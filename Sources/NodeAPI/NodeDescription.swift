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
    /// What opens it: as the settings have it, and the file that is read again when it changes.
    package var apiTokens: [APIToken]
    package var apiTokenFile: String?
    /// Whether reading takes a token, and this machine is no better than others.
    package var readsNeedToken: Bool
    /// By which names it may be called.
    package var hosts: HostNames
    /// Whose web pages may call it.
    package var origins: CrossOrigin
    /// Whether the API speaks TLS.
    package var isTLS: Bool
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
        apiTokens = configuration.apiTokens
        apiTokenFile = configuration.apiTokenFile
        readsNeedToken = configuration.apiReading == .token
        hosts = HostNames([hostname, Self.hostName], listed: configuration.apiHosts)
        origins = CrossOrigin(configuration.apiOrigins)
        isTLS = configuration.apiCertificate != nil
        self.isLoopback = isLoopback
    }

    private static var hostName: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
