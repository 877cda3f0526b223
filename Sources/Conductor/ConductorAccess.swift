import HTTPClient
import Settings

/// How to get at the conductor: where it is, by what right, whom to trust, through what, and how patiently.
package struct ConductorAccess: Sendable {
    /// At least one: ``ConductorChoice``.
    package var urls: [String]
    /// For registering; nobody else needs it.
    package var token: Secret?
    package var tls: TLSFiles?
    package var proxy: HTTPProxy?
    /// How long one call may take; most of it may be spent on getting a connection.
    package var patience = Duration.seconds(10)

    package init(urls: [String], token: Secret? = nil) {
        self.urls = urls
        self.token = token
    }

    /// As the node's settings have it; nil without a conductor.
    package init?(_ configuration: NodeConfiguration) {
        guard !configuration.conductorURLs.isEmpty else { return nil }
        self.init(urls: configuration.conductorURLs, token: configuration.conductorToken)
        tls = TLSFiles(
            authorities: configuration.conductorAuthorities, certificate: configuration.conductorCertificate,
            key: configuration.conductorKey)
        proxy = configuration.httpsProxy.map { HTTPProxy(url: $0.reveal(), exceptions: configuration.noProxy ?? "") }
    }

    /// A request to one of the conductors.
    package func request(_ method: String, base: String, path: String = "") -> HTTPRequest {
        var request = HTTPRequest(method, url: base + path)
        request.connectTimeout = patience * 2 / 3
        request.tls = tls
        if base.hasPrefix("https:") { request.proxy = proxy }
        return request
    }
}
