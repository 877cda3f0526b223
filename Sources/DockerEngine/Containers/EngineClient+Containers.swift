import EventLoop
import JSON
import URIText

extension EngineClient {
    /// The engine's containers, running or not.
    /// - Parameter labels: `key` or `key=value`; only those that have all of them.
    package func containers(labels: [String] = []) async throws(EngineError) -> [ContainerSummary] {
        var call = EngineCall("GET", "/containers/json")
        call.query = [("all", "1")]
        if !labels.isEmpty { call.query.append(("filters", JSON.object(["label": .strings(labels)]).text)) }
        let body = try await command(call)
        let entries: [ContainerSummary?]?
        do throws(JSONParseError) {
            entries = try JSON.elements(parsing: body) { ContainerSummary($0) }
        } catch {
            throw .malformedAnswer(call: call.name, reason: error.description)
        }
        guard let entries else { throw .malformedAnswer(call: call.name, reason: "expected an array") }
        return try entries.map { (entry) throws(EngineError) in
            // A container that is passed over would be made a second time.
            guard let entry else {
                throw .malformedAnswer(call: call.name, reason: "an entry has no Id or an unknown State")
            }
            return entry
        }
    }

    /// Nil when there is no such container.
    package func container(_ id: String) async throws(EngineError) -> ContainerDetails? {
        let path = "/containers/\(PercentEncoding.encoded(id))/json"
        guard let answer = try await absentIsNil({ () throws(EngineError) in try await self.call("GET", path) }) else {
            return nil
        }
        guard let details = ContainerDetails(answer) else {
            throw .malformedAnswer(call: "GET \(path)", reason: "Id or State is missing")
        }
        return details
    }

    /// Makes a container in all its networks, not yet started; its id. A name that is taken is
    /// ``EngineError/refused(call:status:message:)`` with status 409, an image that is not here 404, a configuration the
    /// engine cannot take 400. When a network cannot be joined no container is left behind.
    package func createContainer(
        name: String, _ configuration: ContainerConfiguration
    ) async throws(EngineError) -> String {
        if version == nil { try await connect() }
        guard let api = version?.api else { throw .unavailable("\(address): the connection was lost") }
        try configuration.check(against: api)
        var later: ArraySlice<NetworkAttachment> = []
        if case .named(let attachments) = configuration.network, api < ContainerConfiguration.severalNetworksSince {
            later = attachments.dropFirst()
        }
        // A container that does not run can be connected to a network that is not there; it then cannot be started.
        for attachment in later { _ = try await call("GET", "/networks/\(PercentEncoding.encoded(attachment.name))") }
        var call = EngineCall("POST", "/containers/create", extraTime: .seconds(50))
        call.query = [("name", name)] + (configuration.platform.map { [("platform", $0)] } ?? [])
        call.body = configuration.creationBody(for: api)
        let answer = try await self.call(call)
        guard let id = answer["Id"]?.string else { throw .malformedAnswer(call: call.name, reason: "Id is missing") }
        do throws(EngineError) {
            for attachment in later { try await connect(id, to: attachment) }
        } catch {
            try? await remove(id)  // the first failure is what the caller needs to know
            throw error
        }
        return id
    }

    /// Starts a container; nothing happens to a running one.
    package func start(_ id: String) async throws(EngineError) {
        try await act("start", on: id, extraTime: .seconds(50))
    }

    /// Stops a container: its stop signal, then SIGKILL after its grace period. Nothing happens to a stopped one.
    /// - Parameters:
    ///   - grace: The container's own grace period, which the answer takes at most.
    ///   - timeout: Whole seconds in place of the container's own grace period; nil leaves that.
    package func stop(_ id: String, grace: Duration, timeout: Duration? = nil) async throws(EngineError) {
        try await act("stop", on: id, query: Self.timeout(timeout), extraTime: (timeout ?? grace) + .seconds(20))
    }

    /// Stops and starts a container; ``stop(_:grace:timeout:)`` says how.
    package func restart(_ id: String, grace: Duration, timeout: Duration? = nil) async throws(EngineError) {
        try await act("restart", on: id, query: Self.timeout(timeout), extraTime: (timeout ?? grace) + .seconds(50))
    }

    /// Sends a signal to a container's first process. A container that does not run is status 409.
    /// - Parameter signal: `SIGHUP`, `9`.
    package func kill(_ id: String, signal: String = "SIGKILL") async throws(EngineError) {
        try await act("kill", on: id, query: [("signal", signal)], extraTime: .seconds(20))
    }

    /// Removes a container with its anonymous volumes, also a running one: it is gone, and its ports and its name are
    /// free, when this returns. One that is not there is a success.
    package func remove(_ id: String) async throws(EngineError) {
        let end = MonotonicInstant.now.advanced(by: deadline + Self.removalTime)
        while true {
            do throws(EngineError) {
                return try await command(
                    "DELETE", "/containers/\(PercentEncoding.encoded(id))", query: [("force", "1"), ("v", "1")],
                    extraTime: Self.removalTime)
            } catch {
                if error.status == 404 { return }
                // Somebody else is at it, a process before this one for example, and may yet fail.
                guard error.status == 409, MonotonicInstant.now < end else { throw error }
            }
            do { try await LoopActor.sleep(for: .milliseconds(50)) } catch { throw .cancelled }
        }
    }

    private static let removalTime = Duration.seconds(50)

    package func rename(_ id: String, to name: String) async throws(EngineError) {
        try await act("rename", on: id, query: [("name", name)])
    }

    /// Lets a paused container go on; one that is not paused is a success.
    package func unpause(_ id: String) async throws(EngineError) {
        do throws(EngineError) {
            try await act("unpause", on: id)
        } catch {
            // Engines say 409 or 500 here.
            guard error.status != nil, let details = try await container(id), details.state != .paused else {
                throw error
            }
        }
    }

    /// Changes a container's restart policy in place: it goes on as it is.
    package func setRestartPolicy(_ policy: RestartPolicy, of id: String) async throws(EngineError) {
        _ = try await call(
            "POST", "/containers/\(PercentEncoding.encoded(id))/update", body: .object(["RestartPolicy": policy.json]),
            extraTime: .seconds(20))
    }

    private func act(
        _ verb: String, on id: String, query: [(String, String)] = [], extraTime: Duration = .zero
    ) async throws(EngineError) {
        try await command(
            "POST", "/containers/\(PercentEncoding.encoded(id))/\(verb)", query: query, extraTime: extraTime)
    }

    private static func timeout(_ duration: Duration?) -> [(String, String)] {
        duration.map { [("t", String(max(0, $0.components.seconds)))] } ?? []
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
