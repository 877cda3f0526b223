import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOWebSocket

/// The client's side of a WebSocket connection (RFC 6455), without the connection: bytes that have come go in, events and
/// bytes to be sent come out. SwiftNIO's handlers do it, in a channel that has no socket and no thread.
///
/// Not `Sendable`: whoever made it calls it, from one thread.
package final class WebSocketConversation {
    package enum Event: Sendable, Equatable {
        /// The server speaks WebSocket from now on.
        case opened
        /// It does not: its answer to the handshake.
        case refused(status: Int)
        case text(String)
        case ended(String)
    }

    private static let frameLimit = 1 << 16
    private static let messageLimit = 1 << 20

    private let channel = EmbeddedChannel()
    private let inbox = Inbox()

    /// - Parameters:
    ///   - host: For the Host header.
    ///   - target: Path and query.
    ///   - key: For the handshake: 16 bytes by chance, in base64.
    package init(
        host: String, target: String, key: String = NIOWebSocketClientUpgrader.randomRequestKey()
    ) throws {
        let refusals = NIOLoopBound(RefusalReceiver(inbox), eventLoop: channel.eventLoop)
        let inbox = NIOLoopBound(inbox, eventLoop: channel.eventLoop)
        let upgrader = NIOWebSocketClientUpgrader(requestKey: key, maxFrameSize: Self.frameLimit) { channel, _ in
            channel.eventLoop.makeCompletedFuture {
                inbox.value.events.append(.opened)
                // What has come with the answer is WebSocket already, and must not pass by a handler of HTTP.
                channel.pipeline.syncOperations.removeHandler(refusals.value, promise: nil)
                try channel.pipeline.syncOperations.addHandlers(
                    NIOWebSocketFrameAggregator(
                        minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 1024,
                        maxAccumulatedFrameSize: Self.messageLimit), FrameReceiver(inbox.value))
            }
        }
        try channel.pipeline.syncOperations.addHTTPClientHandlers(
            leftOverBytesStrategy: .forwardBytes,
            withClientUpgrade: (upgraders: [upgrader], completionHandler: { _ in }))
        try channel.pipeline.syncOperations.addHandler(refusals.value)
        // Only now the channel counts as connected; the address is nobody's.
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/")).wait()
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: target, headers: ["Host": host])
        try channel.writeOutbound(HTTPClientRequestPart.head(head))
        try channel.writeOutbound(HTTPClientRequestPart.end(nil))
        channel.embeddedEventLoop.run()
    }

    /// What has happened with these bytes.
    package func receive(_ bytes: [UInt8]) -> [Event] {
        do {
            try channel.writeInbound(ByteBuffer(bytes: bytes))
        } catch {
            inbox.events.append(.ended("not WebSocket: \(error)"))
        }
        channel.embeddedEventLoop.run()
        defer { inbox.events = [] }
        return inbox.events
    }

    package func send(_ text: String) throws {
        let frame = WebSocketFrame(fin: true, opcode: .text, maskKey: .random(), data: ByteBuffer(string: text))
        try channel.writeOutbound(frame)
    }

    /// What is to be sent since the last call.
    package func takeOutgoing() -> [UInt8] {
        var bytes: [UInt8] = []
        while let buffer = try? channel.readOutbound(as: ByteBuffer.self) { bytes += buffer.readableBytesView }
        return bytes
    }

    deinit {
        _ = try? channel.finish(acceptAlreadyClosed: true)  // nothing is left to be told
    }
}

/// What the handlers have found; theirs and the conversation's, on one thread.
private final class Inbox {
    var events: [WebSocketConversation.Event] = []
}

private final class FrameReceiver: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame
    private let inbox: Inbox

    init(_ inbox: Inbox) { self.inbox = inbox }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        switch frame.opcode {
        case .text: inbox.events.append(.text(String(buffer: frame.unmaskedData)))
        case .ping:
            let pong = WebSocketFrame(fin: true, opcode: .pong, maskKey: .random(), data: frame.unmaskedData)
            context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
        case .connectionClose: inbox.events.append(.ended("the other side has ended the conversation"))
        case .binary, .pong, .continuation: break  // nobody has asked for these
        default: inbox.events.append(.ended("not WebSocket: a frame of no known kind"))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        inbox.events.append(.ended("not WebSocket: \(error)"))
    }
}

private final class RefusalReceiver: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    private let inbox: Inbox

    init(_ inbox: Inbox) { self.inbox = inbox }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(let head) = unwrapInboundIn(data) else { return }
        inbox.events.append(.refused(status: Int(head.status.code)))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        inbox.events.append(.ended("not HTTP: \(error)"))
    }
}
