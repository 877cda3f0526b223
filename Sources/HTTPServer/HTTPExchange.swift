import HTTPTypes
import HummingbirdCore
import JSON
import NIOCore

/// One request read from the wire and its answer written: the border to Hummingbird's types.
enum HTTPExchange {
    /// How much of a body that was refused is read and thrown away, so that its sender gets to see the answer.
    private static let drainLimit = 1 << 20

    struct ConnectionEnds: Error {}

    static func serve(
        _ request: Request, _ writer: consuming ResponseWriter, _ routes: RouteTable, on channel: any Channel,
        _ streams: OpenStreams
    ) async throws {
        let announced = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        if announced > RouteTable.bodyLimit {
            let call = call(request, oversized)
            try await write(await routes.answer(call), of: call, to: request, writer, closing: true)
            return try await drain(request.body)
        }
        guard let body = try await collect(request.body) else {
            let call = call(request, oversized)
            try await write(await routes.answer(call), of: call, to: request, writer, closing: true)
            throw ConnectionEnds()
        }
        let call = call(request, body)
        let answer = await routes.answer(call)
        if case .stream(let stream) = answer.content {
            streams.add(stream.source)
            defer { streams.remove(stream.source) }
            try await send(stream, answer, to: request, writer, on: channel)
            throw ConnectionEnds()
        }
        try await write(answer, of: call, to: request, writer, closing: false)
    }

    private static func send(
        _ stream: HTTPStream, _ answer: HTTPAnswer, to request: Request, _ writer: consuming ResponseWriter,
        on channel: any Channel
    ) async throws {
        var fields = fields(of: answer.headers)
        fields[.contentType] = stream.contentType
        fields[.connection] = "close"
        let head = HTTPResponse(status: .init(code: answer.status), headerFields: fields)
        guard request.method != .head else { return try await writer.writeResponse(head) }
        try await channel.pipeline.addHandler(StreamEnd(of: stream.source), position: .first).get()
        var body = try await writer.writeHead(head)
        while let piece = await stream.source.next() {
            let cutOff = channel.eventLoop.scheduleTask(in: .nanoseconds(stream.patience.inNanoseconds)) {
                channel.close(promise: nil)
            }
            defer { cutOff.cancel() }
            try await body.write(ByteBuffer(bytes: piece))
        }
        try await body.finish(nil)
    }

    private static func fields(of headers: [(name: String, value: String)]) -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        fields[.date] = HTTPDate.now()
        return fields
    }

    /// Stands for a body that is longer than any allowed one.
    private static let oversized = [UInt8](repeating: 0, count: RouteTable.bodyLimit + 1)

    private static func call(_ request: Request, _ body: [UInt8]) -> HTTPCall {
        var headers = request.headers.map { ($0.name.canonicalName, $0.value) }
        // The decoder takes Host out of the headers.
        if let host = request.head.authority { headers.append(("Host", host)) }
        return HTTPCall(request.method.rawValue, request.head.path ?? "/", headers: headers, body: body)
    }

    /// The whole body; nil when it is too long. What follows is thrown away up to the limit.
    private static func collect(_ stream: RequestBody) async throws -> [UInt8]? {
        var body: [UInt8] = []
        var count = 0
        for try await chunk in stream {
            count += chunk.readableBytes
            if count <= RouteTable.bodyLimit { body.append(contentsOf: chunk.readableBytesView) }
            if count > drainLimit { return nil }
        }
        return count <= RouteTable.bodyLimit ? body : nil
    }

    private static func drain(_ stream: RequestBody) async throws {
        var count = 0
        for try await chunk in stream {
            count += chunk.readableBytes
            if count > drainLimit { break }
        }
        throw ConnectionEnds()
    }

    /// What ``ConnectionPersistence`` found out, said back: to HTTP/1.0 staying has to be promised.
    private static func persistence(_ request: Request) -> String? {
        let wanted = request.headers[.connection]
        return wanted == "close" || wanted == "keep-alive" ? wanted : nil
    }

    private static func write(
        _ answer: HTTPAnswer, of call: HTTPCall, to request: Request, _ writer: consuming ResponseWriter, closing: Bool
    ) async throws {
        let representation = Representation(answer, of: call)
        let body = representation.body
        var fields = fields(of: representation.headers)
        if let body { fields[.contentLength] = String(body.count) }
        fields[.connection] = closing ? "close" : persistence(request)
        let head = HTTPResponse(status: .init(code: representation.status), headerFields: fields)
        if let body, request.method != .head {
            try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        } else {
            try await writer.writeResponse(head)
        }
    }
}
