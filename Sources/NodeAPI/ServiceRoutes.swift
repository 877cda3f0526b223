import EventLoop
import HTTPServer
import IPC
import JSON
import Logging
import NodeProtocol
import StatusCache

/// What can be asked and done about one service beyond its status. Why it is so, and what it uses, stands in the status
/// cache; deployd answers the rest.
struct ServiceRoutes: Sendable {
    let source: any NodeSource
    let node: NodeDescription
    let logger: Logger

    var routes: [Route] {
        [
            Route(.get, "/services/{name}/explain", tag: .strong, explain),
            Route(
                .get, "/services/{name}/logs", access: .confidential, query: LogQuery.parameters,
                produces: ["text/plain"] + Self.jsonLines, logs),
            Route(.get, "/services/{name}/stats", statistics),
            // A service shows its own token, which deployd knows.
            Route(.post, "/services/{name}/report", access: .open, report),
            Route(.post, "/services/{name}/start") { try await self.instruct("start", $0) },
            Route(.post, "/services/{name}/stop") { try await self.instruct("stop", $0) },
            Route(.delete, "/services/{name}") { try await self.instruct("remove", $0) },
        ]
    }

    @Sendable private func explain(_ call: HTTPCall) async throws -> HTTPAnswer {
        let shapes = NodeShapes(
            snapshot: try await source.snapshot(), supervisor: source.supervisorView(), node: node, now: .now)
        guard let explanations = try await source.explanations() else { throw Self.notWritten }
        let name = call.parameter("name")
        guard let answer = try shapes.explanation(of: name, among: explanations) else {
            throw NodeRoutes.unknownService(name, members: shapes.members(of: name))
        }
        return .ok(answer)
    }

    @Sendable private func statistics(_ call: HTTPCall) async throws -> HTTPAnswer {
        let shapes = NodeShapes(
            snapshot: try await source.snapshot(), supervisor: source.supervisorView(), node: node, now: .now)
        let name = call.parameter("name")
        guard let services = shapes.snapshot.services?.value else { throw Self.notWritten }
        guard let service = services.first(where: { $0.service == name }) else {
            throw NodeRoutes.unknownService(name, members: shapes.members(of: name))
        }
        guard service.running else { throw HTTPFault(409, "\(name) does not run") }
        guard let sample = try await source.statistics(of: service) else {
            throw HTTPFault(503, "What \(name) uses has not been measured yet", headers: ["Retry-After": "2"])
        }
        return .ok(try shapes.statistics(sample))
    }

    private static let notWritten = HTTPFault(
        503, "deployd has not written yet how the services are, or the status cache cannot be read")

    private static let jsonLines = ["application/x-ndjson", "application/jsonl", "application/json"]

    /// Text, or a JSON object a line (`{"stream", "time"?, "text"}`) for who accepts `application/x-ndjson`,
    /// `application/jsonl` or `application/json`.
    ///
    /// From the engine's file, where that can be read; else by way of deployd, and the engine.
    @Sendable private func logs(_ call: HTTPCall) async throws -> HTTPAnswer {
        let request = try LogQuery.request(call, name: call.parameter("name"))
        let isJSON = call.mediaType != "text/plain"
        let stream: any HTTPStreamSource
        if let file = await source.outputFile(request, isJSON: isJSON) {
            stream = file
        } else {
            stream = try await askedStream(request, isJSON: isJSON)
        }
        return HTTPAnswer(200, HTTPStream(isJSON ? Self.jsonLines[0] : "text/plain; charset=utf-8", stream))
    }

    /// deployd knows of a container before that is written. When it does not answer, what it has written tells of a service
    /// that there is not, or without a container.
    private func askedStream(_ request: ServiceLogs.Request, isJSON: Bool) async throws -> any HTTPStreamSource {
        do {
            return try await asked { try await source.logStream(request, isJSON: isJSON) }
        } catch let fault as HTTPFault where fault.status == 503 {
            try await checkContainer(of: request.name)
            throw fault
        }
    }

    private func checkContainer(of name: String) async throws {
        let shapes = NodeShapes(
            snapshot: try await source.snapshot(), supervisor: source.supervisorView(), node: node, now: .now)
        guard let services = shapes.snapshot.services?.value else { return }
        guard let service = services.first(where: { $0.service == name }) else {
            throw NodeRoutes.unknownService(name, members: shapes.members(of: name))
        }
        guard service.id != nil else { throw HTTPFault(409, "\(name) has no container at this time") }
    }

    /// What a service says of itself, with the token of its container's SERVICE_TOKEN.
    @Sendable private func report(_ call: HTTPCall) async throws -> HTTPAnswer {
        guard let token = Bearer.token(of: call) else {
            throw HTTPFault(
                401, "This needs \"Authorization: Bearer <SERVICE_TOKEN>\"", headers: ["WWW-Authenticate": "Bearer"])
        }
        guard call.body.count <= ServiceReport.limit else { throw HTTPFault.tooLarge(limit: ServiceReport.limit) }
        guard let content = try call.object() else { throw HTTPFault.badRequest("The report must be a JSON object") }
        let report = ServiceMethods.Report.Params(name: call.parameter("name"), token: token, content: content)
        try await asked { try await source.take(report) }
        return HTTPAnswer(204, nil)
    }

    /// 202: the instruction is stored, and is carried out from now on.
    private func instruct(_ action: String, _ call: HTTPCall) async throws -> HTTPAnswer {
        _ = try call.object()
        let name = call.parameter("name")
        let id = try await asked { try await source.instruct(action, service: name) }
        logger.notice(
            "instruction by request",
            metadata: ["service": "\(name)", "action": "\(action)", "instruction.id": "\(id)"])
        return HTTPAnswer(
            202, ["result": ["service": .string(name), "action": .string(action), "instruction_id": .string(id)]])
    }

    private func asked<Answer: Sendable>(_ body: () async throws -> Answer) async throws -> Answer {
        switch source.supervisorView().status(of: .deployd)?.state {
        case .stopped, .failing, .backingOff: throw HTTPFault(503, "deployd is not running")
        case .starting, .ready, .stopping, nil: break  // its socket holds the call until it serves
        }
        do {
            return try await body()
        } catch let error as IPCCallError {
            throw NodeRoutes.fault(error, of: "deployd")
        }
    }
}
