import NIOCore
import NIOHTTP1

/// Says in the request itself what its sender wants of the connection: `Connection: close` when this is its last
/// request, RFC 9112, section 9.3.
///
/// Behind this handler the version of a request is no longer known, and only that exact spelling ends a connection.
/// HTTP/1.0 ends it unless `keep-alive` was asked for; HTTP/1.1 goes on unless `close` was.
final class ConnectionPersistence: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    /// Puts one behind the decoder of a pipeline that is set up for HTTP/1. Call on the channel's event loop.
    static func install(on channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
        try pipeline.addHandler(ConnectionPersistence(), position: .after(decoder))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        if !head.isKeepAlive {
            head.headers.replaceOrAdd(name: "Connection", value: "close")
        } else if head.version == .http1_0 {
            head.headers.replaceOrAdd(name: "Connection", value: "keep-alive")
        }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }
}
