import EventLoop
import Settings

extension NodePlan {
    package init(_ configuration: NodeConfiguration) {
        self.init(stateDirectory: configuration.stateDirectory, runtimeDirectory: configuration.runtimeDirectory)
        conductorURLs = configuration.conductorURLs.map(Self.withoutPassword)
        conductorAuthorities = configuration.conductorAuthorities
        hasProxy = configuration.httpsProxy != nil
        bindAddress = configuration.bindAddress
        port = configuration.port
        apiCertificate = configuration.apiCertificate
        apiAsksForCertificates = configuration.apiClientAuthorities != nil
        hostRoot = configuration.hostRoot
        diskReserve = configuration.diskReserve
        engineIsLocal = configuration.dockerHost.hasPrefix("unix:")
        secretFiles = [configuration.conductorKey, configuration.apiKey].compactMap(\.self)
        heartbeatLimit = max(3 * configuration.heartbeatInterval.seconds, 15)
        serviceLimit = max(3 * configuration.serviceStatusInterval.seconds, 15)
    }

    /// A URL without what stands before `@`.
    private static func withoutPassword(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return url }
        let rest = url[scheme.upperBound...]
        guard let at = rest.prefix(while: { $0 != "/" }).lastIndex(of: "@") else { return url }
        return String(url[..<scheme.upperBound] + rest[rest.index(after: at)...])
    }
}

extension String {
    /// Where `text` first stands.
    fileprivate func firstRange(of text: String) -> Range<Index>? {
        indices.first { self[$0...].hasPrefix(text) }.map { $0..<index($0, offsetBy: text.count) }
    }
}
