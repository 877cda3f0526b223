/// Where the engine listens: a `DOCKER_HOST` value.
package enum EngineAddress: Sendable, Equatable, CustomStringConvertible {
    case unix(path: String)
    /// Plain HTTP, `host:port`.
    case tcp(authority: String)

    /// Nil for anything but `unix:///path` and `tcp://host[:port]`. The port of tcp is 2375 when none is given.
    package init?(_ text: String) {
        if text.hasPrefix("unix:///") {
            self = .unix(path: String(text.dropFirst("unix://".count)))
        } else if text.hasPrefix("tcp://") {
            let authority = text.dropFirst("tcp://".count)
            guard !authority.isEmpty, !authority.contains("/") else { return nil }
            let hasPort = authority.last != "]" && authority.split(separator: "]").last?.contains(":") == true
            self = .tcp(authority: hasPort ? String(authority) : "\(authority):2375")
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
