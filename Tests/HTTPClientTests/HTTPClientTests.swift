import EventLoop
import HTTPClient
import ScriptedServer
import TestSupport
import Testing

@Suite(.eventLoop, .timeLimit(.minutes(5)))
struct HTTPClientTests {
    private let client = HTTPClient()

    @LoopActor
    @Test func `an answer comes back with status, headers in any case, and body`() async throws {
        let server = try ScriptedServer.answering { _ in
            ScriptedAnswer(201, "hello", headers: ["X-Request-ID": " abc "])
        }
        let response = try await client.send(HTTPRequest.patient("GET", url: server.url + "/a?b=c"))
        #expect(response.status == 201)
        #expect(response.headers["x-request-id"] == "abc")
        #expect(response.body == Array("hello".utf8))
        #expect(server.requests.map(\.path) == ["/a?b=c"])
        #expect(server.requests.first?.headers["content-type"] == nil)
    }

    @LoopActor
    @Test(arguments: ["POST", "PUT", "PATCH", "DELETE"])
    func `a body is sent with its length and the headers given`(method: String) async throws {
        let server = try ScriptedServer.answering { _ in ScriptedAnswer(200) }
        var request = HTTPRequest.patient(method, url: server.url)
        request.body = Array("{\"a\":1}".utf8)
        request.headers = [("Content-Type", "application/json"), ("X-Empty", "")]
        _ = try await client.send(request)
        let received = try #require(server.requests.first)
        #expect(received.method == method)
        #expect(received.bodyText == "{\"a\":1}")
        #expect(received.headers["content-type"] == "application/json")
        #expect(received.headers["expect"] == nil)
    }

    @LoopActor
    @Test func `a POST without body says that its length is 0`() async throws {
        let server = try ScriptedServer.answering { _ in ScriptedAnswer(204) }
        _ = try await client.send(HTTPRequest.patient("POST", url: server.url))
        #expect(server.requests.first?.headers["content-length"] == "0")
    }

    @LoopActor
    @Test func `a large body goes up whole`() async throws {
        let server = try ScriptedServer.answering { ScriptedAnswer(200, "\($0.body.count)") }
        var request = HTTPRequest.patient("POST", url: server.url)
        request.body = [UInt8](repeating: 7, count: 3_000_000)
        #expect(try await client.send(request).body == Array("3000000".utf8))
    }

    @LoopActor
    @Test func `two requests one after the other use one connection`() async throws {
        let server = try ScriptedServer.answering { _ in ScriptedAnswer(200, "x") }
        _ = try await client.send(HTTPRequest.patient("GET", url: server.url))
        _ = try await client.send(HTTPRequest.patient("GET", url: server.url))
        #expect(server.requests.count == 2)
        #expect(server.connectionCount == 1)
    }

    @LoopActor
    @Test(arguments: [false, true])
    func `requests at the same time do not wait for one another`(mayUseHTTP2: Bool) async throws {
        let fastIsDone = Signal()
        let server = try ScriptedServer { connection in
            guard let request = try connection.nextRequest() else { return }
            if request.path == "/slow" { try fastIsDone.wait() }
            try connection.write(ScriptedAnswer(200, request.path).bytes)
        }
        let client = client
        func request(_ path: String) -> HTTPRequest {
            var request = HTTPRequest.patient("GET", url: server.url + path)
            request.mayUseHTTP2 = mayUseHTTP2
            return request
        }
        async let slow = client.send(request("/slow"))
        try await eventually("the slow request is there") { server.requests.map(\.path) == ["/slow"] }
        let fast = try await client.send(request("/fast"))
        #expect(fast.body == Array("/fast".utf8))
        fastIsDone.raise()
        #expect(try await slow.body == Array("/slow".utf8))
    }

    @LoopActor
    @Test func `a kept connection that the server has closed is replaced`() async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.nextRequest()
            try connection.write(ScriptedAnswer(200, "\(connection.number)").bytes)
        }
        _ = try await client.send(HTTPRequest.patient("GET", url: server.url))
        try await eventually("the server closes") { server.openConnectionCount == 0 }
        #expect(try await client.send(HTTPRequest.patient("GET", url: server.url)).body == Array("2".utf8))
    }

    @LoopActor
    @Test func `a chunked body is put together, trailers left out`() async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.nextRequest()
            try connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n")
            try connection.write("5\r\nhello\r\n")
            connection.pause(0.02)
            try connection.write("6\r\n world\r\n0\r\nX-Sum: 1\r\n\r\n")
        }
        let response = try await client.send(HTTPRequest.patient("GET", url: server.url))
        #expect(response.body == Array("hello world".utf8))
        #expect(response.headers["x-sum"] == nil)
    }

    @LoopActor
    @Test func `interim responses are passed over`() async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.nextRequest()
            try connection.write("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n")
            try connection.write(ScriptedAnswer(200, "late").bytes)
        }
        let response = try await client.send(HTTPRequest.patient("GET", url: server.url))
        #expect(response.status == 200)
        #expect(response.headers["x-early"] == nil)
    }

    @LoopActor
    @Test func `a redirect is an answer, not an order`() async throws {
        let server = try ScriptedServer.answering { _ in ScriptedAnswer(302, headers: ["Location": "/elsewhere"]) }
        #expect(try await client.send(HTTPRequest.patient("GET", url: server.url)).status == 302)
        #expect(server.requests.count == 1)
    }

    @LoopActor
    @Test func `a Unix socket is spoken to like a host`() async throws {
        let directory = try TemporaryDirectory()
        let server = try ScriptedServer(unixSocket: directory.file("s")) { connection in
            while let request = try connection.nextRequest() {
                try connection.write(ScriptedAnswer(200, request.headers["host"] ?? "").bytes)
            }
        }
        var request = HTTPRequest.patient("GET", url: "http://docker/v1/x")
        request.unixSocket = directory.file("s")
        #expect(try await client.send(request).body == Array("docker".utf8))
        _ = try await client.send(request)
        #expect(server.connectionCount == 1)
    }

    @LoopActor
    @Test func `a released client closes its connections`() async throws {
        let server = try ScriptedServer.answering { _ in ScriptedAnswer(200) }
        var client: HTTPClient? = HTTPClient()
        _ = try await client?.send(HTTPRequest.patient("GET", url: server.url))
        #expect(server.openConnectionCount == 1)
        client = nil
        try await eventually("the connection closes") { server.openConnectionCount == 0 }
    }
}
