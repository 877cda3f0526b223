/// Which web pages of other origins a browser lets call the server: the Fetch standard's CORS protocol.
package struct CrossOrigin: Sendable {
    private let origins: Set<String>

    /// - Parameter origins: As browsers send them: `https://panel.example`.
    package init(_ origins: [String]) { self.origins = Set(origins.map { $0.lowercased() }) }

    /// Whether the call comes from a page of a listed origin.
    package func isListed(_ call: HTTPCall) -> Bool {
        call.header("Origin").map { origins.contains($0.lowercased()) } ?? false
    }

    /// What every answer says. Without a list nothing is said, and so nothing allowed.
    func headers(of call: HTTPCall) -> [(name: String, value: String)] {
        guard !origins.isEmpty else { return [] }
        guard isListed(call), let origin = call.header("Origin") else { return [("Vary", "Origin")] }
        return [
            ("Vary", "Origin"), ("Access-Control-Allow-Origin", origin),
            ("Access-Control-Expose-Headers", "ETag, Retry-After, X-Request-ID"),
        ]
    }

    /// What the answer to `OPTIONS` says besides when a browser asks beforehand.
    func preflight(_ call: HTTPCall, methods: String) -> [(name: String, value: String)] {
        guard isListed(call), call.header("Access-Control-Request-Method") != nil else { return [] }
        return [
            ("Access-Control-Allow-Methods", methods),
            (
                "Access-Control-Allow-Headers",
                "Accept, Authorization, Content-Type, If-None-Match, Last-Event-ID, X-Request-ID"
            ),
            ("Access-Control-Max-Age", "600"),
        ]
    }
}
