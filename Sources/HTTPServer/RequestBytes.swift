import NIOCore

/// Tells a connection of its bytes before they are decoded: when a request begins, and how much of it there is.
final class RequestBytes: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    private let connection: HTTPConnection

    init(of connection: HTTPConnection) { self.connection = connection }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if connection.arrived(unwrapInboundIn(data)) { context.fireChannelRead(data) }
    }
}
