import EventLoop
import Glibc
import JSON
import Synchronization
import TestSupport
import Testing

@testable import HTTPServer

/// A stream of pieces that the test gives.
final class Pieces: HTTPStreamSource {
    private struct State {
        var pieces: [[UInt8]] = []
        var isEnded = false
        var isFinite = false
        var asked = 0
        var waiter: CheckedContinuation<[UInt8]?, Never>?
    }
    private let state = Mutex(State())

    var isEnded: Bool { state.withLock(\.isEnded) }
    /// How many pieces have been taken or are waited for.
    var asked: Int { state.withLock(\.asked) }

    func give(_ text: String) { give(Array(text.utf8)) }

    func give(_ bytes: [UInt8]) {
        state.withLock { $0.pieces.append(bytes) }
        wake()
    }

    /// There are no more pieces than those given.
    func finish() {
        state.withLock { $0.isFinite = true }
        wake()
    }

    func next() async -> [UInt8]? {
        state.withLock { $0.asked += 1 }
        return await withCheckedContinuation { continuation in
            state.withLock { $0.waiter = continuation }
            wake()
        }
    }

    func end() {
        state.withLock { $0.isEnded = true }
        wake()
    }

    private func wake() {
        let (waiter, piece) = state.withLock { state -> (CheckedContinuation<[UInt8]?, Never>?, [UInt8]?) in
            guard let waiter = state.waiter else { return (nil, nil) }
            let isOver = state.isEnded || state.pieces.isEmpty && state.isFinite
            guard isOver || !state.pieces.isEmpty else { return (nil, nil) }
            state.waiter = nil
            return (waiter, isOver ? nil : state.pieces.removeFirst())
        }
        waiter?.resume(returning: piece)
    }
}

@Suite(.timeLimit(.minutes(5)))
struct HTTPStreamTests {
    private let pieces = Pieces()

    private func withServer(
        patience: Duration = .seconds(30), _ body: (HTTPServer, ListeningSocket) async throws -> Void
    ) async throws {
        let stream = Route(.get, "/stream") { [pieces] _ in
            HTTPAnswer(200, HTTPStream("text/plain", pieces, patience: patience), headers: [("X-Kind", "test")])
        }
        try await withLiveServer(routes: [stream], body)
    }

    private static let request = "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test func `each piece is sent when it is there, and the end closes the connection`() async throws {
        try await withServer { server, socket in
            let connection = try RawConnection(port: socket.port)
            connection.send(Self.request)
            try await connection.expect("Content-Type: text/plain")
            #expect(connection.received.contains("X-Kind: test"))
            #expect(connection.received.lowercased().contains("transfer-encoding: chunked"))
            #expect(!connection.received.contains("one"))
            pieces.give("one")
            try await connection.expect("3\r\none\r\n")
            pieces.give("two!")
            try await connection.expect("4\r\ntwo!\r\n")
            #expect(server.streamCount == 1)
            pieces.finish()
            try await connection.expectClosed()
            #expect(connection.received.hasSuffix("0\r\n\r\n"))
            try await eventually("nothing is left") { server.streamCount == 0 && server.connectionCount == 0 }
            #expect(pieces.isEnded)
        }
    }

    @Test func `HEAD gets the headers and no stream`() async throws {
        try await withServer { server, socket in
            let connection = try RawConnection(port: socket.port)
            connection.send("HEAD /stream HTTP/1.1\r\nHost: x\r\n\r\n")
            try await connection.expectClosed()
            #expect(connection.received.contains("Content-Type: text/plain"))
            #expect(pieces.isEnded && pieces.asked == 0 && server.streamCount == 0)
        }
    }

    @Test func `a client that goes away ends its stream at once`() async throws {
        try await withServer { server, socket in
            var connection: RawConnection? = try RawConnection(port: socket.port)
            connection?.send(Self.request)
            try await connection?.expect("200 OK")
            connection = nil
            try await eventually("the stream has ended") { pieces.isEnded && server.streamCount == 0 }
        }
    }

    @Test func `a client that does not read is asked no more, and is cut off in the end`() async throws {
        try await withServer(patience: .milliseconds(300)) { server, socket in
            let connection = try RawConnection(port: socket.port)
            connection.send(Self.request)
            try await eventually("the stream has begun") { server.streamCount == 1 }
            let large = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
            for _ in 0..<100 { pieces.give(large) }
            try await eventually("it is cut off", within: .seconds(60)) {
                server.streamCount == 0 && server.connectionCount == 0
            }
            #expect(pieces.isEnded)
            #expect(pieces.asked < 50, "what the kernel's buffers took, not all")
        }
    }

    @Test func `a slow client gets everything`() async throws {
        try await withServer { _, socket in
            let connection = try RawConnection(port: socket.port)
            connection.send(Self.request)
            for number in 1...300 { pieces.give("piece \(number);" + String(repeating: ".", count: 5000)) }
            pieces.finish()
            try await connection.expectClosed()
            #expect(connection.received.contains("piece 300;"))
            #expect(connection.received.hasSuffix("0\r\n\r\n"))
        }
    }

    @Test func `a stop ends streams at once, however long it would wait for requests`() async throws {
        try await withServer { server, socket in
            let connection = try RawConnection(port: socket.port)
            connection.send(Self.request)
            try await connection.expect("200 OK")
            pieces.give("one")
            try await connection.expect("one")
            await server.stop(grace: .seconds(600))  // the time limit of the suite is shorter
            try await connection.expectClosed()
            #expect(connection.received.hasSuffix("0\r\n\r\n"), "ended in order, not cut off")
        }
    }
}
