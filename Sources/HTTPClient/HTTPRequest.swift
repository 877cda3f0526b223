/// One HTTP request.
package struct HTTPRequest: Sendable {
    package var method: String
    /// `http://` or `https://`. With ``unixSocket`` the host serves only for the Host header.
    package var url: String
    /// The path of a Unix socket to connect to in place of the URL's host.
    package var unixSocket: String?
    package var headers: [(name: String, value: String)] = []
    package var body: [UInt8]?
    /// A body that is made while it is sent, in place of ``body``.
    package var bodyStream: HTTPBodyStream?
    /// For `https://`: nil trusts the system's authorities and shows no certificate.
    package var tls: TLSFiles?
    /// Nil goes to the host itself, whatever the environment says.
    package var proxy: HTTPProxy?
    /// For `https://`: HTTP/2 where the server offers it (ALPN), several requests over one connection then.
    package var mayUseHTTP2 = false
    /// How long name lookup, connection and TLS handshake may take together.
    package var connectTimeout = Duration.seconds(5)
    /// How long everything may take, from the call to the last byte; nil for no such limit.
    package var timeout: Duration? = .seconds(10)
    /// How long status and headers may take, from the call on; nil for no such limit. For responses without an end.
    package var headTimeout: Duration?
    /// How long the server may be silent once the request is under way; nil for no such limit.
    package var inactivityTimeout: Duration?
    /// The longest body of a response that is kept, in bytes; a longer one ends the transfer with an error.
    package var bodyLimit = 1 << 20

    package init(_ method: String, url: String) {
        self.method = method
        self.url = url
    }
}

extension HTTPRequest {
    /// Refuses what could be read as something else on the wire: line breaks in a header foremost (RFC 9110, section 5).
    func validate() throws(HTTPClientError) {
        guard Self.isToken(method) else { throw .invalidMethod }
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw .badURL("it must begin with http:// or https://")
        }
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw .badURL("it contains a space or a control character")
        }
        guard body == nil || bodyStream == nil else { throw .bodyFailed("there are two bodies") }
        for header in headers {
            guard Self.isToken(header.name) else { throw .invalidHeader(name: header.name) }
            guard header.value.utf8.allSatisfy({ ($0 >= 0x20 || $0 == 0x09) && $0 != 0x7F }) else {
                throw .invalidHeader(name: header.name)
            }
        }
        if let path = unixSocket, path.isEmpty || path.utf8.contains(0) {
            throw .badURL("the path of the Unix socket is empty or contains a zero byte")
        }
    }

    func hasHeader(_ name: String) -> Bool {
        headers.contains { $0.name.lowercased() == name.lowercased() }
    }

    /// RFC 9110, section 5.6.2.
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}
