import EventLoop
import HTTPClient
import ScriptedServer
import TestSupport
import Testing

@Suite(.eventLoop, .timeLimit(.minutes(1)))
struct HTTPStreamTests {
    private let client = HTTPClient()

    @LoopActor
    private final class Received {
        var status: Int?
        var chunks: [String] = []
        nonisolated init() {}
    }

    @LoopActor
    @Test func `chunks are handed on as they arrive`() async throws {
        let firstCame = Signal()
        let server = try ScriptedServer { connection in
            _ = try connection.nextRequest()
            try connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n")
            try firstCame.wait()
            try connection.write("3\r\ntwo\r\n")
            try connection.waitForClose()
        }
        var request = HTTPRequest("GET", url: server.url)
        request.timeout = nil
        let received = Received()
        let task = stream(request, into: received)
        try await eventually("the first chunk comes before the second is sent") { received.chunks == ["one"] }
        firstCame.raise()
        try await eventually("the second comes while the response goes on") { received.chunks == ["one", "two"] }
        #expect(received.status == 200)
        task.cancel()
        #expect(await task.value == .failure(.cancelled))
    }

    @LoopActor
    @Test func `a stream of more than the body limit goes through`() async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.nextRequest()
            try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n")
            try connection.write([UInt8](repeating: 65, count: 5_000_000))
        }
        let received = Received()
        let task = stream(HTTPRequest("GET", url: server.url), into: received)
        #expect(await task.value == .success(0))
        #expect(received.chunks.reduce(0) { $0 + $1.utf8.count } == 5_000_000)
    }

    @LoopActor
    @Test func `the body of an error is returned instead of streamed`() async throws {
        let server = try ScriptedServer.answering { _ in ScriptedAnswer(404, "{\"message\":\"no such image\"}") }
        var chunks = 0
        let response = try await client.stream(HTTPRequest("POST", url: server.url)) { _ in chunks += 1 }
        #expect(response.status == 404)
        #expect(response.body == Array("{\"message\":\"no such image\"}".utf8))
        #expect(chunks == 0)
    }

    @LoopActor
    private func stream(
        _ request: HTTPRequest, into received: Received
    ) -> Task<Result<Int, HTTPClientError>, Never> {
        let client = client
        return Task { @LoopActor in
            do throws(HTTPClientError) {
                let response = try await client.stream(request, onHead: { status, _ in received.status = status }) {
                    received.chunks.append(String(decoding: $0, as: UTF8.self))
                }
                return .success(response.body.count)
            } catch {
                return .failure(error)
            }
        }
    }
}
