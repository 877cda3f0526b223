import JSON

/// A response as a route gives it: a status, headers, and what follows them.
package struct HTTPAnswer: Sendable {
    package enum Content: Sendable {
        case none
        case json(JSON)
        /// Text, a page: bytes of that media type.
        case bytes([UInt8], type: String)
        /// Sent until it ends; then the connection is closed.
        case stream(HTTPStream)
    }
    package var status: Int
    package var headers: [(name: String, value: String)]
    package var content: Content
    /// The route's, put in by the table.
    var tag = EntityTag.none
    /// JSON content as bytes, and what the tag comes to, where that is known already.
    private(set) var encoding: (bytes: [UInt8], tag: String?)?

    package init(_ status: Int, _ body: JSON?, headers: [(name: String, value: String)] = []) {
        self.status = status
        self.headers = headers
        content = body.map { .json($0) } ?? .none
    }

    package init(_ status: Int, _ stream: HTTPStream, headers: [(name: String, value: String)] = []) {
        self.status = status
        self.headers = headers
        content = .stream(stream)
    }

    /// - Parameter type: Its media type, with `; charset=utf-8` for text.
    package init(_ status: Int, _ text: String, type: String, headers: [(name: String, value: String)] = []) {
        self.status = status
        self.headers = headers
        content = .bytes(Array(text.utf8), type: type)
    }

    /// The same with its encoding, for one that is sent several times.
    func encoded() -> HTTPAnswer {
        guard case .json(let json) = content else { return self }
        let bytes = Self.bytes(of: json)
        var answer = self
        answer.encoding = (bytes, tag.value(of: content, bytes: bytes))
        return answer
    }

    static func bytes(of json: JSON) -> [UInt8] { json.bytes + [UInt8(ascii: "\n")] }

    /// The content when it is JSON.
    package var body: JSON? {
        guard case .json(let body) = content else { return nil }
        return body
    }

    package static func ok(_ body: JSON) -> HTTPAnswer { HTTPAnswer(200, body) }

    /// The value of the first header of that name.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// A refusal, answered as `{"error":{"message":"…","status":…}}`.
package struct HTTPFault: Error, Sendable, Equatable {
    package let status: Int
    package let message: String
    /// What the status asks for besides: `Allow` of 405, `WWW-Authenticate` of 401.
    package let headers: [String: String]

    package init(_ status: Int, _ message: String, headers: [String: String] = [:]) {
        self.status = status
        self.message = message
        self.headers = headers
    }

    package static func badRequest(_ message: String) -> HTTPFault { HTTPFault(400, message) }
    package static func notFound(_ message: String) -> HTTPFault { HTTPFault(404, message) }
    package static func tooLarge(limit: Int) -> HTTPFault {
        HTTPFault(413, "The body is over the limit of \(limit) bytes")
    }

    package var answer: HTTPAnswer {
        let body: JSON = ["error": ["message": .string(message), "status": .int(Int64(status))]]
        return HTTPAnswer(status, body, headers: headers.map { ($0, $1) })
    }
}
