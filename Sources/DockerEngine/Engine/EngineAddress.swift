/// Where the engine listens: a `DOCKER_HOST` value.
package enum EngineAddress: Sendable, Equatable, CustomStringConvertible {
    case unix(path: String)
    /// `host:port`; plain HTTP, or TLS when the client is given certificates.
    case tcp(authority: String)

    /// Nil for anything but `unix:///path` and `tcp://host[:port]`. The port of tcp is 2375 when none is given, 2376
    /// with TLS (https://docs.docker.com/engine/security/protect-access/).
    package init?(_ text: String, usesTLS: Bool = false) {
        if text.hasPrefix("unix:///") {
            self = .unix(path: String(text.dropFirst("unix://".count)))
        } else if text.hasPrefix("tcp://") {
            var authority = text.dropFirst("tcp://".count)
            if authority.hasSuffix("/") { authority.removeLast() }
            guard !authority.isEmpty, !authority.contains("/") else { return nil }
            let hasPort = authority.last != "]" && authority.split(separator: "]").last?.contains(":") == true
            self = .tcp(authority: hasPort ? String(authority) : "\(authority):\(usesTLS ? 2376 : 2375)")
        } else {
            return nil
        }
    }

    package var description: String {
        switch self {
        case .unix(let path): "unix://\(path)"
        case .tcp(let authority): "tcp://\(authority)"
        }
    }
}
