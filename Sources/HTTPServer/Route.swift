/// One method on one path.
package struct Route: Sendable {
    package typealias Handler = @Sendable (HTTPCall) async throws -> HTTPAnswer

    /// GET serves HEAD too.
    package enum Method: String, Sendable { case get = "GET", post = "POST", put = "PUT", delete = "DELETE" }

    /// Who may call it. What each of these asks for is for the server's guard to say.
    package enum Access: Sendable, Equatable {
        /// Anybody, always: that it lives, or what its handler guards itself.
        case open
        /// Who may see how things are.
        case read
        /// Who may see what may be anything, secrets included: output of services, files of support. Never stored.
        case confidential
        /// Who may change something.
        case admin
    }

    package let method: Method
    /// Segments as they are, and `{name}` for any one segment that is not empty: `/services/{name}/restart`.
    package let pattern: String
    package let access: Access
    /// What the query may have; anything else in it is answered with 400.
    package let query: [QueryParameter]
    /// The media types of its answers, the usual one first. Which one the client wants most is ``HTTPCall/mediaType``.
    package let produces: [String]
    package let tag: EntityTag
    /// Where an answer without a query is kept for a moment; nil for one that is made anew each time.
    let recent: RecentAnswer?
    let segments: [Substring]
    let handler: Handler

    /// - Parameter access: By default, to read for GET and to administer for the others.
    package init(
        _ method: Method, _ pattern: String, access: Access? = nil, query: [QueryParameter] = [],
        produces: [String] = ["application/json"], tag: EntityTag = .none, recent: RecentAnswer? = nil,
        _ handler: @escaping Handler
    ) {
        self.method = method
        self.pattern = pattern
        self.access = access ?? (method == .get ? .read : .admin)
        self.query = query
        self.produces = produces
        self.tag = tag
        self.recent = recent
        self.handler = handler
        segments = RouteTable.segments(of: pattern)
    }

    /// `GET` and `HEAD`, or the one method.
    var methods: [String] { method == .get ? ["GET", "HEAD"] : [method.rawValue] }

    func serves(_ wanted: String) -> Bool { wanted == method.rawValue || method == .get && wanted == "HEAD" }

    /// What the placeholders stand for in a path of these decoded segments; nil when it is another path.
    func parameters(of path: [String]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (expected, given) in zip(segments, path) {
            if expected.hasPrefix("{") {
                guard !given.isEmpty else { return nil }
                parameters[String(expected.dropFirst().dropLast())] = given
            } else if given != expected {
                return nil
            }
        }
        return parameters
    }
}
