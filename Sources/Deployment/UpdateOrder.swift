import DockerEngine
import NodeProtocol

/// What comes first when a container takes the place of another.
package enum UpdateOrder: String, Sendable, CaseIterable {
    case stopFirst = "stop-first"
    case startFirst = "start-first"

    /// The order in which `new` takes the place of `old`. What both need at the same time, and only one can have, makes it
    /// stop-first whatever is asked for. Without a wish it is start-first where that is possible.
    package static func make(from old: ServiceSpec?, to new: ServiceSpec) -> UpdateOrder {
        areExclusive(old, new) ? .stopFirst : new.update.order ?? .startFirst
    }

    /// Whether both need something that only one can have.
    package static func areExclusive(_ old: ServiceSpec?, _ new: ServiceSpec) -> Bool {
        let container = new.container
        if case .mode(let mode) = container.network, mode == "host" || mode.hasPrefix("container:") { return true }
        if case .named(let attachments) = container.network,
            attachments.contains(where: { $0.address != nil || $0.address6 != nil || $0.hardwareAddress != nil })
        {
            return true
        }
        // Of a container whose configuration is not known any more, any port may be one of these.
        guard let old else { return container.ports.contains { $0.hostPort != nil } }
        return overlap(container.ports, old.container.ports)
    }

    /// Whether a host port that is named in one is also in the other.
    package static func overlap(_ left: [PublishedPort], _ right: [PublishedPort]) -> Bool {
        left.contains { port in port.hostPort != nil && right.contains { overlap(port, $0) } }
    }

    private static func overlap(_ left: PublishedPort, _ right: PublishedPort) -> Bool {
        left.hostPort == right.hostPort && left.transport == right.transport
            && (isAny(left.hostAddress) || isAny(right.hostAddress) || left.hostAddress == right.hostAddress)
    }

    private static func isAny(_ address: String) -> Bool { ["", "0.0.0.0", "::", "[::]"].contains(address) }
}
