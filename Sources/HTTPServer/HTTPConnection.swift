import JSON
import NIOCore
import NIOHTTP1

/// One connection: takes requests from the decoder, has the route table answer them one after the other, and writes the
/// answers. Touched on its event loop alone.
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

    /// So much of a body is written at a time: what the client has to take within ``HTTPLimits/writeTime``.
    private static let pieceSize = 64 * 1024

    let peer: PeerAddress?
    let loop: any NIOCore.EventLoop
    /// When the phase began.
    private(set) var since = NIODeadline.now()

    private let server: HTTPServing
    let limits: HTTPLimits
    private var context: ChannelHandlerContext?
    private(set) var phase = Phase.head { didSet { since = .now() } }
    private var body: [UInt8] = []
    /// What has come while a request was being answered: the next ones, and how they end.
    private var queue: [HTTPServerRequestPart] = []
    private var queuedFault: HTTPFault?
    private var mustRead = false
    /// Why the connection is not let in.
    private var refusal: HTTPFault?
    /// Whether the server stops.
    var isDraining = false
    /// What has come of the request, in bytes; or since nothing that comes is looked at.
    private(set) var arrivedBytes = 0
    private var hasRequestLine = false
    /// What is not written yet of an answer's body.
    private var unsent: ArraySlice<UInt8> = []
    /// Whether the connection closes after the answer.
    private var isLast = false
    private var stream: (any HTTPStreamSource)?
    private var isChunked = false

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
        switch phase {
        case .request, .head, .body, .close: close()
        case .answer, .taking: isLast = true  // one that has said all it had to say still wants the answer
        // Nobody sends a request, shuts its sending side down and goes on reading for ever.
        case .stream: stream?.end()
        }
    }

    // MARK: Requests

    /// Bytes have come that are not decoded yet. Returns whether anybody still wants them.
    func arrived(_ bytes: ByteBuffer) -> Bool {
        switch phase {
        case .request:
            phase = .head
            arrivedBytes = 0
            hasRequestLine = false
        case .close:
            arrivedBytes += bytes.readableBytes
            if arrivedBytes > limits.discarded { close() }
            return false
        case .body where arrivedBytes > limits.discarded:
            refuse(HTTPFault(413, "There is more around the body than in it"))
            return false
        case .answer where isLast, .taking where isLast, .stream: return false
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
            guard request.waitsForContinue, request.announced != 0 else { return }
            context?.writeAndFlush(wrapOutboundOut(ResponseBytes.goOn), promise: nil)
        } catch {
            refuse(error)
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

    // MARK: Answers

    /// - Parameter isOversized: Whether the body is over the limit; the rest of it is not looked at.
    private func answer(_ head: RequestHead, isOversized: Bool = false) {
        phase = .answer(head)
        isLast = isLast || head.isLast || isOversized
        let call = HTTPCall(
            head.method, head.target, headers: head.headers, body: isOversized ? [] : body, isOversized: isOversized,
            peer: peer ?? .loopback)
        body = []
        let connection = NIOLoopBound(self, eventLoop: loop)
        // The connection waits for this task; the table's routes have deadlines of their own.
        let (routes, executor) = (server.routes, server.executor)
        Task(executorPreference: executor) { @Sendable in
            let answer = await routes.answer(call)
            await HTTPConnection.send(answer, to: call, over: connection)
        }
    }

    private static func send(
        _ answer: HTTPAnswer, to call: HTTPCall, over connection: NIOLoopBound<HTTPConnection>
    ) async {
        guard case .stream(let stream) = answer.content else { return connection.value.write(answer, of: call) }
        let streams = connection.value.server.streams
        streams.add(stream.source)
        if connection.value.begin(stream, answer, of: call) {
            while let piece = await stream.source.next(), let written = connection.value.write(piece, stream) {
                do { try await written.get() } catch { break }
            }
            connection.value.endStream()
        }
        streams.remove(stream.source)
    }

    private func write(_ answer: HTTPAnswer, of call: HTTPCall) {
        guard context != nil, case .answer(let head) = phase else { return }
        isLast = isLast || isDraining
        let representation = Representation(answer, of: call)
        var headers = representation.headers
        let body = representation.body
        if let body {
            headers.append(("Content-Length", String(body.count)))
        } else if representation.status != 204, representation.status != 304 {
            headers.append(("Content-Length", "0"))
        }
        if isLast || head.isHTTP10 { headers.append(("Connection", isLast ? "close" : "keep-alive")) }
        let sent = call.method == "HEAD" ? nil : body
        unsent = (sent ?? [])[...]
        write(ResponseBytes.head(representation.status, headers, room: min(unsent.count, Self.pieceSize)))
    }

    /// Writes, and a piece of the body with it; the next when the client has taken that.
    private func write(_ buffer: ByteBuffer) {
        guard let context else { return }
        phase = .taking
        var buffer = buffer
        buffer.writeBytes(unsent.prefix(Self.pieceSize))
        unsent = unsent.dropFirst(Self.pieceSize)
        let connection = NIOLoopBound(self, eventLoop: loop)
        context.writeAndFlush(wrapOutboundOut(buffer)).whenComplete { result in
            switch result {
            case .success: connection.value.taken()
            case .failure: connection.value.close()
            }
        }
    }

    /// The client, or the kernel for it, has taken the answer.
    private func taken() {
        guard let context else { return }
        guard unsent.isEmpty else { return write(ByteBuffer()) }
        unsent = []
        guard !isLast else { return isDraining || refusal != nil ? close() : endOutput() }
        phase = .request
        arrivedBytes = 0
        hasRequestLine = false
        while !queue.isEmpty, !isBusy { take(queue.removeFirst()) }
        if let fault = queuedFault, !isBusy { return refuse(fault) }
        if isDraining, case .request = phase { return close() }
        if mustRead, queue.isEmpty {
            mustRead = false
            context.read()
        }
    }

    private var isBusy: Bool {
        switch phase {
        case .request, .head, .body: false
        case .answer, .taking, .stream, .close: true
        }
    }

    /// Answers what is no request, or one that comes too slowly, and closes.
    func refuse(_ fault: HTTPFault) {
        isLast = true
        var answer = RouteTable.refusal(fault)
        answer.headers.append(("Connection", "close"))
        let body = answer.body.map { $0.bytes + [UInt8(ascii: "\n")] } ?? []
        answer.headers += [("Content-Type", "application/json; charset=utf-8"), ("Content-Length", String(body.count))]
        unsent = body[...]
        write(ResponseBytes.head(answer.status, answer.headers, room: body.count))
    }

    private func endOutput() {
        phase = .close
        arrivedBytes = 0
        queue = []
        guard let context else { return }
        context.close(mode: .output, promise: nil)
        if mustRead { context.read() }
    }

    // MARK: Streams

    /// Returns whether the pieces are wanted.
    private func begin(_ stream: HTTPStream, _ answer: HTTPAnswer, of call: HTTPCall) -> Bool {
        guard let context, case .answer(let head) = phase else { return false }
        isLast = true
        var headers = answer.headers
        headers += [("Content-Type", stream.contentType), ("Connection", "close")]
        let isChunked = !head.isHTTP10
        if isChunked { headers.append(("Transfer-Encoding", "chunked")) }
        let buffer = ResponseBytes.head(answer.status, headers, version: isChunked ? "1.1" : "1.0")
        guard call.method != "HEAD" else {
            write(buffer)
            return false
        }
        self.stream = stream.source
        self.isChunked = isChunked
        phase = .stream
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        return true
    }

    /// Completes when the client, or the kernel for it, has taken the piece; fails when it is too slow. nil when the
    /// client is gone.
    private func write(_ piece: [UInt8], _ stream: HTTPStream) -> EventLoopFuture<Void>? {
        guard let context, self.stream != nil else { return nil }
        guard !piece.isEmpty else { return loop.makeSucceededVoidFuture() }
        let channel = context.channel
        let cutOff = loop.scheduleTask(in: stream.patience.amount) { channel.close(promise: nil) }
        let buffer = isChunked ? ResponseBytes.chunk(piece) : ByteBuffer(bytes: piece)
        return context.writeAndFlush(wrapOutboundOut(buffer)).always { _ in cutOff.cancel() }
    }

    private func endStream() {
        guard context != nil, stream != nil else { return }
        stream = nil
        write(isChunked ? ResponseBytes.lastChunk : ByteBuffer())
    }
}
