import Testing
import WebSocket

/// The example of RFC 6455, and what a server may do otherwise. Whole conversations with a real server are in
/// LiveChannelTests.
@Suite(.timeLimit(.minutes(1)))
struct WebSocketConversationTests {
    private func opening() throws -> (WebSocketConversation, request: String) {
        let conversation = try WebSocketConversation(
            host: "conductor:3000", target: "/chat?a=1", key: "dGhlIHNhbXBsZSBub25jZQ==")
        return (conversation, String(decoding: conversation.takeOutgoing(), as: UTF8.self))
    }

    @Test func `the request asks for an upgrade`() throws {
        let (_, request) = try opening()
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

    /// The answer to the example's key: RFC 6455, section 1.3.
    private let acceptance = Array(
        "HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
            .utf8)

    /// A final text frame, not masked, as servers send them.
    private func frame(_ text: String) -> [UInt8] { [0x81, UInt8(text.utf8.count)] + Array(text.utf8) }

    @Test(arguments: [1, 7, 10_000])
    func `messages that come with the answer, in whatever pieces, are told`(piece: Int) throws {
        let (conversation, _) = try opening()
        var bytes = acceptance + frame("one") + frame("two")
        bytes += [0x89, 0x01, 0x7A]  // a ping
        var events: [WebSocketConversation.Event] = []
        while !bytes.isEmpty {
            events += conversation.receive(Array(bytes.prefix(piece)))
            bytes.removeFirst(min(piece, bytes.count))
        }
        #expect(events == [.opened, .text("one"), .text("two")])
        #expect(conversation.takeOutgoing().prefix(2) == [0x8A, 0x81], "a masked pong of one byte")
        #expect(conversation.receive([0x88, 0x00]) == [.ended("the other side has ended the conversation")])
    }

    @Test func `a message is masked, and one in fragments is put together`() throws {
        let (conversation, _) = try opening()
        _ = conversation.receive(acceptance)
        try conversation.send("hi")
        let sent = conversation.takeOutgoing()
        #expect(sent.prefix(2) == [0x81, 0x82] && sent.count == 8)
        #expect(zip(sent[6...], sent[2...]).map { $0 ^ $1 } == Array("hi".utf8))
        let fragments: [UInt8] = [0x01, 0x01, 0x61, 0x00, 0x01, 0x62, 0x80, 0x01, 0x63]
        #expect(conversation.receive(fragments) == [.text("abc")])
    }

    @Test func `frames that are too large or of no kind end it`() throws {
        for bytes: [UInt8] in [[0x81, 0x7F, 0, 0, 0, 0, 0x7F, 0, 0, 0], [0x83, 0x00]] {
            let (conversation, _) = try opening()
            _ = conversation.receive(acceptance)
            guard case .ended = conversation.receive(bytes).first else {
                Issue.record("\(bytes) did not end it")
                continue
            }
        }
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
}
