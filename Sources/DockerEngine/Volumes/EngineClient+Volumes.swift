import EventLoop
import JSON
import URIText

extension EngineClient {
    /// The volume of that name, made when there is none; one that is there is left as it is, also where it differs. One of
    /// another driver is status 409.
    @discardableResult
    package func ensureVolume(_ configuration: VolumeConfiguration) async throws(EngineError) -> VolumeDetails {
        if let details = try await volume(configuration.name) { return details }
        let answer = try await call(
            "POST", "/volumes/create", body: configuration.json, extraTime: .seconds(50))
        return try Self.details(answer, "POST /volumes/create")
    }

    /// Nil when there is none of this name.
    package func volume(_ name: String) async throws(EngineError) -> VolumeDetails? {
        let path = "/volumes/\(PercentEncoding.encoded(name))"
        guard let answer = try await absentIsNil({ () throws(EngineError) in try await self.call("GET", path) }) else {
            return nil
        }
        return try Self.details(answer, "GET \(path)")
    }

    /// - Parameter labels: `key` or `key=value`; only those that have all of them.
    package func volumes(labels: [String] = []) async throws(EngineError) -> [VolumeDetails] {
        var call = EngineCall("GET", "/volumes")
        if !labels.isEmpty { call.query = [("filters", JSON.object(["label": .strings(labels)]).text)] }
        // An engine without volumes says null.
        return (try await self.call(call)["Volumes"]?.array ?? []).compactMap { VolumeDetails($0) }
    }

    /// Removes a volume with all that is in it, unless a container uses it.
    package func removeVolume(_ name: String) async throws(EngineError) -> VolumeRemoval {
        do throws(EngineError) {
            try await command("DELETE", "/volumes/\(PercentEncoding.encoded(name))", extraTime: .seconds(50))
            return .removed
        } catch .refused(_, 404, _) {
            return .absent
        } catch .refused(_, 409, let message) {
            return .inUse(message)
        }
    }

    private static func details(_ answer: JSON, _ call: String) throws(EngineError) -> VolumeDetails {
        guard let details = VolumeDetails(answer) else { throw .malformedAnswer(call: call, reason: "no Name") }
        return details
    }
}
