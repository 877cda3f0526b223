import JSON

/// What the engine tells of a network.
package struct NetworkDetails: Sendable, Equatable {
    package let id: String
    package let name: String
    package let driver: String
    package let options: [String: String]
    package let labels: [String: String]
    /// `local`, `swarm`.
    package let scope: String
    package let isInternal: Bool
    package let isAttachable: Bool
    package let hasIPv6: Bool
    package let addressDriver: String
    package let pools: [NetworkConfiguration.Pool]
    /// Ids of the running containers in it. Empty in a list.
    package let containers: [String]

    init?(_ json: JSON) {
        guard let id = json["Id"]?.string, let name = json["Name"]?.string else { return nil }
        self.id = id
        self.name = name
        driver = json["Driver"]?.string ?? ""
        options = json["Options"]?.texts ?? [:]
        labels = json["Labels"]?.texts ?? [:]
        scope = json["Scope"]?.string ?? ""
        isInternal = json["Internal"]?.bool ?? false
        isAttachable = json["Attachable"]?.bool ?? false
        hasIPv6 = json["EnableIPv6"]?.bool ?? false
        let addresses = json["IPAM"]
        addressDriver = addresses?["Driver"]?.string ?? ""
        pools = (addresses?["Config"]?.array ?? []).map { pool in
            var value = NetworkConfiguration.Pool(
                subnet: pool["Subnet"]?.string, range: pool["IPRange"]?.string, gateway: pool["Gateway"]?.string)
            value.reserved = pool["AuxiliaryAddresses"]?.texts ?? [:]
            return value
        }
        containers = (json["Containers"]?.object ?? [:]).keys.sorted()
    }
}
