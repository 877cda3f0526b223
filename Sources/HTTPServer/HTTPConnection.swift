import NIOCore
import NIOHTTP1

/// One connection: takes requests from the decoder, one after the other, has the route table answer each, and writes the
/// answer (HTTPConnection+Answers.swift). Touched on its event loop alone.
final class HTTPConnection: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What the connection waits for. Each has its time, see ``look(at:)``.
    enum Phase {
        /// A request's first byte.
        case request
        /// The rest of a request's headers.
        case head
        /// The rest of its body.
        case body(RequestHead)
        /// The answer.
        case answer(RequestHead)
        /// That the client takes what was written of the answer.
        case taking
        /// A stream's next piece, or that the client takes it.
        case stream
        /// That the client closes its side.
        case close
    }

    let peer: PeerAddress?
    let loop: any NIOCore.EventLoop
    /// When the phase began.
    private(set) var since = NIODeadline.now()

    let server: HTTPServing
    let limits: HTTPLimits
    private(set) var context: ChannelHandlerContext?
    var phase = Phase.head { didSet { since = .now() } }
    /// The request's body, as far as it has come.
    var body: [UInt8] = []
    /// What has come while a request was being answered: the next ones, and how they end.
    private var queue: [HTTPServerRequestPart] = []
    private(set) var queuedFault: HTTPFault?
    /// Whether the client has said that it sends no more.
    private var hasHeardEnd = false
    private var mustRead = false
    /// Why the connection is not let in.
    private(set) var refusal: HTTPFault?
    /// Whether the server stops.
    var isDraining = false
    /// What has come of the request, in bytes; or since nothing that comes is looked at.
    private(set) var arrivedBytes = 0
    private var hasRequestLine = false
    /// What is not written yet of an answer's body.
    var unsent = UnsentBody()
    /// Whether the connection closes after the answer.
    var isLast = false
    var stream: (any HTTPStreamSource)?
    /// Whether the stream's pieces are chunks.
    var isChunked = false

    init(_ channel: any Channel, _ server: HTTPServing) {
        peer = PeerAddress(channel.remoteAddress)
        loop = channel.eventLoop
        self.server = server
        limits = server.limits
    }

    // MARK: The channel

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func channelActive(context: ChannelHandlerContext) {
        if let refusal { refuse(refusal) }
        context.fireChannelActive()
    }

    /// What a connection hears that is not let in, before it is closed.
    func turnAway(_ fault: HTTPFault) { refusal = fault }

    func handlerRemoved(context: ChannelHandlerContext) { gone() }

    func channelInactive(context: ChannelHandlerContext) {
        gone()
        context.fireChannelInactive()
    }

    private func gone() {
        context = nil
        queue = []
        stream?.end()
        stream = nil
        server.table.value.remove(self)
    }

    func close() { context?.close(promise: nil) }

    /// While something waits to be looked at, nothing more is read.
    func read(context: ChannelHandlerContext) {
        mustRead = !queue.isEmpty
        if !mustRead { context.read() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { inputClosed() }
        context.fireUserInboundEventTriggered(event)
    }

    private func inputClosed() {
        hasHeardEnd = true
        switch phase {
        case .request, .head, .body, .close: close()
        case .answer, .taking: if isNothingLeft { isLast = true }  // who has said all still wants the answers
        // Nobody sends a request, shuts its sending side down and goes on reading for ever.
        case .stream: stream?.end()
        }
    }

    /// Whether no request comes any more but the one that is being answered.
    var isNothingLeft: Bool { hasHeardEnd && queue.isEmpty && queuedFault == nil }

    // MARK: Requests

    /// Bytes have come that are not decoded yet. Returns whether anybody still wants them.
    func arrived(_ bytes: ByteBuffer) -> Bool {
        switch phase {
        case .request:
            phase = .head
            forgetBytes()
        case .close:
            arrivedBytes += bytes.readableBytes
            if arrivedBytes > limits.discarded { close() }
            return false
        case .body where arrivedBytes > limits.discarded:
            refuse(HTTPFault(413, "There is more around the body than in it"))
            return false
        case .answer where isLast || queuedFault != nil, .taking where isLast || queuedFault != nil, .stream:
            return false
        case .head, .body, .answer, .taking: break
        }
        arrivedBytes += bytes.readableBytes
        if !hasRequestLine { hasRequestLine = bytes.readableBytesView.contains(UInt8(ascii: "\n")) }
        return true
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        switch phase {
        case .close: break
        case .request, .head, .body: take(part)
        case .answer, .taking, .stream: if !isLast { queue.append(part) }
        }
    }

    private func take(_ part: HTTPServerRequestPart) {
        switch (part, phase) {
        case (.head(let head), .request), (.head(let head), .head): take(head)
        case (.body(let bytes), .body(let head)):
            guard body.count + bytes.readableBytes <= RouteTable.bodyLimit else {
                return answer(head, isOversized: true)
            }
            body.append(contentsOf: bytes.readableBytesView)
        case (.end, .body(let head)): answer(head)
        default: break  // of a request that is answered already
        }
    }

    private func take(_ head: HTTPRequestHead) {
        do throws(HTTPFault) {
            let request = try RequestHead(head, limits)
            if let announced = request.announced, announced > RouteTable.bodyLimit {
                return answer(request, isOversized: true)
            }
            phase = .body(request)
            guard request.waitsForContinue else { return }
            context?.writeAndFlush(wrapOutboundOut(ResponseBytes.goOn), promise: nil)
        } catch {
            refuse(
                error, method: head.method.rawValue, requestID: RequestHead.trimmed(head.headers)["X-Request-ID"].last)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let fault = error as? HTTPFault { return refuse(fault) }
        // Between two requests, or before the first, the client has to have the time to read the alert.
        if error is TLSFault { return arrivedBytes == 0 ? endOutput() : close() }
        guard let error = error as? HTTPParserError else { return close() }
        let fault = HTTPFault(error, hasRequestLine: hasRequestLine)
        switch phase {
        case .request, .head, .body: refuse(fault)
        case .answer, .taking, .stream: queuedFault = queuedFault ?? fault
        case .close: break
        }
    }

    /// The answer is taken: on to what has come meanwhile, or is still to come.
    func takeNext() {
        phase = .request
        forgetBytes()
        while !queue.isEmpty, !isBusy { take(queue.removeFirst()) }
        if let fault = queuedFault, !isBusy { return refuse(fault) }
        if isDraining || hasHeardEnd, case .request = phase { return close() }
        if queue.isEmpty { resumeReading() }
    }

    private var isBusy: Bool {
        switch phase {
        case .request, .head, .body: false
        case .answer, .taking, .stream, .close: true
        }
    }

    /// What has come of requests is not looked at any more.
    func forgetRequests() {
        queue = []
        arrivedBytes = 0
    }

    /// Another request begins.
    private func forgetBytes() {
        arrivedBytes = 0
        hasRequestLine = false
    }

    /// Reads what was not to be read before.
    func resumeReading() {
        guard mustRead else { return }
        mustRead = false
        context?.read()
    }
}
