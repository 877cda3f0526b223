import Settings

/// Where containers reach the node's API.
enum WorkerURL {
    /// `SERVICE_API_URL`, or what the API's own address gives; nil where containers cannot reach it, or nobody can say
    /// where: behind loopback, or on all addresses of a host whose own is not set.
    static func url(_ configuration: NodeConfiguration) -> String? {
        if let given = configuration.serviceAPIURL { return given }
        guard configuration.port != 0 else { return nil }
        let address: String
        switch configuration.bindAddress {
        case let bound where bound.hasPrefix("127.") || bound == "::1": return nil
        case "0.0.0.0", "::":
            guard let own = configuration.workerIP else { return nil }
            address = own
        case let bound: address = bound
        }
        let scheme = configuration.apiCertificate == nil ? "http://" : "https://"
        return scheme + (address.contains(":") ? "[\(address)]" : address) + ":\(configuration.port)"
    }
}
