import EventLoop
import Glibc
import JSON
import Logging
import TestSupport
import Testing

@testable import HTTPServer

/// A server on a port of its own, for the time of `body`.
///
/// It has `/health`, `/echo` (POST), `/query` with the parameter `n`, and `/large`: 4 MB of text.
func withLiveServer(
    limits: HTTPLimits = HTTPLimits(), routes: [Route] = [], certificates: ServerCertificates? = nil,
    metrics: HTTPMetrics? = nil,
    _ body: (HTTPServer, ListeningSocket) async throws -> Void
) async throws {
    let large = Array(String(repeating: "all work and no play\n", count: 200_000).utf8)
    let standard = [
        Route(.get, "/health", access: .open) { _ in .ok(["status": "online"]) },
        Route(.post, "/echo") { .ok(try $0.json() ?? .null) },
        Route(.get, "/query", query: [.integer("n", 1...9)]) { .ok(["n": .int(Int64($0.integer("n") ?? 0))]) },
        Route(.get, "/large", produces: ["text/plain"]) { _ in
            var answer = HTTPAnswer(200, nil)
            answer.content = .bytes(large, type: "text/plain")
            return answer
        },
    ]
    let table = RouteTable(
        standard + routes, isStrict: true, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        metrics: metrics)
    let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
    let server = HTTPServer(limits: limits, certificates: certificates)
    try await server.start(table, on: socket) { Issue.record($0) }
    do {
        try await body(server, socket)
    } catch {
        await server.stop(grace: .zero)
        throw error
    }
    await server.stop(grace: .zero)
}

/// What came over a connection, taken apart.
struct RawAnswer {
    let status: Int
    /// Names in small letters.
    let headers: [String: String]
    let body: String

    /// The first answer in `text`; nil when its head has not come whole.
    init?(_ text: String) {
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        let parts = lines[0].split(separator: " ")
        guard parts.count >= 2, parts[0].hasPrefix("HTTP/1."), let code = Int(parts[1]) else { return nil }
        status = code
        headers = Dictionary(
            lines.dropFirst().map { line in
                let sides = line.split(separator: ":", maxSplits: 1)
                return (sides[0].lowercased(), sides.count > 1 ? String(sides[1].drop { $0 == " " }) : "")
            }, uniquingKeysWith: { $0 + ", " + $1 })
        body = String(text[end.upperBound...])
    }
}

extension String {
    func range(of text: String) -> Range<Index>? { ranges(of: text).first }
}
