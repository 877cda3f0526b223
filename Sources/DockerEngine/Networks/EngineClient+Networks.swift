import EventLoop
import JSON

extension EngineClient {
    /// The labels of a network; nil when there is none of this name.
    package func networkLabels(_ name: String) async throws(EngineError) -> [String: String]? {
        let path = "/networks/\(Self.encoded(name))"
        let answer = try await absentIsNil { () throws(EngineError) in try await self.call("GET", path) }
        return answer.map { $0["Labels"]?.object?.compactMapValues(\.string) ?? [:] }
    }

    /// Makes a user-defined bridge network.
    package func createNetwork(_ name: String, labels: [String: String]) async throws(EngineError) {
        let body = JSON.object([
            "Name": .string(name), "CheckDuplicate": true, "Driver": "bridge",
            "Labels": .object(labels.mapValues { .string($0) }),
        ])
        _ = try await call("POST", "/networks/create", body: body, extraTime: .seconds(20))
    }

    /// Connects a container to one more network. It being connected already is a success (403 in the engine's words).
    package func connect(_ container: String, to network: String) async throws(EngineError) {
        do throws(EngineError) {
            _ = try await call(
                "POST", "/networks/\(Self.encoded(network))/connect", body: .object(["Container": .string(container)]))
        } catch {
            guard error.status == 403 else { throw error }
        }
    }

    /// Removes a network unless containers are connected to it (403) or it is gone already (404).
    package func removeUnusedNetwork(_ name: String) async throws(EngineError) {
        do throws(EngineError) {
            _ = try await call("DELETE", "/networks/\(Self.encoded(name))", extraTime: .seconds(20))
        } catch {
            guard error.status == 403 || error.status == 404 else { throw error }
        }
    }
}
