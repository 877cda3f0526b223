import EventLoop
import HTTPServer
import JSON
import StatusCache

/// What orchestrators and balancers ask, without a token.
struct LifeRoutes: Sendable {
    let source: any NodeSource

    var routes: [Route] {
        [
            Route(.get, "/livez", access: .open, produces: ["text/plain"]) { _ in
                HTTPAnswer(200, "ok\n", type: "text/plain; charset=utf-8")
            },
            Route(.get, "/readyz", access: .open, ready),
        ]
    }

    /// Ready is who can tell how the node is: the supervisor is heard, and the status cache has been read. Whether the
    /// node is well is for `/health` to say.
    @Sendable private func ready(_ call: HTTPCall) async throws -> HTTPAnswer {
        let snapshot = try await source.snapshot()
        let supervisor = source.supervisorView()
        var reasons: [String] = []
        if supervisor.isStale(at: .now) { reasons.append("supervisor: \(supervisor.failure ?? "has not answered")") }
        if snapshot.isEmpty { reasons.append("status cache: there is nothing in it yet, or it cannot be read") }
        var body: [String: JSON] = [
            "ready": .bool(reasons.isEmpty), "reasons": .array(reasons.map(JSON.string)),
        ]
        guard !reasons.isEmpty else { return .ok(.object(body)) }
        body["error"] = ["message": .string("Not ready: " + reasons.joined(separator: "; ")), "status": 503]
        return HTTPAnswer(503, .object(body), headers: [("Retry-After", "1")])
    }
}
