import JSON

/// How a container is to be in one network.
package struct NetworkAttachment: Sendable, Equatable, ExpressibleByStringLiteral {
    /// The network's name or id.
    package var name: String
    /// Further names that the container has there.
    package var aliases: [String] = []
    /// Static addresses; they need a network with a subnet of its own.
    package var address: String?
    package var address6: String?
    package var linkLocalAddresses: [String] = []
    /// API 1.44.
    package var hardwareAddress: String?
    package var driverOptions: [String: String] = [:]
    /// The network with the highest has the default route; API 1.48.
    package var gatewayPriority: Int?
    /// `container` or `container:alias`.
    package var links: [String] = []

    package init(_ name: String) { self.name = name }
    package init(stringLiteral value: String) { self.init(value) }

    /// The engine's EndpointSettings.
    var json: JSON {
        var members: [String: JSON] = [:]
        if !aliases.isEmpty { members["Aliases"] = .strings(aliases) }
        if !links.isEmpty { members["Links"] = .strings(links) }
        var addresses: [String: JSON] = [:]
        addresses["IPv4Address"] = address.map { .string($0) }
        addresses["IPv6Address"] = address6.map { .string($0) }
        if !linkLocalAddresses.isEmpty { addresses["LinkLocalIPs"] = .strings(linkLocalAddresses) }
        if !addresses.isEmpty { members["IPAMConfig"] = .object(addresses) }
        members["MacAddress"] = hardwareAddress.map { .string($0) }
        members["GwPriority"] = gatewayPriority.map { .int(Int64($0)) }
        if !driverOptions.isEmpty { members["DriverOpts"] = .strings(driverOptions) }
        return .object(members)
    }
}
