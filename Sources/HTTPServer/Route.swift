/// One method on one path.
package struct Route: Sendable {
    package typealias Handler = @Sendable (HTTPCall) async throws -> HTTPAnswer

    /// GET serves HEAD too.
    package enum Method: String, Sendable { case get = "GET", post = "POST", put = "PUT", delete = "DELETE" }

    package let method: Method
    /// Segments as they are, and `{name}` for any one segment that is not empty: `/services/{name}/restart`.
    package let pattern: String
    let segments: [Substring]
    let handler: Handler

    package init(_ method: Method, _ pattern: String, _ handler: @escaping Handler) {
        self.method = method
        self.pattern = pattern
        self.handler = handler
        segments = RouteTable.segments(of: pattern)
    }

    func serves(_ wanted: String) -> Bool { method.rawValue == wanted || method == .get && wanted == "HEAD" }

    /// What the placeholders stand for in a path of these (encoded) segments; nil when it is another path.
    func parameters(of path: [Substring]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (expected, given) in zip(segments, path) {
            guard let text = PercentEncoding.decode(given) else { return nil }
            if expected.hasPrefix("{") {
                guard !text.isEmpty else { return nil }
                parameters[String(expected.dropFirst().dropLast())] = text
            } else if text != expected {
                return nil
            }
        }
        return parameters
    }
}
