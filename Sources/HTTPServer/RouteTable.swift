import Logging

/// Every route of a server in one place. Answers whatever is asked; its errors are JSON too:
/// `{"error":{"message","status"}}`.
package struct RouteTable: Sendable {
    /// Runs before a route's handler; throws to refuse.
    package typealias Guard = @Sendable (Route, HTTPCall) throws -> Void

    /// The longest body: 100 kB, as the conductor contract has it.
    package static let bodyLimit = 100 * 1024
    private static let requestIDLimit = 128

    private let routes: [Route]
    /// Whether a body must say that it is `application/json`; otherwise one of any type is read as JSON.
    private let wantsJSONType: Bool
    private let admit: Guard
    private let logger: Logger

    package init(_ routes: [Route], wantsJSONType: Bool, logger: Logger, admit: @escaping Guard = { _, _ in }) {
        self.routes = routes
        self.wantsJSONType = wantsJSONType
        self.logger = logger
        self.admit = admit
    }

    /// Answers a call; carries its `X-Request-ID`, or a new one, in the answer.
    package func answer(_ call: HTTPCall) async -> HTTPAnswer {
        let requestID = Self.requestID(of: call)
        var answer: HTTPAnswer
        do {
            answer = try await dispatch(call)
        } catch let fault as HTTPFault {
            answer = fault.answer
        } catch {
            logger.error(
                "request failed",
                metadata: [
                    "method": "\(call.method)", "path": "\(call.path)", "request.id": "\(requestID)",
                    "error": "\(error)",
                ])
            answer = HTTPFault(500, "Internal error; the log has more under request id \(requestID)").answer
        }
        answer.headers.append(("X-Request-ID", requestID))
        return answer
    }

    private func dispatch(_ call: HTTPCall) async throws -> HTTPAnswer {
        let path = Self.segments(of: call.path)
        let found = routes.compactMap { route in route.parameters(of: path).map { (route: route, parameters: $0) } }
        // A path that is written out is not what another has a placeholder for: "/a/b" is none of "/a/{name}".
        let fewest = found.map(\.parameters.count).min()
        let matches = found.filter { $0.parameters.count == fewest }
        guard !matches.isEmpty else { throw HTTPFault.notFound("Not found") }
        guard let match = matches.first(where: { $0.route.serves(call.method) }) else {
            let methods = matches.flatMap { $0.route.method == .get ? ["GET", "HEAD"] : [$0.route.method.rawValue] }
            let allow = methods.joined(separator: ", ")
            throw HTTPFault(405, "\(call.method) is not possible here; \(allow) is", headers: ["Allow": allow])
        }
        guard call.body.count <= Self.bodyLimit else { throw HTTPFault.tooLarge(limit: Self.bodyLimit) }
        try admit(match.route, call)
        if wantsJSONType, !call.body.isEmpty, !Self.saysJSON(call.header("Content-Type")) {
            throw HTTPFault(415, "The body must be application/json")
        }
        var call = call
        call.parameters = match.parameters
        return try await match.route.handler(call)
    }

    private static func saysJSON(_ contentType: String?) -> Bool {
        let type = contentType?.split(separator: ";").first?.lowercased().filter { $0 != " " && $0 != "\t" }
        return type == "application/json"
    }

    private static func requestID(of call: HTTPCall) -> String {
        guard let sent = call.header("X-Request-ID"), !sent.isEmpty, sent.utf8.count <= requestIDLimit else {
            return RandomUUID.text()
        }
        return sent
    }

    static func segments(of path: String) -> [Substring] {
        path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    }
}
