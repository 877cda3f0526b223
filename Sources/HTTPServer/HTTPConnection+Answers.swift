import JSON
import NIOCore

/// How requests are answered: by the route table, in pieces that the client has to take in time.
extension HTTPConnection {
    /// - Parameter isOversized: Whether the body is over the limit; the rest of it is not looked at.
    func answer(_ head: RequestHead, isOversized: Bool = false) {
        phase = .answer(head)
        isLast = isLast || head.isLast || isOversized || isNothingLeft
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
        unsent = UnsentBody(sent ?? [])
        write(ResponseBytes.head(representation.status, headers, room: unsent.nextCount))
    }

    /// Writes, and a piece of the body with it; the next when the client has taken that.
    private func write(_ buffer: ByteBuffer) {
        guard let context else { return }
        phase = .taking
        var buffer = buffer
        unsent.writeNext(to: &buffer)
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
        guard context != nil else { return }
        guard unsent.isEmpty else { return write(ByteBuffer()) }
        guard !isLast else { return isDraining || refusal != nil ? close() : endOutput() }
        takeNext()
    }

    /// Answers what is no request, or one that comes too slowly, and closes.
    /// - Parameters:
    ///   - method: Of the request, where that is known; HEAD is answered without a body.
    ///   - requestID: As it was sent.
    func refuse(_ fault: HTTPFault, method: String? = nil, requestID: String? = nil) {
        isLast = true
        if case .body(let head) = phase, method == nil {
            return refuse(fault, method: head.method, requestID: head.requestID)
        }
        var answer = server.routes.refusal(fault, requestID: requestID)
        answer.headers.append(("Connection", "close"))
        let body = answer.body.map { $0.bytes + [UInt8(ascii: "\n")] } ?? []
        answer.headers += [("Content-Type", "application/json; charset=utf-8"), ("Content-Length", String(body.count))]
        unsent = UnsentBody(method == "HEAD" ? [] : body)
        write(ResponseBytes.head(answer.status, answer.headers, room: unsent.nextCount))
    }

    /// The last answer is written: nothing that comes is looked at any more.
    func endOutput() {
        phase = .close
        forgetRequests()
        guard let context else { return }
        context.close(mode: .output, promise: nil)
        resumeReading()
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
