import EventLoop
import HTTPClient
import JSON

/// The JSON values of a streamed answer, one after the other.
@LoopActor
final class JSONLines {
    private let client: EngineClient
    private let response: StreamedResponse
    private let call: String
    private var lines = LineReader()
    private var isAtEnd = false

    init(_ client: EngineClient, _ response: StreamedResponse, call: String) {
        self.client = client
        self.response = response
        self.call = call
    }

    /// The next value; nil at the end of the answer.
    func next() async throws(EngineError) -> JSON? {
        while !isAtEnd {
            if let value = try reading({ (lines) throws(LineReader.Malformed) in try lines.next() }) { return value }
            let bytes: [UInt8]?
            do throws(HTTPClientError) { bytes = try await response.next() } catch {
                throw client.translated(error, call)
            }
            guard let bytes else {
                isAtEnd = true
                return try reading { (lines) throws(LineReader.Malformed) in try lines.last() }
            }
            lines.take(bytes)
        }
        return nil
    }

    private func reading(
        _ body: (inout LineReader) throws(LineReader.Malformed) -> JSON?
    ) throws(EngineError) -> JSON? {
        do throws(LineReader.Malformed) { return try body(&lines) } catch {
            response.cancel()
            throw .malformedAnswer(call: call, reason: error.reason)
        }
    }

    func cancel() { response.cancel() }
}
