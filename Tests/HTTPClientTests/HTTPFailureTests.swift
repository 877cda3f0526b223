import EventLoop
import HTTPClient
import ScriptedServer
import TestSupport
import Testing

@Suite(.eventLoop, .timeLimit(.minutes(5)))
struct HTTPFailureTests {
    private let client = HTTPClient()

    /// The error of `request`; nil when there is none.
    @LoopActor
    private func failure(of request: HTTPRequest) async -> HTTPClientError? {
        do throws(HTTPClientError) {
            _ = try await client.send(request)
            return nil
        } catch {
            return error
        }
    }

    @LoopActor
    @Test func `a body over the limit ends the transfer before it has all come`() async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.nextRequest()
            try connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            let block = [UInt8](repeating: 65, count: 65536)
            for _ in 0..<1000 { try connection.write(Array("10000\r\n".utf8) + block + Array("\r\n".utf8)) }
        }
        #expect(await failure(of: HTTPRequest.patient("GET", url: server.url)) == .bodyTooLarge(limit: 1 << 20))
        try await eventually("the connection is cut") { server.openConnectionCount == 0 }
    }

    @LoopActor
    @Test func `headers without end are refused`() async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.nextRequest()
            try connection.write("HTTP/1.1 200 OK\r\n")
            for number in 0..<100_000 { try connection.write("X-\(number): \(String(repeating: "a", count: 500))\r\n") }
        }
        #expect(await failure(of: HTTPRequest.patient("GET", url: server.url)) == .headersTooLarge(limit: 65536))
    }

    @LoopActor
    @Test func `nobody listening is an error that says so`() async throws {
        let port = try freePort()
        let error = await failure(of: HTTPRequest.patient("GET", url: "http://127.0.0.1:\(port)"))
        guard case .cannotConnect(let why) = error else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect(why.contains("127.0.0.1"))
    }

    @LoopActor
    @Test func `a Unix socket that is missing, or that nobody listens at, is an error with the system's words`()
        async throws
    {
        var request = HTTPRequest.patient("GET", url: "http://docker/")
        request.unixSocket = "/nowhere/docker.sock"
        #expect(await failure(of: request) == .cannotConnect("No such file or directory"))
        let directory = try TemporaryDirectory()
        try await CommandRun.output(of: [
            "perl", "-MIO::Socket::UNIX", "-e", "IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 1) or die",
            directory.file("docker.sock"),
        ])
        request.unixSocket = directory.file("docker.sock")
        #expect(await failure(of: request) == .cannotConnect("Connection refused"))
    }

    @LoopActor
    @Test func `a name that does not exist is an error that says so`() async throws {
        guard case .cannotResolve = await failure(of: HTTPRequest.patient("GET", url: "http://no-such-host.invalid/"))
        else {
            return #expect(Bool(false))
        }
    }

    @LoopActor
    @Test func `a server that never answers runs into the total timeout`() async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.nextRequest()
            try connection.write(ScriptedAnswer(200).bytes)
            try connection.waitForClose()
        }
        // Over a connection that stands already, so that connecting is not what runs out of time.
        _ = try await client.send(HTTPRequest.patient("GET", url: server.url))
        var request = HTTPRequest.patient("GET", url: server.url)
        request.timeout = .milliseconds(150)
        #expect(await failure(of: request) == .timedOut(.awaitingResponse))
        try await eventually("the connection is cut") { server.openConnectionCount == 0 }
    }

    @LoopActor
    @Test func `a body that drips runs into the total timeout`() async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.nextRequest()
            try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            while true {
                try connection.write("a")
                connection.pause(0.03)
            }
        }
        var request = HTTPRequest.patient("GET", url: server.url)
        request.timeout = .milliseconds(300)
        request.inactivityTimeout = .seconds(20)
        let error = await failure(of: request)
        // On a busy machine the time may be over before the head has come.
        #expect([.timedOut(.receivingBody), .timedOut(.awaitingResponse), .timedOut(.connecting)].contains(error))
    }

    @LoopActor
    @Test func `a server that falls silent runs into the inactivity timeout`() async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.nextRequest()
            try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc")
            try connection.waitForClose()
        }
        var request = HTTPRequest.patient("GET", url: server.url)
        request.timeout = nil
        request.inactivityTimeout = .milliseconds(100)
        #expect(await failure(of: request) == .timedOut(.inactive))
    }

    @LoopActor
    @Test func `a reset in the middle of the body is a lost connection`() async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.nextRequest()
            try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc")
            connection.pause(0.05)
            connection.reset()
        }
        guard case .connectionLost = await failure(of: HTTPRequest.patient("GET", url: server.url)) else {
            return #expect(Bool(false))
        }
    }

    @LoopActor
    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort", "HTTP/1.1 200 OK\r\nX-Cut: y"])
    func `an answer that ends too early is a lost connection`(answer: String) async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.nextRequest()
            try connection.write(answer)
        }
        switch await failure(of: HTTPRequest.patient("GET", url: server.url)) {
        case .connectionLost, .malformedResponse: break
        case let other: #expect(Bool(false), "\(answer) gave \(String(describing: other))")
        }
    }

    @LoopActor
    @Test(arguments: [
        "SSH-2.0-OpenSSH\r\n\r\n", "HTTP/9.9 abc\r\n\r\n", "\u{0}\u{1}\u{2}\u{3}garbage garbage\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ])
    func `what is not HTTP is told apart`(answer: String) async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.nextRequest()
            try connection.write(answer)
            try connection.waitForClose()
        }
        var request = HTTPRequest.patient("GET", url: server.url)
        request.timeout = .seconds(30)
        switch await failure(of: request) {
        case .malformedResponse, .connectionLost: break
        case let other: #expect(Bool(false), "\(answer) gave \(String(describing: other))")
        }
    }

    @LoopActor
    @Test func `a cancelled task ends its transfer at once`() async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.nextRequest()
            try connection.waitForClose()
        }
        let client = client
        let task = Task { @LoopActor () async -> HTTPClientError? in
            do throws(HTTPClientError) {
                _ = try await client.send(HTTPRequest.patient("GET", url: server.url))
                return nil
            } catch {
                return error
            }
        }
        try await eventually("the request arrives") { server.requests.count == 1 }
        task.cancel()
        #expect(await task.value == .cancelled)
        try await eventually("the connection is cut") { server.openConnectionCount == 0 }
    }

    @LoopActor
    @Test func `a header that could smuggle a line is refused without telling its value`() async throws {
        let server = try ScriptedServer.answering { _ in ScriptedAnswer(200) }
        for (name, value) in [("X-A", "secret\r\nX-B: c"), ("X-A", "secret\nX-B"), ("X A", "secret"), ("", "secret")] {
            var request = HTTPRequest.patient("GET", url: server.url)
            request.headers = [(name, value)]
            let error = await failure(of: request)
            #expect(error == .invalidHeader(name: name))
            #expect(error?.description.contains("secret") == false)
        }
        #expect(server.connectionCount == 0)
    }

    @LoopActor
    @Test(arguments: ["ftp://127.0.0.1/", "file:///etc/passwd", "127.0.0.1", "http://a b/", "http://", "http://[::1"])
    func `a URL that is not of HTTP is refused`(url: String) async throws {
        guard case .badURL = await failure(of: HTTPRequest.patient("GET", url: url)) else {
            return #expect(Bool(false))
        }
    }

    @LoopActor
    @Test func `a method that is not a token is refused`() async throws {
        #expect(await failure(of: HTTPRequest("GET / HTTP/1.1\r\nX: y", url: "http://127.0.0.1/")) == .invalidMethod)
    }
}
