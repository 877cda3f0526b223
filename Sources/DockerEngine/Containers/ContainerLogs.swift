import EventLoop
import HTTPClient
import JSON
import URIText

/// A container's output while it is read. What is not read waits with the engine. Released, it ends.
@LoopActor
package final class ContainerLogs {
    private let client: EngineClient
    private let response: StreamedResponse
    private let call: String
    /// Nil for a container with a terminal: its output is one stream, as it is.
    private var demultiplexer: LogDemultiplexer?
    private var chunks: ArraySlice<LogChunk> = []

    init(_ client: EngineClient, _ response: StreamedResponse, call: String, hasTerminal: Bool) {
        self.client = client
        self.response = response
        self.call = call
        demultiplexer = hasTerminal ? nil : LogDemultiplexer()
    }

    /// The next piece; nil at the end. Cancelling the task ends the stream.
    package func next() async throws(EngineError) -> LogChunk? {
        while chunks.isEmpty {
            let bytes: [UInt8]?
            do throws(HTTPClientError) { bytes = try await response.next() } catch {
                throw client.translated(error, call)
            }
            guard let bytes else { return nil }
            guard demultiplexer != nil else { return LogChunk(source: .output, bytes: bytes) }
            do throws(LogDemultiplexer.Malformed) {
                chunks = try demultiplexer?.take(bytes)[...] ?? []
            } catch {
                response.cancel()
                throw .malformedAnswer(call: call, reason: "the output is not in frames")
            }
        }
        return chunks.removeFirst()
    }

    package func cancel() { response.cancel() }
}

extension EngineClient {
    /// A container's output. Only logging drivers that can be read have it (`json-file`, `local`, `journald`); another
    /// is an error of the engine.
    package func logs(
        of container: String, _ request: LogRequest = LogRequest()
    ) async throws(EngineError) -> ContainerLogs {
        let path = "/containers/\(PercentEncoding.encoded(container))"
        // Before API 1.42 nothing in the answer says which of the two formats it has.
        let details = try await call("GET", path + "/json")
        var call = EngineCall("GET", path + "/logs")
        call.query = request.query
        let response = try await open(call)
        return ContainerLogs(
            self, response, call: call.name, hasTerminal: details["Config"]?["Tty"]?.bool ?? false)
    }
}
