import EventLoop
import JSON
import URIText

extension EngineClient {
    /// Nil when there is none of this name; an id, or the beginning of one, is no name here.
    package func network(named name: String) async throws(EngineError) -> NetworkDetails? {
        let path = "/networks/\(PercentEncoding.encoded(name))"
        guard let answer = try await absentIsNil({ () throws(EngineError) in try await self.call("GET", path) }) else {
            return nil
        }
        guard let details = NetworkDetails(answer) else {
            throw .malformedAnswer(call: "GET \(path)", reason: "Id or Name is missing")
        }
        return details.name == name ? details : nil
    }

    /// - Parameter labels: `key` or `key=value`; only those that have all of them.
    package func networks(labels: [String] = []) async throws(EngineError) -> [NetworkDetails] {
        var call = EngineCall("GET", "/networks")
        if !labels.isEmpty { call.query = [("filters", JSON.object(["label": .strings(labels)]).text)] }
        let answer = try await self.call(call)
        guard let entries = answer.array else { throw .malformedAnswer(call: call.name, reason: "expected an array") }
        return entries.compactMap { NetworkDetails($0) }
    }

    /// The network of that name, made when there is none; one that is there is left as it is. Several that ask at once get
    /// the same.
    @discardableResult
    package func ensureNetwork(_ configuration: NetworkConfiguration) async throws(EngineError) -> NetworkDetails {
        try await networkSlot.enter("POST /networks/create", until: .now.advanced(by: deadline + .seconds(50)))
        defer { networkSlot.leave() }
        if let details = try await network(named: configuration.name) { return details }
        do throws(EngineError) {
            try await createNetwork(configuration)
        } catch {
            // Another client may have made it meanwhile; engines differ in whether they complain of name or subnet.
            guard error.status != nil, let details = try await network(named: configuration.name) else { throw error }
            return details
        }
        guard let details = try await network(named: configuration.name) else {
            throw .malformedAnswer(call: "POST /networks/create", reason: "the network is not there")
        }
        return details
    }

    /// Makes a network. A name that is taken is status 409, a subnet that overlaps another's 403 or 500.
    package func createNetwork(_ configuration: NetworkConfiguration) async throws(EngineError) {
        try await command("POST", "/networks/create", body: configuration.json, extraTime: .seconds(20))
    }

    /// The labels of a network; nil when there is none of this name.
    package func networkLabels(_ name: String) async throws(EngineError) -> [String: String]? {
        try await network(named: name)?.labels
    }

    /// Makes a user-defined bridge network.
    package func createNetwork(_ name: String, labels: [String: String]) async throws(EngineError) {
        var configuration = NetworkConfiguration(name: name)
        configuration.labels = labels
        try await createNetwork(configuration)
    }

    /// Connects a container to one more network. It being connected already is a success.
    package func connect(_ container: String, to network: NetworkAttachment) async throws(EngineError) {
        do throws(EngineError) {
            try await command(
                "POST", "/networks/\(PercentEncoding.encoded(network.name))/connect",
                body: .object(["Container": .string(container), "EndpointConfig": network.json]),
                extraTime: .seconds(20))
        } catch {
            guard error.status != nil, try await isConnected(container, to: network.name) else { throw error }
        }
    }

    package func connect(_ container: String, to network: String) async throws(EngineError) {
        try await connect(container, to: NetworkAttachment(network))
    }

    private func isConnected(_ container: String, to network: String) async throws(EngineError) -> Bool {
        guard let networks = try await self.container(container)?.networks else { return false }
        return networks.contains { $0.key == network || $0.value.networkID == network }
    }

    /// Takes a container out of a network; not being in it is a success.
    package func disconnect(_ container: String, from network: String) async throws(EngineError) {
        do throws(EngineError) {
            try await command(
                "POST", "/networks/\(PercentEncoding.encoded(network))/disconnect",
                body: .object(["Container": .string(container), "Force": true]), extraTime: .seconds(20))
        } catch {
            // Engines say 403, 404 or 500 here.
            guard error.status != nil, try await !isConnected(container, to: network) else { throw error }
        }
    }

    /// Removes a network unless containers are connected to it.
    package func removeNetwork(_ name: String) async throws(EngineError) -> NetworkRemoval {
        do throws(EngineError) {
            try await command("DELETE", "/networks/\(PercentEncoding.encoded(name))", extraTime: .seconds(20))
            return .removed
        } catch .refused(_, 404, _) {
            return .absent
        } catch .refused(_, 403, let message) {
            return .inUse(message)
        } catch .refused(let call, let status, let message) {
            // Podman says 500 here as it does to everything.
            guard try await hasContainers(name) else {
                throw .refused(call: call, status: status, message: message)
            }
            return .inUse(message)
        }
    }

    /// As ``removeNetwork(_:)``, for those who do not ask what became of it.
    package func removeUnusedNetwork(_ name: String) async throws(EngineError) {
        _ = try await removeNetwork(name)
    }

    private func hasContainers(_ network: String) async throws(EngineError) -> Bool {
        let filters = JSON.object(["network": .strings([network])]).text
        let answer = try await call("GET", "/containers/json", query: [("all", "1"), ("filters", filters)])
        return answer.array?.isEmpty == false
    }
}
