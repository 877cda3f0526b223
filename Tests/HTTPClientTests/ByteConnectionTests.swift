import EventLoop
import HTTPClient
import ScriptedServer
import TestSupport
import Testing

/// Connections without requests, plain; those through TLS and a proxy are in LiveChannelTests.
@Suite(.eventLoop, .timeLimit(.minutes(5)))
struct ByteConnectionTests {
    @LoopActor
    private final class Heard {
        var bytes: [UInt8] = []
        var end: String?
    }

    @LoopActor
    private func connect(_ server: ScriptedServer, _ heard: Heard) async throws -> ByteConnection {
        try await ByteConnection.open(HTTPRequest("GET", url: server.url)) {
            heard.bytes += $0
        } onEnd: {
            heard.end = $0
        }
    }

    @LoopActor
    @Test func `bytes go both ways, however many, and the end is told`() async throws {
        let long = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
        let server = try ScriptedServer { connection in
            try connection.write(Array("hello".utf8) + long)
            var got = 0
            while got < long.count { got += try connection.readSome().count }
            try connection.write("thanks")
        }
        let heard = Heard()
        let connection = try await connect(server, heard)
        connection.send(long)
        try await eventually("all has come", within: .seconds(60)) { heard.end != nil }
        #expect(heard.bytes == Array("hello".utf8) + long + Array("thanks".utf8))
        connection.send([1])  // nobody is there, nothing happens
    }

    @LoopActor
    @Test func `a peer that does not read ends the connection, not the memory`() async throws {
        let done = Signal()
        defer { done.raise() }
        let server = try ScriptedServer { _ in try done.wait() }
        let heard = Heard()
        let connection = try await connect(server, heard)
        for _ in 0..<400 where heard.end == nil { connection.send([UInt8](repeating: 1, count: 65536)) }
        #expect(heard.end == "the other side does not take what is sent")
    }

    @LoopActor
    @Test func `closing tells nothing, and the peer sees it`() async throws {
        let closed = Signal()
        let server = try ScriptedServer { connection in
            try connection.waitForClose()
            closed.raise()
        }
        let heard = Heard()
        try await connect(server, heard).close()
        try await eventually("the peer sees it") { closed.isRaised }
        #expect(heard.end == nil)
    }

    @LoopActor
    @Test func `nobody there is an error`() async throws {
        let port = try freePort()
        await #expect(throws: HTTPClientError.self) {
            _ = try await ByteConnection.open(HTTPRequest("GET", url: "http://127.0.0.1:\(port)")) { _ in
            } onEnd: { _ in
            }
        }
    }
}
