import EventLoop
import Glibc
import JSON
import Logging
import Synchronization
import TestSupport
import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(5)))
struct HTTPServerTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// A server on a port of its own; `/slow` answers when `gate` opens.
    private func withServer(
        gate: Gate = Gate(), _ body: (HTTPServer, ListeningSocket) async throws -> Void
    ) async throws {
        let table = RouteTable(
            [
                Route(.get, "/hello") { _ in .ok(["hello": "world"]) },
                Route(.post, "/echo") { .ok(try $0.json() ?? .null) },
                Route(.get, "/slow") { _ in
                    await gate.wait()
                    return .ok(["slow": true])
                },
            ],
            isStrict: false, logger: Self.logger)
        let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
        let server = HTTPServer()
        try await server.start(table, on: socket) { Issue.record($0) }
        do {
            try await body(server, socket)
        } catch {
            gate.open()
            await server.stop(grace: .zero)
            throw error
        }
        gate.open()
        await server.stop(grace: .zero)
    }

    @Test func `a connection serves requests one after the other`() async throws {
        try await withServer { _, socket in
            let connection = try RawConnection(port: socket.port)
            for _ in 1...3 {
                connection.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
            }
            try await eventually("three answers came") {
                try await connection.expect("hello")
                return connection.received.components(of: "200 OK") == 3
            }
            #expect(connection.received.contains("Date: "))
        }
    }

    @Test(arguments: [
        "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "GET /none HTTP/1.0\r\n\r\n", "nonsense\r\n\r\n",
    ])
    func `no answer is anything else to a browser than it says, or a part of another origin's page`(
        request: String
    ) async throws {
        try await withServer { _, socket in
            let connection = try RawConnection(port: socket.port)
            connection.send(request)
            try await connection.expectClosed()
            let answer = try #require(RawAnswer(connection.received))
            #expect(answer.headers["x-content-type-options"] == "nosniff")
            #expect(answer.headers["cross-origin-resource-policy"] == "same-origin")
        }
    }

    @Test func `HEAD gives the headers of GET without its body`() async throws {
        try await withServer { _, socket in
            let connection = try RawConnection(port: socket.port)
            connection.send("HEAD /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            try await connection.expectClosed()
            #expect(connection.received.contains("Content-Length: 18"))
            #expect(connection.received.hasSuffix("\r\n\r\n"))
        }
    }

    @Test(arguments: [
        "GET /hello HTTP/1.0\r\nHost: x\r\n\r\n", "GET /hello HTTP/1.0\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: te, close\r\n\r\n",
    ])
    func `a request that does not ask for more is answered, then the connection is closed`(text: String) async throws {
        try await withServer { _, socket in
            let connection = try RawConnection(port: socket.port)
            connection.send(text)
            try await connection.expectClosed()
            #expect(connection.received.hasPrefix("HTTP/1.1 200 OK"))
            #expect(connection.received.contains("Connection: close"))
            #expect(connection.received.contains("{\"hello\":\"world\"}"))
        }
    }

    @Test func `an HTTP 1_0 client that asks to stay may`() async throws {
        try await withServer { _, socket in
            let connection = try RawConnection(port: socket.port)
            for _ in 1...2 {
                connection.send("GET /hello HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
                try await connection.expect("Connection: keep-alive")
            }
            connection.send("GET /hello HTTP/1.0\r\n\r\n")
            try await connection.expectClosed()
            #expect(connection.received.components(of: "200 OK") == 3)
        }
    }

    @Test func `a body announced over the limit is refused before it is sent`() async throws {
        try await withServer { _, socket in
            let connection = try RawConnection(port: socket.port)
            connection.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\nExpect: 100-continue\r\n\r\n")
            try await connection.expect("413 Payload Too Large")
            #expect(connection.received.contains("Connection: close"))
            try await connection.expect("\"status\":413")
        }
    }

    @Test func `a chunked body over the limit is refused`() async throws {
        try await withServer { _, socket in
            let connection = try RawConnection(port: socket.port)
            connection.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = "8000\r\n" + String(repeating: "1", count: 0x8000) + "\r\n"
            for _ in 0..<4 { connection.send(chunk) }
            connection.send("0\r\n\r\n")
            try await connection.expect("413 Payload Too Large")
        }
    }

    @Test func `a stop lets a request that has begun finish, and closes idle connections at once`() async throws {
        let gate = Gate()
        try await withServer(gate: gate) { server, socket in
            let idle = try RawConnection(port: socket.port)
            let busy = try RawConnection(port: socket.port)
            busy.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
            try await eventually("the request has begun") { gate.isWaitedFor && server.connectionCount == 2 }
            async let stopped: Void = server.stop(grace: .seconds(30))
            try await idle.expectClosed()
            gate.open()
            try await busy.expect("\"slow\":true")
            await stopped
            #expect(throws: SystemError.self) { try RawConnection(port: socket.port) }
        }
    }

    @Test func `a stop cuts off what does not finish in time`() async throws {
        let gate = Gate()
        try await withServer(gate: gate) { server, socket in
            let busy = try RawConnection(port: socket.port)
            busy.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
            try await eventually("the request has begun") { gate.isWaitedFor }
            async let stopped: Void = server.stop(grace: .milliseconds(20))
            try await busy.expectClosed()
            gate.open()
            await stopped
        }
    }

    @Test func `the next process finds the port open when the socket was handed to both`() async throws {
        let kept = try ListeningSocket(host: "127.0.0.1", port: 0)
        let table = RouteTable(
            [Route(.get, "/hello") { _ in .ok("hi") }], isStrict: false, logger: Self.logger)
        for _ in 1...2 {
            let handed = try ListeningSocket(inherited: dup(kept.descriptor))
            #expect(handed.port == kept.port)
            let server = HTTPServer()
            try await server.start(table, on: handed) { Issue.record($0) }
            let connection = try RawConnection(port: kept.port)
            connection.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
            try await connection.expect("hi")
            await server.stop(grace: .zero)
            _ = try RawConnection(port: kept.port)  // waits in the backlog: not refused
        }
        close(kept.descriptor)
    }

    @Test func `the URL of a listening socket is what a client may be given`() throws {
        let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
        defer { close(socket.descriptor) }
        #expect(socket.url == "http://127.0.0.1:\(socket.port)")
        #expect(socket.url(isTLS: true) == "https://127.0.0.1:\(socket.port)")
    }
}

/// Holds whoever waits until it is opened.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }
    private let state = Mutex(State())

    var isWaitedFor: Bool { waiting > 0 }
    var waiting: Int { state.withLock(\.waiters.count) }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiters.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}

extension String {
    /// How often `text` occurs.
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
