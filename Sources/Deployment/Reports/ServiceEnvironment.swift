/// What a container is told of its node. It is no part of the configuration: a change of it replaces no container.
struct ServiceEnvironment: Equatable {
    private static let tokenName = "SERVICE_TOKEN"

    let service: ServiceName
    let token: String
    /// Where a container reaches the node's API; nil where it cannot.
    let workerURL: String?

    /// The variables (`NAME=value`) of a container; those that the service sets itself come first and stay.
    func added(to own: [String]) -> [String] {
        let names = Set(own.map { $0.prefix { $0 != "=" } })
        var new = ["SERVICE_NAME=\(service)", "\(Self.tokenName)=\(token)"]
        if let workerURL { new.append("WORKER_URL=\(workerURL)") }
        return own + new.filter { !names.contains($0.prefix { $0 != "=" }) }
    }

    /// The token among the variables of a container; nil where the service has set that variable itself.
    static func token(in variables: [String], own: [String]) -> String? {
        guard !own.contains(where: { $0.prefix { $0 != "=" } == tokenName }) else { return nil }
        let token = variables.first { $0.hasPrefix(tokenName + "=") }?.dropFirst(tokenName.utf8.count + 1)
        return token.flatMap { $0.utf8.count == 32 && $0.allSatisfy(\.isHexDigit) ? String($0) : nil }
    }
}
