import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOWebSocket

/// SwiftNIO's WebSocket server, without a socket.
final class EmbeddedServer {
    private final class Receiver: ChannelInboundHandler {
        typealias InboundIn = WebSocketFrame
        var texts: [String] = []
        var pongs: [String] = []

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let frame = unwrapInboundIn(data)
            if frame.opcode == .text { texts.append(String(buffer: frame.unmaskedData)) }
            if frame.opcode == .pong { pongs.append(String(buffer: frame.unmaskedData)) }
        }
    }

    private let channel = EmbeddedChannel()
    private let receiver = Receiver()
    var texts: [String] { receiver.texts }
    var pongs: [String] { receiver.pongs }

    init() throws {
        let receiver = NIOLoopBound(receiver, eventLoop: channel.eventLoop)
        let upgrader = NIOWebSocketServerUpgrader { channel, _ in
            channel.eventLoop.makeSucceededFuture([:])
        } upgradePipelineHandler: { channel, _ in
            channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(receiver.value) }
        }
        try channel.pipeline.syncOperations.configureHTTPServerPipeline(
            withServerUpgrade: (upgraders: [upgrader], completionHandler: { _ in }))
        channel.connect(to: try SocketAddress(unixDomainSocketPath: "/"), promise: nil)
    }

    deinit { _ = try? channel.finish(acceptAlreadyClosed: true) }

    /// What it answers to these bytes.
    func receive(_ bytes: [UInt8]) throws -> [UInt8] {
        try channel.writeInbound(ByteBuffer(bytes: bytes))
        return try outgoing()
    }

    /// The bytes of a frame.
    func send(_ opcode: WebSocketOpcode, _ text: String, isLast: Bool = true) throws -> [UInt8] {
        try channel.writeOutbound(WebSocketFrame(fin: isLast, opcode: opcode, data: ByteBuffer(string: text)))
        return try outgoing()
    }

    private func outgoing() throws -> [UInt8] {
        channel.embeddedEventLoop.run()
        var bytes: [UInt8] = []
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) { bytes += buffer.readableBytesView }
        return bytes
    }
}
