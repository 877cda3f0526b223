import EventLoop
import JSON

extension EngineClient {
    /// Every container of the engine, running or not.
    package func containers() async throws(EngineError) -> [ContainerSummary] {
        let call = "GET /containers/json"
        let answer = try await self.call("GET", "/containers/json", query: [("all", "1")])
        guard let entries = answer.array else { throw .malformedAnswer(call: call, reason: "expected an array") }
        return entries.compactMap { ContainerSummary($0) }
    }

    /// Nil when there is no such container.
    package func container(_ id: String) async throws(EngineError) -> ContainerDetails? {
        let path = "/containers/\(Self.encoded(id))/json"
        guard let answer = try await absentIsNil({ () throws(EngineError) in try await self.call("GET", path) }) else {
            return nil
        }
        guard let details = ContainerDetails(answer) else {
            throw .malformedAnswer(call: "GET \(path)", reason: "Id or State is missing")
        }
        return details
    }

    /// Makes a container, not yet started; its id. A name that is taken is ``EngineError/refused`` with status 409, an
    /// image that is not here 404, a configuration the engine cannot take 400.
    package func createContainer(
        name: String, _ configuration: ContainerConfiguration
    ) async throws(EngineError) -> String {
        let answer = try await call(
            "POST", "/containers/create", query: [("name", name)], body: configuration.creationBody,
            extraTime: .seconds(50))
        guard let id = answer["Id"]?.string else {
            throw .malformedAnswer(call: "POST /containers/create", reason: "Id is missing")
        }
        return id
    }

    /// Starts a container; nothing happens to a running one.
    package func start(_ id: String) async throws(EngineError) {
        _ = try await call("POST", "/containers/\(Self.encoded(id))/start", extraTime: .seconds(50))
    }

    /// Stops a container: its stop signal, then SIGKILL after its grace period. Nothing happens to a stopped one.
    /// - Parameter grace: The container's own grace period, which the answer takes at most.
    package func stop(_ id: String, grace: Duration) async throws(EngineError) {
        _ = try await call("POST", "/containers/\(Self.encoded(id))/stop", extraTime: grace + .seconds(20))
    }

    package func restart(_ id: String, grace: Duration) async throws(EngineError) {
        _ = try await call("POST", "/containers/\(Self.encoded(id))/restart", extraTime: grace + .seconds(50))
    }

    /// Removes a container with its anonymous volumes, also a running one. One that is not there, or is being removed
    /// by someone else, is a success.
    package func remove(_ id: String) async throws(EngineError) {
        do throws(EngineError) {
            _ = try await call(
                "DELETE", "/containers/\(Self.encoded(id))", query: [("force", "1"), ("v", "1")],
                extraTime: .seconds(50))
        } catch {
            guard error.status == 404 || error.status == 409 else { throw error }
        }
    }

    package func rename(_ id: String, to name: String) async throws(EngineError) {
        _ = try await call("POST", "/containers/\(Self.encoded(id))/rename", query: [("name", name)])
    }

    /// Nil in place of the error for status 404.
    func absentIsNil<Value>(
        _ body: () async throws(EngineError) -> Value
    ) async throws(EngineError) -> Value? {
        do throws(EngineError) {
            return try await body()
        } catch {
            guard error.status == 404 else { throw error }
            return nil
        }
    }
}
