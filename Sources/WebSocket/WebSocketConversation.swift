import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOWebSocket

/// The client's side of a WebSocket connection (RFC 6455), without the connection: bytes that have come go in, events and
/// bytes to be sent come out. SwiftNIO's handlers do it, in a channel that has no socket and no thread
/// (docs/decisions/0010-live-channel-on-the-loop.md).
///
/// Not `Sendable`: whoever made it calls it and releases it, on one thread.
package final class WebSocketConversation {
    package enum Event: Sendable, Equatable {
        /// The server speaks WebSocket from now on.
        case opened
        /// It does not: its answer to the handshake.
        case refused(status: Int)
        case text(String)
        case ended(String)
    }

    /// Longer frames and messages end the conversation.
    private static let frameLimit = 1 << 16
    private static let messageLimit = 1 << 18

    private let channel = EmbeddedChannel()
    private let inbox = Inbox()

    /// - Parameters:
    ///   - host: For the Host header.
    ///   - target: Path and query.
    package init(host: String, target: String) throws {
        let inbox = NIOLoopBound(inbox, eventLoop: channel.eventLoop)
        let refusals = NIOLoopBound(RefusalReceiver(inbox.value), eventLoop: channel.eventLoop)
        let upgrader = NIOWebSocketClientUpgrader(maxFrameSize: Self.frameLimit) { channel, _ in
            channel.eventLoop.makeCompletedFuture {
                inbox.value.events.append(.opened)
                let whole = NIOWebSocketFrameAggregator(
                    minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 1024,
                    maxAccumulatedFrameSize: Self.messageLimit)
                channel.pipeline.syncOperations.removeHandler(refusals.value, promise: nil)
                try channel.pipeline.syncOperations.addHandlers(whole, MessageReceiver(inbox.value))
            }
        }
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHTTPClientHandlers(
            leftOverBytesStrategy: .forwardBytes,
            withClientUpgrade: (upgraders: [upgrader], completionHandler: { _ in }))
        try pipeline.addHandler(refusals.value)
        // Only then the channel counts as connected; the address is nobody's.
        channel.connect(to: try SocketAddress(unixDomainSocketPath: "/"), promise: nil)
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: target, headers: ["Host": host])
        try channel.writeOutbound(HTTPClientRequestPart.head(head))
        try channel.writeOutbound(HTTPClientRequestPart.end(nil))
        channel.embeddedEventLoop.run()
    }

    deinit {
        _ = try? channel.finish(acceptAlreadyClosed: true)  // nobody is left to be told
    }

    /// What has happened with these bytes.
    package func receive(_ bytes: [UInt8]) -> [Event] {
        do {
            try channel.writeInbound(ByteBuffer(bytes: bytes))
        } catch {
            inbox.events.append(.ended("\(error)"))
        }
        channel.embeddedEventLoop.run()
        defer { inbox.events = [] }
        return inbox.events
    }

    package func send(_ text: String) throws {
        try channel.writeOutbound(
            WebSocketFrame(fin: true, opcode: .text, maskKey: .random(), data: ByteBuffer(string: text)))
    }

    /// What is to be sent since the last call.
    package func takeOutgoing() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) { bytes += buffer.readableBytesView }
        return bytes
    }
}
