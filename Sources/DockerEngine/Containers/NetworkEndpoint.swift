import JSON

/// A container's place in one network, as the engine tells it.
package struct NetworkEndpoint: Sendable, Equatable {
    package let networkID: String
    /// Empty while the container does not run.
    package let address: String
    package let address6: String
    package let gateway: String
    package let hardwareAddress: String
    package let aliases: [String]

    init(_ json: JSON) {
        networkID = json["NetworkID"]?.string ?? ""
        address = json["IPAddress"]?.string ?? ""
        address6 = json["GlobalIPv6Address"]?.string ?? ""
        gateway = json["Gateway"]?.string ?? ""
        hardwareAddress = json["MacAddress"]?.string ?? ""
        aliases = json["Aliases"]?.strings ?? []
    }
}
