import EventLoop
import ImageNames
import JSON

extension EngineClient {
    /// Pulls an image; returns when it is here. Cancelling the task makes the engine stop; a pull that is begun again finds
    /// the layers that had come whole. ``PullFailure`` tells the failures apart.
    ///
    /// The engine may report failure by status before the first line of the stream or inside it afterwards; the latter is
    /// ``EngineError/failedInStream(call:message:)``.
    /// - Parameter inactivity: How long the engine may tell of no progress: ``EngineError/stalled(call:after:)``, or
    ///   ``EngineError/timedOut(call:)`` when it is the engine that no longer answers.
    /// - Parameter onProgress: What it throws ends the pull.
    package func pull(
        _ reference: ImageReference, _ credentials: RegistryCredentials?, platform: String? = nil,
        inactivity: Duration = .seconds(120),
        onProgress: @escaping @LoopActor (PullProgress) throws(EngineError) -> Void
    ) async throws(EngineError) {
        var call = EngineCall("POST", "/images/create")
        // "tag" takes a digest too, and without one the engine pulls every tag there is.
        call.query = [("fromImage", reference.repository), ("tag", reference.digest ?? reference.tag ?? "latest")]
        if let platform { call.query.append(("platform", platform)) }
        call.headers = Self.headers(credentials)
        call.inactivity = inactivity
        // The stream begins only when the registry has answered.
        call.extraTime = max(.zero, inactivity - deadline)
        do throws(EngineError) {
            let lines = JSONLines(self, try await open(call), call: call.name)
            var progress = PullProgress()
            while let line = try await lines.next() {
                if let message = line["errorDetail"]?["message"]?.string ?? line["error"]?.string {
                    throw .failedInStream(call: call.name, message: message)
                }
                if progress.take(line) { try onProgress(progress) }
            }
        } catch .timedOut {
            try await ping()
            throw .stalled(call: call.name, after: inactivity)
        }
    }

    static func headers(_ credentials: RegistryCredentials?) -> [(name: String, value: String)] {
        credentials.map { [(name: "X-Registry-Auth", value: $0.header)] } ?? []
    }
}
