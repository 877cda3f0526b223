import EventLoop
import JSON
import TestSupport
import Testing

@testable import HTTPServer

/// Clients that take their time, or more than their share: they are cut off, and nobody else waits for them.
@Suite(.timeLimit(.minutes(5)), .serialized)
struct SlowClientTests {
    private static let count = 200

    private static var limits: HTTPLimits {
        var limits = HTTPLimits()
        limits.headTime = .seconds(4)
        limits.bodyTime = .seconds(4)
        limits.idleTime = .seconds(4)
        limits.writeTime = .seconds(4)
        limits.lookInterval = .milliseconds(100)
        return limits
    }

    private func health(_ socket: ListeningSocket) async throws {
        let connection = try RawConnection(port: socket.port)
        connection.send("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        try await connection.expectClosed()
        #expect(RawAnswer(connection.received)?.status == 200)
    }

    /// Hundreds of such clients against one server, and `/health` all along.
    /// - Parameters:
    ///   - first: What each sends at first.
    ///   - more: What each then sends again and again.
    ///   - reads: Whether they take what comes.
    private func siege(_ first: String, more: String, reads: Bool, answer: String?) async throws {
        try await withLiveServer(limits: Self.limits) { server, socket in
            let clients = try (0..<Self.count).map { _ in try RawConnection(port: socket.port) }
            for client in clients { client.send(first) }
            var answered = 0
            try await eventually("all are cut off", within: .seconds(120)) {
                try await health(socket)
                answered += 1
                if !more.isEmpty { for client in clients { client.send(more) } }
                if reads { for client in clients { client.receive() } }
                return server.connectionCount <= 1
            }
            #expect(answered > 1)
            guard let answer else { return }
            for client in clients {
                client.receive()
                #expect(client.received.hasPrefix(answer), "\(client.received)")
            }
        }
    }

    @Test func `clients that send their headers byte by byte are told so and cut off`() async throws {
        try await siege(
            "GET /health HTTP/1.1\r\nHost: x\r\nX-A: ", more: "a", reads: true, answer: "HTTP/1.1 408 Request Timeout")
    }

    @Test func `clients that send their bodies byte by byte are told so and cut off`() async throws {
        try await siege(
            "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 90000\r\n\r\n[",
            more: " ",
            reads: true, answer: "HTTP/1.1 408 Request Timeout")
    }

    @Test func `clients that say nothing are cut off`() async throws {
        try await siege("", more: "", reads: true, answer: "")
    }

    @Test func `clients that have had an answer and say no more are cut off`() async throws {
        try await siege("GET /health HTTP/1.1\r\nHost: x\r\n\r\n", more: "", reads: true, answer: "HTTP/1.1 200 OK")
    }

    @Test func `clients that do not take their answers are cut off`() async throws {
        // Twice: what the kernel keeps for them is more than one answer.
        let request = "GET /large HTTP/1.1\r\nHost: x\r\n\r\n"
        try await siege(request + request + request, more: "", reads: false, answer: nil)
    }

    @Test func `a client that takes a large answer slowly gets all of it`() async throws {
        var limits = Self.limits
        limits.writeTime = .seconds(30)
        try await withLiveServer(limits: limits) { _, socket in
            let client = try RawConnection(port: socket.port)
            client.send("GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            try await Task.sleep(for: .milliseconds(300))  // until the kernel takes no more
            try await client.expectClosed()
            #expect(RawAnswer(client.received)?.body.utf8.count == 200_000 * 21)
        }
    }

    @Test func `a client that goes on sending what nobody wants is cut off`() async throws {
        try await withLiveServer(limits: Self.limits) { server, socket in
            let client = try RawConnection(port: socket.port)
            client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n")
            try await client.expect("HTTP/1.1 413 ")
            let piece = String(repeating: "x", count: 10000)
            try await eventually("it is cut off", within: .seconds(60)) {
                client.send(piece)
                return server.connectionCount == 0
            }
        }
    }

    // MARK: Numbers

    @Test func `when there is no room, one that waits for its client makes way`() async throws {
        var limits = HTTPLimits()
        limits.connections = 20
        try await withLiveServer(limits: limits) { server, socket in
            let used = try RawConnection(port: socket.port)
            used.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            try await used.expect("online")
            let fresh = try (0..<19).map { _ in try RawConnection(port: socket.port) }
            try await eventually("all are there") { server.connectionCount == 20 }
            try await health(socket)
            try await used.expectClosed()
            #expect(server.connectionCount <= 20)
            for _ in 0..<50 { try await health(socket) }
            for connection in fresh { connection.receive() }
            #expect(fresh.contains { !$0.isClosed }, "one place is enough for one after the other")
        }
    }

    @Test func `when all are at work a new one is told to come later`() async throws {
        var limits = HTTPLimits()
        limits.connections = 3
        let gate = Gate()
        let slow = Route(.get, "/slow") { _ in
            await gate.wait()
            return .ok("done")
        }
        try await withLiveServer(limits: limits, routes: [slow]) { server, socket in
            let busy = try (0..<3).map { _ in try RawConnection(port: socket.port) }
            for connection in busy { connection.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n") }
            try await eventually("all are at work") { gate.waiting == 3 }
            let surplus = try RawConnection(port: socket.port)
            try await surplus.expectClosed()
            let answer = try #require(RawAnswer(surplus.received), "\(surplus.received)")
            #expect(answer.status == 503 && answer.headers["retry-after"] == "1")
            #expect(try JSON(parsing: answer.body)["error"]?["status"] == 503)
            gate.open()
            for connection in busy { try await connection.expect("done") }
            try await health(socket)
        }
    }

    @Test func `an address counts as one peer, and so does a network of IPv6`() {
        let one = PeerAddress(v4: 0x0A00_0001)
        #expect(one == PeerAddress(v6: [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF, 10, 0, 0, 1]))
        #expect(one != PeerAddress(v4: 0x0A00_0002))
        #expect(!one.isLoopback && PeerAddress(v4: 0x7F12_3456).isLoopback)
        func v6(_ network: UInt8, _ host: UInt8) -> PeerAddress {
            PeerAddress(v6: [0x20, 1, 0xD, 0xB8, 0, 0, 0, network, 0, 0, 0, 0, 0, 0, 0, host])
        }
        #expect(v6(1, 1) == v6(1, 2) && v6(1, 1) != v6(2, 1))
        #expect(PeerAddress(v6: [UInt8](repeating: 0, count: 15) + [1]).isLoopback)
    }
}
