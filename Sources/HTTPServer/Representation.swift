import JSON

/// An answer as it goes onto the wire: its body in bytes, perhaps in gzip, and the headers that say so; or 304 when the
/// client has it already.
struct Representation {
    /// Smaller bodies are not worth the work: they fit into one packet either way.
    static let leastCompressed = 1024

    private(set) var status: Int
    private(set) var headers: [(name: String, value: String)]
    /// nil for none.
    private(set) var body: [UInt8]?

    /// - Parameter answer: No stream.
    init(_ answer: HTTPAnswer, of call: HTTPCall) {
        status = answer.status
        headers = answer.headers
        let type: String
        switch answer.content {
        case .none, .stream: return
        case .json(let json):
            body = answer.encoding?.bytes ?? HTTPAnswer.bytes(of: json)
            type = "application/json; charset=utf-8"
        case .bytes(let bytes, let contentType):
            body = bytes
            type = contentType
        }
        let bytes = body ?? []
        let mayShrink = bytes.count >= Self.leastCompressed && Self.isText(type)
        if mayShrink { headers.append(("Vary", "Accept-Encoding")) }
        let isGzip = mayShrink && WeightedList.takesGzip(call.header("Accept-Encoding"))
        if tag(answer, bytes, isGzip: isGzip, call) { return }
        headers.append(("Content-Type", type))
        guard isGzip, let compressed = Gzip.compress(bytes) else { return }
        headers.append(("Content-Encoding", "gzip"))
        body = compressed
    }

    /// Whether the client has this state of it, which then is all it is told.
    private mutating func tag(_ answer: HTTPAnswer, _ bytes: [UInt8], isGzip: Bool, _ call: HTTPCall) -> Bool {
        let reckoned = answer.encoding.map(\.tag) ?? answer.tag.value(of: answer.content, bytes: bytes)
        guard status == 200, let value = reckoned else { return false }
        // The bytes are others in gzip: only the meaning is the same.
        headers.append(("ETag", isGzip && !value.hasPrefix("W/") ? "W/" + value : value))
        guard let known = call.header("If-None-Match"), EntityTag.isKnown(value, to: known) else { return false }
        status = 304
        body = nil
        return true
    }

    private static func isText(_ type: String) -> Bool {
        let name = type.prefix { $0 != ";" }
        return name.hasPrefix("text/") || name.hasSuffix("json") || name.hasSuffix("javascript")
            || name.hasSuffix("+xml") || name.hasSuffix("yaml")
    }
}
