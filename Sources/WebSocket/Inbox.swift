import NIOCore
import NIOHTTP1
import NIOWebSocket

/// What the handlers of one conversation have found.
final class Inbox {
    var events: [WebSocketConversation.Event] = []
}

/// The end of the pipeline once WebSocket is spoken.
final class MessageReceiver: ChannelInboundHandler {
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
        default: break  // binary messages and pongs, for which nobody has asked
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        inbox.events.append(.ended("not WebSocket: \(error)"))
    }
}

/// The end of the pipeline until then: hears only of an answer that is no upgrade.
final class RefusalReceiver: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    private let inbox: Inbox

    init(_ inbox: Inbox) { self.inbox = inbox }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(let head) = unwrapInboundIn(data) else { return }
        inbox.events.append(.refused(status: Int(head.status.code)))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        inbox.events.append(.ended("no WebSocket handshake: \(error)"))
    }
}
