import NIOCore
import NIOWebSocket
import Testing
import WebSocket

/// Conversations with SwiftNIO's server; those with others are in LiveChannelTests.
@Suite(.timeLimit(.minutes(5)))
struct WebSocketConversationTests {
    private func opening() throws -> (WebSocketConversation, request: [UInt8]) {
        let conversation = try WebSocketConversation(host: "conductor:3000", target: "/chat?a=1")
        return (conversation, try conversation.takeOutgoing())
    }

    private func open() throws -> (WebSocketConversation, EmbeddedServer) {
        let (conversation, request) = try opening()
        let server = try EmbeddedServer()
        #expect(conversation.receive(try server.receive(request)) == [.opened])
        return (conversation, server)
    }

    @Test func `the request asks for an upgrade`() throws {
        let request = String(decoding: try opening().request, as: UTF8.self)
        #expect(request.hasPrefix("GET /chat?a=1 HTTP/1.1\r\n"))
        for line in ["host: conductor:3000", "upgrade: websocket", "connection: upgrade", "sec-websocket-version: 13"] {
            #expect(request.lowercased().contains(line + "\r\n"))
        }
        #expect(request.hasSuffix("\r\n\r\n"))
    }

    @Test(arguments: [404, 400, 200, 503])
    func `an answer that is no upgrade is a refusal`(status: Int) throws {
        let (conversation, _) = try opening()
        let events = conversation.receive(Array("HTTP/1.1 \(status) No\r\nContent-Length: 0\r\n\r\n".utf8))
        #expect(events.first == .refused(status: status))
    }

    @Test(arguments: [
        "nonsense\r\n\r\n",
        "HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n",
        "HTTP/1.1 101 Yes\r\n\r\n",
    ])
    func `what is not WebSocket does not open`(answer: String) throws {
        let (conversation, _) = try opening()
        let events = conversation.receive(Array(answer.utf8))
        #expect(!events.contains(.opened))
        #expect(!events.isEmpty)
    }

    @Test func `texts go both ways, whole, in pieces, and with the handshake's last bytes`() throws {
        let (conversation, request) = try opening()
        let server = try EmbeddedServer()
        var bytes = try server.receive(request)
        bytes += try server.send(.text, "first")
        let events = bytes.flatMap { conversation.receive([$0]) }
        #expect(events == [.opened, .text("first")])
        var parts = try server.send(.text, "be", isLast: false)
        parts += try server.send(.continuation, "tween", isLast: true)
        #expect(conversation.receive(parts) == [.text("between")])
        try conversation.send("grüße")
        _ = try server.receive(try conversation.takeOutgoing())
        #expect(server.texts == ["grüße"])
    }

    @Test func `pings are answered`() throws {
        let (conversation, server) = try open()
        #expect(conversation.receive(try server.send(.ping, "are you there")) == [])
        _ = try server.receive(try conversation.takeOutgoing())
        #expect(server.pongs == ["are you there"])
    }

    @Test func `the server's end, garbage and frames that are too long end the conversation`() throws {
        var (conversation, server) = try open()
        guard case .ended = conversation.receive(try server.send(.connectionClose, "")).first else {
            return #expect(Bool(false), "an end")
        }
        (conversation, server) = try open()
        guard case .ended = conversation.receive(Array("HTTP/1.1 200 OK\r\n".utf8)).first else {
            return #expect(Bool(false), "garbage")
        }
        (conversation, server) = try open()
        let long = String(repeating: "x", count: 1 << 17)
        guard case .ended = conversation.receive(try server.send(.text, long)).first else {
            return #expect(Bool(false), "a long frame")
        }
        (conversation, server) = try open()
        let part = String(repeating: "x", count: 50_000)
        var events = conversation.receive(try server.send(.text, part, isLast: false))
        for _ in 0..<9 { events += conversation.receive(try server.send(.continuation, part, isLast: false)) }
        guard case .ended = events.first else { return #expect(Bool(false), "a long message") }
    }
}
