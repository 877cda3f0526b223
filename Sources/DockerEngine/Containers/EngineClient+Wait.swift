import EventLoop
import HTTPClient
import JSON
import URIText

extension EngineClient {
    /// Waits for a container's end, without a limit: cancel the task to wait no longer. An engine that hangs meanwhile is
    /// not noticed here but by ``EngineEvents``. API 1.30 for anything but ``ContainerEnd/notRunning``.
    package func wait(
        for id: String, until end: ContainerEnd = .notRunning
    ) async throws(EngineError) -> ContainerExit {
        var call = EngineCall("POST", "/containers/\(PercentEncoding.encoded(id))/wait")
        call.query = [("condition", end.rawValue)]
        let response = try await open(call)
        let bytes: [UInt8]
        do throws(HTTPClientError) { bytes = try await response.rest(limit: 1 << 16) } catch {
            throw translated(error, call.name)
        }
        let answer = try Self.json(bytes, call.name)
        guard let code = answer["StatusCode"]?.int else {
            throw .malformedAnswer(call: call.name, reason: "StatusCode is missing")
        }
        let error = answer["Error"]?["Message"]?.string
        return ContainerExit(code: code, error: error == "" ? nil : error)
    }
}
