import JSON

/// Everything a network is created with.
package struct NetworkConfiguration: Sendable, Equatable {
    package struct Pool: Sendable, Equatable {
        /// `10.1.0.0/16`
        package var subnet: String?
        /// The part of the subnet that addresses are given from.
        package var range: String?
        package var gateway: String?
        /// Addresses that the driver must not give, by name.
        package var reserved: [String: String] = [:]

        package init(subnet: String? = nil, range: String? = nil, gateway: String? = nil) {
            self.subnet = subnet
            self.range = range
            self.gateway = gateway
        }
    }

    package var name: String
    package var driver = "bridge"
    package var options: [String: String] = [:]
    package var labels: [String: String] = [:]
    /// Without a way out of the host.
    package var isInternal = false
    package var isAttachable = false
    package var hasIPv6 = false
    /// Nil: the engine's own.
    package var addressDriver: String?
    package var addressOptions: [String: String] = [:]
    package var pools: [Pool] = []

    package init(name: String) { self.name = name }

    /// The body of `POST /networks/create`.
    var json: JSON {
        var members: [String: JSON] = [
            // Before API 1.44 the engine would make a second network of the same name.
            "Name": .string(name), "CheckDuplicate": true, "Driver": .string(driver), "Labels": .strings(labels),
            "Options": .strings(options), "Internal": .bool(isInternal), "Attachable": .bool(isAttachable),
            "EnableIPv6": .bool(hasIPv6),
        ]
        if addressDriver != nil || !addressOptions.isEmpty || !pools.isEmpty {
            members["IPAM"] = .object([
                "Driver": .string(addressDriver ?? "default"), "Options": .strings(addressOptions),
                "Config": .array(pools.map(\.json)),
            ])
        }
        return .object(members)
    }
}

extension NetworkConfiguration.Pool {
    fileprivate var json: JSON {
        var members: [String: JSON] = [:]
        members["Subnet"] = subnet.map { .string($0) }
        members["IPRange"] = range.map { .string($0) }
        members["Gateway"] = gateway.map { .string($0) }
        if !reserved.isEmpty { members["AuxiliaryAddresses"] = .strings(reserved) }
        return .object(members)
    }
}
