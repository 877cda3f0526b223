import JSON

/// A request as a route sees it.
package struct HTTPCall: Sendable {
    /// As on the request line: "GET".
    package let method: String
    /// The path, still percent-encoded, without the query.
    package let path: String
    let rawQuery: Substring
    /// The query's pairs, decoded, and as the route takes them.
    package internal(set) var query: [String: String] = [:]
    /// What the placeholders of the route's pattern stand for, decoded.
    package internal(set) var parameters: [String: String] = [:]
    /// Which of the media types that the route has the client wants most.
    package internal(set) var mediaType = ""
    /// The whole body, within the table's limit.
    package let body: [UInt8]
    /// Whether there was more of a body than the limit; what there was is not kept.
    let isOversized: Bool
    /// Who sent it.
    package let peer: PeerAddress
    private let headers: [String: String]

    /// - Parameters:
    ///   - target: The request target in origin form: path and query, RFC 9112 section 3.2.1.
    ///   - headers: Of a repeated name the last counts, but for those that are lists.
    package init(
        _ method: String, _ target: String, headers: [(String, String)] = [], body: [UInt8] = [],
        isOversized: Bool = false,
        peer: PeerAddress = .loopback
    ) {
        self.method = method
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts.first ?? "/")
        rawQuery = parts.count > 1 ? parts[1] : ""
        var fields: [String: String] = [:]
        for (name, value) in headers {
            let name = name.lowercased()
            fields[name] = Self.lists.contains(name) ? fields[name].map { $0 + ", " + value } ?? value : value
        }
        self.headers = fields
        self.body = body
        self.isOversized = isOversized || body.count > RouteTable.bodyLimit
        self.peer = peer
    }

    /// The value of a header; names are told apart without regard to case.
    package func header(_ name: String) -> String? { headers[name.lowercased()] }

    /// Whether the client takes this media type, be it not the one that it wants most.
    package func accepts(_ type: String) -> Bool { WeightedList.mediaType(header("Accept"), of: [type]) != nil }

    /// The decoded text in place of `{name}`. Asking for a placeholder that the pattern lacks is our own mistake.
    package func parameter(_ name: String) -> String {
        guard let value = parameters[name] else { preconditionFailure("the route has no {\(name)}") }
        return value
    }

    /// The body as JSON; nil for an empty one. Throws 400 for what is not JSON.
    package func json() throws(HTTPFault) -> JSON? {
        guard !body.isEmpty else { return nil }
        do throws(JSONParseError) {
            return try JSON(parsing: body)
        } catch {
            throw .badRequest("The body is not JSON: \(error)")
        }
    }

    /// The body as a JSON object; nil for an empty one. Throws 400 for what is none: also who takes nothing from a body
    /// asks for this first, lest something be done that was asked for in another way.
    package func object() throws(HTTPFault) -> JSON? {
        guard let json = try json() else { return nil }
        guard json.object != nil else { throw .badRequest("The body must be a JSON object") }
        return json
    }

    /// Whether a flag of the query is set. The route has said that it is one, so it is one of a flag's values.
    package func flag(_ name: String) -> Bool { query[name].flatMap(QueryParameter.flag) ?? false }

    /// A number of the query, within the route's range; nil when it is not there, or is the word in a number's place.
    package func integer(_ name: String) -> Int? { query[name].flatMap(QueryParameter.integer) }

    private static let lists: Set = ["accept", "accept-encoding", "if-none-match", "prefer"]
}
