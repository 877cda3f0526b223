/// A port that the container listens on, for its neighbours in a network to know.
package struct ExposedPort: Sendable, Hashable {
    package var port: UInt16
    package var transport: PublishedPort.Transport

    package init(_ port: UInt16, _ transport: PublishedPort.Transport = .tcp) {
        self.port = port
        self.transport = transport
    }

    /// `80/tcp`; nil for anything else.
    init?(_ key: String) {
        let parts = key.split(separator: "/")
        guard let port = parts.first.flatMap({ UInt16($0) }),
            let transport = parts.count == 2 ? PublishedPort.Transport(rawValue: String(parts[1])) : .tcp
        else { return nil }
        self.init(port, transport)
    }

    var key: String { "\(port)/\(transport.rawValue)" }
}
