import NIOHTTP1

/// What a request's line and headers say, checked: RFC 9112.
///
/// The decoder lets through what is well formed and means two things at once, or none: two lengths, a length beside
/// chunks, a host twice. Whoever stands between a client and the node might read such a request in another way than the
/// node does, and so let one through inside another: it is refused.
struct RequestHead {
    let method: String
    /// Path and query.
    let target: String
    let headers: [(String, String)]
    /// The length that `Content-Length` announces; nil for none or in chunks.
    let announced: Int?
    let isHTTP10: Bool
    /// Whether the sender waits to be told to send the body: `Expect: 100-continue`.
    let waitsForContinue: Bool
    /// Whether it is the connection's last: the sender wants it so, or wants another protocol than this.
    let isLast: Bool

    init(_ head: HTTPRequestHead, _ limits: HTTPLimits) throws(HTTPFault) {
        method = head.method.rawValue
        isHTTP10 = head.version == .http1_0
        guard head.version == .http1_1 || isHTTP10 else { throw HTTPFault(505, "HTTP/1.1 is spoken here, and 1.0") }
        for (name, value) in head.headers where !Self.isClean(value) {
            throw .badRequest("The header \(name) has a control character in its value")
        }
        let fields = Self.trimmed(head.headers)
        let hosts = fields[canonicalForm: "host"]
        guard hosts.count == 1 || hosts.isEmpty && isHTTP10 else {
            throw .badRequest("A request has the header Host, once")
        }
        let (target, host) = try Self.origin(head.uri, of: head.method, host: hosts.first.map(String.init), limits)
        self.target = target
        headers = fields.filter { $0.name.lowercased() != "host" } + (host.map { [("Host", $0)] } ?? [])
        announced = try Self.length(fields, isHTTP10: isHTTP10)
        for name in ["Authorization", "Content-Type"] where fields[name].count > 1 {
            throw .badRequest("The header \(name) is there more than once")
        }
        let wishes = fields["Expect"].map { $0.lowercased() }
        guard wishes.allSatisfy({ $0 == "100-continue" }) else {
            throw HTTPFault(417, "Only 100-continue can be expected here")
        }
        let hasBody = announced.map { $0 > 0 } ?? fields.contains(name: "Transfer-Encoding")
        waitsForContinue = !wishes.isEmpty && hasBody && !isHTTP10
        isLast = !head.isKeepAlive || fields.contains(name: "Upgrade") || head.method == .CONNECT
    }

    /// As it was sent, fit or not.
    var requestID: String? { headers.last { $0.0.lowercased() == "x-request-id" }?.1 }

    // MARK: Target and host

    /// Path and query of a target in origin form, or in absolute form, whose host then counts: RFC 9112, section 3.2.
    private static func origin(
        _ target: String, of method: HTTPMethod, host: String?, _ limits: HTTPLimits
    ) throws(HTTPFault) -> (target: String, host: String?) {
        guard target.utf8.count <= limits.target else {
            throw HTTPFault(414, "The path and query are over the limit of \(limits.target) bytes")
        }
        guard target.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }) else {
            throw .badRequest("The path or query has a character that must be percent-encoded")
        }
        if let host, !isHost(host) { throw .badRequest("The header Host is no host with perhaps a port") }
        if target.hasPrefix("/") || target == "*" && method == .OPTIONS { return (target, host) }
        if method == .CONNECT { throw HTTPFault(405, "CONNECT is not possible here", headers: ["Allow": "GET"]) }
        for scheme in ["http://", "https://"] where target.lowercased().hasPrefix(scheme) {
            let rest = target.dropFirst(scheme.count)
            let authority = rest.prefix { $0 != "/" && $0 != "?" }
            let path = rest.dropFirst(authority.count)
            guard !authority.isEmpty, isHost(authority) else { break }
            return (path.hasPrefix("/") ? String(path) : "/" + path, String(authority))
        }
        throw .badRequest("What is asked for must be a path that begins with \"/\"")
    }

    /// `name`, `name:80`, `[::1]:80`; empty is allowed.
    private static func isHost(_ text: some StringProtocol) -> Bool {
        text.utf8.count <= 300
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "-._~:[]%!$&'()*+,;=".utf8.contains(byte)
                }
            }
    }

    // MARK: The body's length

    private static func length(_ fields: HTTPHeaders, isHTTP10: Bool) throws(HTTPFault) -> Int? {
        let (lengths, codings) = (fields["Content-Length"], fields["Transfer-Encoding"])
        guard codings.isEmpty else {
            guard lengths.isEmpty else { throw .badRequest("Content-Length and Transfer-Encoding exclude each other") }
            guard !isHTTP10 else { throw .badRequest("HTTP/1.0 has no Transfer-Encoding") }
            guard codings.count == 1, codings[0].lowercased() == "chunked" else {
                throw HTTPFault(501, "The only Transfer-Encoding here is chunked")
            }
            return nil
        }
        guard let text = lengths.first else { return nil }
        guard lengths.count == 1, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), !text.isEmpty else {
            throw .badRequest("Content-Length is one number in decimal digits")
        }
        return Int(text) ?? .max
    }

    /// The fields without the white space around their values, which is no part of them: RFC 9110, section 5.5.
    static func trimmed(_ fields: HTTPHeaders) -> HTTPHeaders {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        // The decoder has left out what is before them.
        guard fields.contains(where: { $0.value.utf8.last.map(isSpace) == true }) else { return fields }
        return HTTPHeaders(
            fields.map { name, value in
                (name, value.utf8.lastIndex { !isSpace($0) }.map { String(value[...$0]) } ?? "")
            })
    }

    private static func isClean(_ value: String) -> Bool {
        value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }
}
