import JSON

/// A request as a route sees it.
package struct HTTPCall: Sendable {
    /// As on the request line: "GET".
    package let method: String
    /// The path, still percent-encoded, without the query.
    package let path: String
    /// The query's pairs, decoded; of a repeated name the last.
    package let query: [String: String]
    /// What the placeholders of the route's pattern stand for, decoded.
    package internal(set) var parameters: [String: String] = [:]
    /// The whole body, within the table's limit.
    package let body: [UInt8]
    private let headers: [String: String]

    /// - Parameters:
    ///   - target: The request target in origin form: path and query, RFC 9112 section 3.2.1.
    ///   - headers: Of a repeated name the last counts.
    package init(_ method: String, _ target: String, headers: [(String, String)] = [], body: [UInt8] = []) {
        self.method = method
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts.first ?? "/")
        query = Self.pairs(of: parts.count > 1 ? parts[1] : "")
        self.headers = Dictionary(headers.map { ($0.lowercased(), $1) }, uniquingKeysWith: { $1 })
        self.body = body
    }

    /// The value of a header; names are told apart without regard to case.
    package func header(_ name: String) -> String? { headers[name.lowercased()] }

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

    private static func pairs(of query: Substring) -> [String: String] {
        var pairs: [String: String] = [:]
        for pair in query.split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(sides[0]) else { continue }
            pairs[name] = sides.count > 1 ? PercentEncoding.decode(sides[1]) : ""
        }
        return pairs
    }
}
