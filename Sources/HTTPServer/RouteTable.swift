import EventLoop
import LogOutput
import Logging
import URIText

/// Every route of a server in one place. Answers whatever is asked; its errors are JSON too:
/// `{"error":{"message","status"}}`.
package struct RouteTable: Sendable {
    /// Runs before a route's handler; throws to refuse.
    package typealias Guard = @Sendable (Route, HTTPCall) throws -> Void
    /// Asked before each piece of a stream: whether the call that it answers is still let in.
    package typealias StreamGuard = @Sendable (Route, HTTPCall) -> Bool

    /// The longest body: 100 kB, as the conductor contract has it.
    package static let bodyLimit = 100 * 1024
    private static let requestIDLimit = 128

    private typealias Match = (route: Route, parameters: [String: String])

    package let routes: [Route]
    /// Those without placeholders, by their paths.
    private let written: [String: [Match]]
    /// Whether a body must say that it is `application/json`, a query may have nothing unknown and `Accept` must leave
    /// something in; otherwise a body of any type is read as JSON, and the query is the handler's.
    private let isStrict: Bool
    private let admit: Guard
    private let remains: StreamGuard
    private let origins: CrossOrigin
    private let metrics: HTTPMetrics?
    private let logger: Logger

    package init(
        _ routes: [Route], isStrict: Bool, logger: Logger, metrics: HTTPMetrics? = nil,
        origins: CrossOrigin = CrossOrigin([]),
        admit: @escaping Guard = { _, _ in }, remains: @escaping StreamGuard = { _, _ in true }
    ) {
        self.routes = routes
        let plain = routes.filter { !$0.pattern.contains("{") }
        written = Dictionary(grouping: plain.map { ($0, [:]) }) { $0.route.pattern }
        self.isStrict = isStrict
        self.metrics = metrics
        self.logger = logger
        self.origins = origins
        self.admit = admit
        self.remains = remains
    }

    /// Answers a call; carries its `X-Request-ID`, or a new one, in the answer.
    package func answer(_ call: HTTPCall) async -> HTTPAnswer {
        let requestID = Self.requestID(call.header("X-Request-ID"))
        let begin = MonotonicInstant.now
        // Whatever is done for it, in this process or another, says so in its log lines.
        var (answer, pattern) = await LogContext.$requestID.withValue(requestID) { await outcome(call, requestID) }
        metrics?.note(call.method, pattern, status: answer.status, since: begin)
        if answer.header("Cache-Control") == nil {
            answer.headers.append(("Cache-Control", answer.tag == .none ? "no-store" : "no-cache"))
        }
        answer.headers.append(("X-Request-ID", requestID))
        answer.headers += origins.headers(of: call)
        return answer
    }

    /// The answer, and the pattern of the route that it is of.
    private func outcome(_ call: HTTPCall, _ requestID: String) async -> (HTTPAnswer, pattern: String?) {
        var pattern: String?
        do {
            return (try await dispatch(call, &pattern), pattern)
        } catch let fault as HTTPFault {
            return (fault.answer, pattern)
        } catch {
            logger.error(
                "request failed",
                metadata: [
                    "http.request.method": "\(call.method)", "url.path": "\(call.path)",
                    "http.route": "\(pattern ?? "none")", "error.message": "\(error)",
                ])
            return (HTTPFault(500, "Internal error; the log has more under request id \(requestID)").answer, pattern)
        }
    }

    /// The answer to what is no request that a route could take.
    func refusal(_ fault: HTTPFault, requestID: String?) -> HTTPAnswer {
        metrics?.noteRefused(fault.status)
        var answer = fault.answer
        answer.headers += [("Cache-Control", "no-store"), ("X-Request-ID", Self.requestID(requestID))]
        return answer
    }

    private func dispatch(_ call: HTTPCall, _ pattern: inout String?) async throws -> HTTPAnswer {
        let found = try find(call)
        guard let match = found.first(where: { $0.route.serves(call.method) }) else { return try other(call, found) }
        let route = match.route
        pattern = route.pattern
        guard !call.isOversized else { throw HTTPFault.tooLarge(limit: Self.bodyLimit) }
        try admit(route, call)
        var call = call
        call.parameters = match.parameters
        call.query = try RequestQuery.parse(call.rawQuery)
        if isStrict { try RequestQuery.check(call.query, against: route.query) }
        let type = WeightedList.mediaType(call.header("Accept"), of: route.produces)
        guard let type = type ?? (isStrict ? nil : route.produces.first) else {
            let types = route.produces.joined(separator: ", ")
            throw HTTPFault(406, "Accept leaves out what is here: \(types)")
        }
        call.mediaType = type
        if isStrict, !call.body.isEmpty, !Self.saysJSON(call.header("Content-Type")) {
            throw HTTPFault(415, "The body must be application/json")
        }
        let begin = MonotonicInstant.now
        let recent = call.query.isEmpty ? route.recent : nil
        if let answer = recent?.take(now: begin) { return answer }
        var answer = try await route.handler(call)
        if case .stream(let stream) = answer.content {
            answer.content = .stream(stream.sent { [remains, call] in remains(route, call) })
        }
        if route.access != .confidential, answer.status == 200 { answer.tag = route.tag }
        guard let recent else { return answer }
        answer = answer.encoded()
        recent.keep(answer, made: begin)
        return answer
    }

    /// The routes of the call's path.
    private func find(_ call: HTTPCall) throws(HTTPFault) -> [Match] {
        // Nothing is encoded in such a path, and no other goes before it.
        if let matches = written[call.path] { return matches }
        if call.method == "OPTIONS", call.path == "*" { return routes.map { (route: $0, parameters: [:]) } }
        var path: [String] = []
        for segment in Self.segments(of: call.path) {
            guard let text = PercentEncoding.decoded(segment), !text.utf8.contains(0) else {
                throw .badRequest("The path is not UTF-8 in percent encoding, or has NUL in it")
            }
            path.append(text)
        }
        let found = routes.compactMap { route in route.parameters(of: path).map { (route: route, parameters: $0) } }
        // A path that is written out is not what another has a placeholder for: "/a/b" is none of "/a/{name}".
        let fewest = found.map(\.parameters.count).min()
        let matches = found.filter { $0.parameters.count == fewest }
        guard !matches.isEmpty else { throw .notFound("Not found") }
        return matches
    }

    /// The answer to a method that the path's routes do not have.
    private func other(
        _ call: HTTPCall, _ found: [Match]
    ) throws(HTTPFault) -> HTTPAnswer {
        var methods = found.flatMap(\.route.methods) + ["OPTIONS"]
        if call.path == "*" { methods = Set(methods).sorted() }
        let allow = methods.joined(separator: ", ")
        if call.method == "OPTIONS" {
            return HTTPAnswer(204, nil, headers: [("Allow", allow)] + origins.preflight(call, methods: allow))
        }
        throw HTTPFault(405, "\(call.method) is not possible here; \(allow) is", headers: ["Allow": allow])
    }

    private static func saysJSON(_ contentType: String?) -> Bool {
        let type = contentType?.split(separator: ";").first?.lowercased().filter { $0 != " " && $0 != "\t" }
        return type == "application/json"
    }

    private static func requestID(_ sent: String?) -> String {
        let sent = sent ?? ""
        let isFit =
            (1...requestIDLimit).contains(sent.utf8.count) && sent.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        return isFit ? sent : RandomUUID.text()
    }

    static func segments(of path: String) -> [Substring] {
        path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    }
}
