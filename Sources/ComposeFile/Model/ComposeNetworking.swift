/// A port of the container, published or only reachable.
package struct ComposePort: Sendable, Hashable {
    package enum Transport: String, Sendable, CaseIterable { case tcp, udp, sctp }
    package var target: UInt16
    /// Nil: any that is free.
    package var published: UInt16?
    /// Empty: every address of the host.
    package var hostAddress = ""
    package var transport = Transport.tcp
    /// `ingress` or `host`; without a swarm they are the same.
    package var mode = "ingress"
    package var name: String?
    package var applicationProtocol: String?

    package init(target: UInt16) { self.target = target }
}

/// A service's place in a network.
package struct ComposeEndpoint: Sendable, Equatable {
    package var aliases: [String] = []
    package var ipv4Address: String?
    package var ipv6Address: String?
    package var linkLocalAddresses: [String] = []
    package var macAddress: String?
    package var driverOptions: [String: String] = [:]
    /// The order in which networks are connected, the highest first.
    package var priority: Int?
    /// The highest has the default route.
    package var gatewayPriority: Int?

    package init() {}
}
