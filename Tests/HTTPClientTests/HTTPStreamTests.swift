import EventLoop
import HTTPClient
import ScriptedServer
import TestSupport
import Testing

@Suite(.eventLoop, .timeLimit(.minutes(5)))
struct HTTPStreamTests {
    private let client = HTTPClient()

    @LoopActor
    @Test func `pieces are handed on as they arrive`() async throws {
        let firstCame = Signal()
        let server = try ScriptedServer { connection in
            _ = try connection.nextRequest()
            try connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            try connection.write("3\r\none\r\n")
            try firstCame.wait()
            try connection.write("3\r\ntwo\r\n")
            try connection.waitForClose()
        }
        let response = try await client.open(Self.endless(server.url))
        #expect(response.status == 200)
        #expect(try await response.next() == Array("one".utf8))
        firstCame.raise()
        #expect(try await response.next() == Array("two".utf8))
        response.cancel()
        await #expect(throws: HTTPClientError.cancelled) { try await response.next() }
        try await eventually("the connection is closed") { server.openConnectionCount == 0 }
    }

    @LoopActor
    @Test func `a response that nobody reads any more ends its connection`() async throws {
        let server = try Self.silentStream()
        do { _ = try await client.open(Self.endless(server.url)) }
        try await eventually("the connection is closed") { server.openConnectionCount == 0 }
    }

    @LoopActor
    @Test func `cancelling the reading task ends the transfer`() async throws {
        let server = try Self.silentStream()
        let response = try await client.open(Self.endless(server.url))
        let task = Task { @LoopActor in
            do throws(HTTPClientError) { return try await response.next() == nil ? "end" : "bytes" } catch {
                return error.description
            }
        }
        task.cancel()
        #expect(await task.value == "cancelled")
        try await eventually("the connection is closed") { server.openConnectionCount == 0 }
    }

    @LoopActor
    @Test func `a body of more than the limit streams, and a reader that is behind holds the server back`() async throws
    {
        let size = 32 << 20
        let sent = Signal()
        let server = try ScriptedServer { connection in
            _ = try connection.nextRequest()
            try connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
            try connection.write([UInt8](repeating: 65, count: size))
            sent.raise()
        }
        let response = try await client.open(Self.endless(server.url))
        var count = try await response.next()?.count ?? 0
        // Kernel buffers hold some MB at most; the rest cannot have left the server before it is read.
        try await LoopActor.sleep(for: .milliseconds(100))
        #expect(!sent.isRaised)
        while let piece = try await response.next() {
            #expect(piece.count <= 512 << 10)
            count += piece.count
        }
        #expect(count == size)
    }

    @LoopActor
    @Test func `silence for longer than the inactivity limit ends a stream, a slow reader does not`() async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.nextRequest()
            try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n")
            try connection.write([UInt8](repeating: 65, count: 8_000_000))
            try connection.waitForClose()
        }
        var request = Self.endless(server.url)
        request.inactivityTimeout = .seconds(5)
        let response = try await client.open(request)
        try await LoopActor.sleep(for: .seconds(6))
        var count = 0
        await #expect(throws: HTTPClientError.timedOut(.inactive)) {
            while let piece = try await response.next() { count += piece.count }
        }
        #expect(count == 8_000_000)
    }

    @LoopActor
    @Test func `the body of an error is read as any other`() async throws {
        let server = try ScriptedServer.answering { _ in ScriptedAnswer(404, "{\"message\":\"no such image\"}") }
        let response = try await client.open(HTTPRequest.patient("POST", url: server.url))
        #expect(response.status == 404)
        #expect(try await response.rest(limit: 100) == Array("{\"message\":\"no such image\"}".utf8))
        let other = try await client.open(HTTPRequest.patient("POST", url: server.url))
        await #expect(throws: HTTPClientError.bodyTooLarge(limit: 5)) { try await other.rest(limit: 5) }
    }

    @LoopActor
    @Test func `a stream that cannot begin is an error of the opening`() async throws {
        let port = try freePort()
        let error = await #expect(throws: HTTPClientError.self) {
            try await client.open(HTTPRequest.patient("GET", url: "http://127.0.0.1:\(port)/"))
        }
        guard case .cannotConnect = error else {
            Issue.record("expected cannotConnect, got \(String(describing: error))")
            return
        }
    }

    @LoopActor
    @Test(arguments: [true, false])
    func `a body is made while it is sent`(hasLength: Bool) async throws {
        let server = try ScriptedServer { connection in
            // The script does not know chunks: all that arrives is kept and looked at as text.
            guard let request = try connection.nextRequest() else { return }
            var count = request.body.count
            if !hasLength { while count < 300_000 { count += try connection.readSome().count } }
            try connection.write(ScriptedAnswer(200, "\(count)").bytes)
        }
        var left = 3
        var request = HTTPRequest.patient("PUT", url: server.url)
        request.bodyStream = HTTPBodyStream(length: hasLength ? 300_000 : nil) {
            try await LoopActor.sleep(for: .milliseconds(5))
            guard left > 0 else { return nil }
            left -= 1
            return [UInt8](repeating: 66, count: 100_000)
        }
        let response = try await client.send(request)
        #expect(response.status == 200)
        let count = try #require(Int(String(decoding: response.body, as: UTF8.self)))
        #expect(hasLength ? count == 300_000 : count >= 300_000)
        #expect(server.requests.first?.method == "PUT")
    }

    @LoopActor
    @Test func `a body that cannot be made ends the request with its reason`() async throws {
        let server = try ScriptedServer { try $0.waitForClose() }
        var request = HTTPRequest.patient("PUT", url: server.url)
        request.bodyStream = HTTPBodyStream(length: 10) { throw SystemError("read", "file") }
        let error = await #expect(throws: HTTPClientError.self) { try await client.send(request) }
        guard case .bodyFailed = error else {
            Issue.record("expected bodyFailed, got \(String(describing: error))")
            return
        }
    }

    private static func endless(_ url: String) -> HTTPRequest {
        var request = HTTPRequest.patient("GET", url: url)
        request.timeout = nil
        return request
    }

    private static func silentStream() throws -> ScriptedServer {
        try ScriptedServer { connection in
            _ = try connection.nextRequest()
            try connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            try connection.waitForClose()
        }
    }
}
