/// What a container is told of its node. It is no part of the configuration: a change of it replaces no container.
struct ServiceEnvironment: Equatable {
    let service: ServiceName
    let token: String
    /// Where a container reaches the node's API; nil where it cannot.
    let workerURL: String?

    /// The variables (`NAME=value`) of a container; those that the service sets itself come first and stay.
    func added(to own: [String]) -> [String] {
        let names = Set(own.map { $0.prefix { $0 != "=" } })
        var new = ["SERVICE_NAME=\(service)", "SERVICE_TOKEN=\(token)"]
        if let workerURL { new.append("WORKER_URL=\(workerURL)") }
        return own + new.filter { !names.contains($0.prefix { $0 != "=" }) }
    }
}
