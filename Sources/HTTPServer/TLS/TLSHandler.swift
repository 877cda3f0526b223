import EventLoop
import Logging
import NIOCore

/// The server's side of TLS, between the socket and ``HTTPConnection``: which sees of it that bytes come later, or never.
///
/// The handshake has its time and its place among the connections like the headers of a first request: to
/// ``HTTPConnection`` it is a part of them.
final class TLSHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Phase {
        /// Waits for the first byte.
        case start
        case handshake(TLSSession)
        case open(TLSSession)
        /// The client has begun with something else than TLS: it is told so, as it has spoken.
        case plain
        /// Nothing is said any more, and nothing heard.
        case over
    }

    /// RFC 8446, section 5.1: the content type of a record that begins a handshake.
    private static let handshakeRecord: UInt8 = 22
    /// RFC 8446, section 6: a record with the fatal alert internal_error.
    private static let alert = ByteBuffer(bytes: [21, 3, 3, 0, 2, 2, 80])
    /// So much is given to OpenSSL, or taken from it, at a time: no more than a record has.
    private static let pieceSize = 16 * 1024
    /// So much is handed on at a time, as without TLS.
    private static let readSize = 4096

    private let certificates: ServerCertificates
    private var phase = Phase.start
    private var hasSaidEnd = false
    private var hasHeardEnd = false

    init(_ certificates: ServerCertificates) { self.certificates = certificates }

    // MARK: From the client

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        switch phase {
        case .start: begin(context, bytes)
        case .handshake(let session): shakeHands(context, session, bytes)
        case .open(let session): if !hasHeardEnd { read(context, session, bytes) }
        case .plain: context.fireChannelRead(data)
        case .over: break
        }
    }

    private func begin(_ context: ChannelHandlerContext, _ bytes: ByteBuffer) {
        guard let first = bytes.readableBytesView.first else { return }
        guard first == Self.handshakeRecord else {
            phase = .plain
            certificates.handshakes.note(.plain)
            let fault = HTTPFault(400, "TLS is spoken here: the URL has to begin with https://")
            return context.fireErrorCaught(fault)
        }
        guard let identity = certificates.identity(at: .now) else {
            refuse(context)
            return context.fireErrorCaught(TLSFault([]))
        }
        let session = TLSSession(identity)
        phase = .handshake(session)
        shakeHands(context, session, bytes)
    }

    private func shakeHands(_ context: ChannelHandlerContext, _ session: TLSSession, _ bytes: ByteBuffer) {
        bytes.withUnsafeReadableBytes(session.put)
        switch session.shakeHands() {
        case .done:
            phase = .open(session)
            certificates.handshakes.note(.done)
            read(context, session, ByteBuffer())
        case .wantsMore: send(context, session)
        case .ended: fail(context, session, .abandoned, nil)
        case .failed(let result, let fault): fail(context, session, result, fault)
        }
    }

    private func read(_ context: ChannelHandlerContext, _ session: TLSSession, _ bytes: ByteBuffer) {
        bytes.withUnsafeReadableBytes(session.put)
        reading: while case .open = phase {
            var piece = context.channel.allocator.buffer(capacity: Self.readSize)
            var count: Int32 = 0
            var outcome = TLSSession.Outcome.wantsMore
            piece.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.readSize) { room in
                outcome = session.read(
                    into: UnsafeMutableRawBufferPointer(rebasing: room.prefix(Self.readSize)), &count)
                return Int(count)
            }
            switch outcome {
            case .done: context.fireChannelRead(wrapInboundOut(piece))
            case .wantsMore: break reading
            case .ended:
                hasHeardEnd = true
                context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
                break reading
            case .failed(_, let fault): return fail(context, session, nil, fault)
            }
        }
        send(context, session)
    }

    /// The connection comes to nothing: the client hears OpenSSL's alert, and the channel's other handlers an error.
    private func fail(
        _ context: ChannelHandlerContext, _ session: TLSSession, _ result: TLSHandshakes.Result?, _ fault: TLSFault?
    ) {
        send(context, session)
        phase = .over
        if let result {
            certificates.handshakes.note(result)
            certificates.logger.info(
                "a TLS handshake failed",
                metadata: [
                    "network.peer.address": "\(context.remoteAddress?.ipAddress ?? "")",
                    "error.message": "\(fault?.description ?? "the client has ended it")",
                ])
        }
        context.fireErrorCaught(fault ?? TLSFault([]))
    }

    /// There is nothing to shake hands with.
    private func refuse(_ context: ChannelHandlerContext) {
        phase = .over
        certificates.handshakes.note(.refused)
        context.writeAndFlush(wrapOutboundOut(Self.alert), promise: nil)
    }

    // MARK: To the client

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch phase {
        case .open(let session):
            guard let bytes = sealed(unwrapOutboundIn(data), context, session) else {
                promise?.fail(ChannelError.ioOnClosedChannel)
                return context.close(promise: nil)
            }
            context.write(wrapOutboundOut(bytes), promise: promise)
        case .plain: context.write(data, promise: promise)
        case .start, .handshake:
            // Before the handshake only one is told something who is not let in, and to shake hands takes a place.
            refuse(context)
            promise?.fail(ChannelError.ioOnClosedChannel)
        case .over: promise?.fail(ChannelError.ioOnClosedChannel)
        }
    }

    /// Nil when the connection has failed.
    private func sealed(
        _ bytes: ByteBuffer, _ context: ChannelHandlerContext, _ session: TLSSession
    ) -> ByteBuffer? {
        var rest = bytes
        // Each record has its head and its seal besides.
        var sealed = context.channel.allocator.buffer(capacity: bytes.readableBytes + bytes.readableBytes / 256 + 64)
        while let piece = rest.readSlice(length: min(rest.readableBytes, Self.pieceSize)), piece.readableBytes > 0 {
            guard piece.withUnsafeReadableBytes(session.write) else { return nil }
            take(session, into: &sealed)
        }
        return sealed
    }

    private func take(_ session: TLSSession, into buffer: inout ByteBuffer) {
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: session.pending) { session.take(into: $0) }
    }

    /// What OpenSSL itself has to say: of the handshake, or of the end.
    private func send(_ context: ChannelHandlerContext, _ session: TLSSession) {
        guard session.pending > 0 else { return }
        var buffer = context.channel.allocator.buffer(capacity: session.pending)
        take(session, into: &buffer)
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if case .open(let session) = phase, mode != .input, !hasSaidEnd {
            hasSaidEnd = true
            session.end()
            send(context, session)
        }
        if mode == .all { leave() }
        context.close(mode: mode, promise: promise)
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    private func leave() {
        if case .handshake = phase { certificates.handshakes.note(.abandoned) }
        phase = .over
    }
}
