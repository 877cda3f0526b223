import EventLoop
import HTTPServer
import IPC
import JSON
import Logging
import NodeProtocol

/// The node's HTTP API.
package struct NodeRoutes: Sendable {
    private let node: NodeDescription
    private let source: any NodeSource
    private let admission: Admission
    private let logger: Logger
    private let metrics: HTTPMetrics?

    /// A state is the same, however old it is.
    static let changes = EntityTag.weak(without: ["timestamp", "age_s", "uptime_s", "since"])

    package init(_ node: NodeDescription, _ source: any NodeSource, logger: Logger, metrics: HTTPMetrics? = nil) {
        self.node = node
        admission = Admission(node, TokenBook(node.apiTokens, file: node.apiTokenFile, logger: logger))
        self.source = source
        self.logger = logger
        self.metrics = metrics
    }

    package var table: RouteTable {
        let routes = [
            Route(.get, "/health", tag: Self.changes, recent: recent, health),
            Route(.get, "/status", tag: Self.changes, recent: recent, status),
            Route(
                .get, "/services", query: [.integer("limit", 1...500), Cursor.parameter], tag: .strong, services),
            Route(.get, "/services/{name}", tag: .strong, service),
            Route(.post, "/services/{name}/restart", restartService),
            Route(.get, "/subsystems", tag: Self.changes, recent: recent, subsystems),
            Route(.get, "/subsystems/{name}", tag: Self.changes, subsystem),
            Route(.post, "/subsystems/{name}/restart", restartSubsystem),
            DoctorRoute(source: source).route,
        ]
        let others =
            ServiceRoutes(source: source, node: node, logger: logger).routes + LifeRoutes(source: source).routes
            + ResourceRoutes(source: source, node: node).routes + EventRoutes(source: source).routes
            + MetricsRoute(node, source).routes + SubsystemLogRoute(source).routes
            + [ConfigurationRoute(source: source).route, DescriptionRoute.route]
        return RouteTable(
            PageRoutes.routes + routes + others, isStrict: true, logger: logger, metrics: metrics,
            origins: node.origins, admit: { [admission] in try admission.check($0, $1) },
            remains: { [admission] in admission.remains($0, $1) })
    }

    /// For what is asked for often. What has been told as an event is in no answer from before it.
    private var recent: RecentAnswer { RecentAnswer { [source] in source.eventHistory.feed.lastNumber } }

    // MARK: Reading

    @Sendable private func health(_ call: HTTPCall) async throws -> HTTPAnswer { .ok(try await shapes().health) }

    @Sendable private func status(_ call: HTTPCall) async throws -> HTTPAnswer { .ok(try await shapes().status) }

    @Sendable private func services(_ call: HTTPCall) async throws -> HTTPAnswer {
        let last = try Cursor("services", of: call)?.place
        return .ok(try await shapes().services(after: last, limit: call.integer("limit")))
    }

    @Sendable private func service(_ call: HTTPCall) async throws -> HTTPAnswer {
        let name = call.parameter("name")
        let shapes = try await shapes()
        guard let service = shapes.service(name) else {
            throw Self.unknownService(name, members: shapes.members(of: name))
        }
        return .ok(service)
    }

    @Sendable private func subsystems(_ call: HTTPCall) async throws -> HTTPAnswer {
        .ok(try await shapes().subsystems)
    }

    @Sendable private func subsystem(_ call: HTTPCall) async throws -> HTTPAnswer {
        let subsystem = try Self.subsystem(of: call)
        guard let shape = try await shapes().subsystem(subsystem, starts: try await source.starts(of: subsystem)) else {
            throw HTTPFault(503, "The supervisor has not answered yet")
        }
        return .ok(shape)
    }

    private func shapes() async throws -> NodeShapes {
        NodeShapes(
            snapshot: try await source.snapshot(), supervisor: source.supervisorView(), node: node, now: .now)
    }

    // MARK: Changing

    @Sendable private func restartService(_ call: HTTPCall) async throws -> HTTPAnswer {
        _ = try call.object()
        let name = call.parameter("name")
        switch source.supervisorView().status(of: .deployd)?.state {
        case .stopped, .failing, .backingOff: throw HTTPFault(503, "deployd is not running")
        case .starting, .ready, .stopping, nil: break  // its socket holds the call until it serves
        }
        do {
            let service = try await source.restart(service: name)
            logger.notice("service restarted by request", metadata: ["service": "\(name)"])
            return .ok(NodeShapes.restarted(service))
        } catch let error as IPCCallError {
            throw Self.fault(error, of: "deployd")
        }
    }

    @Sendable private func restartSubsystem(_ call: HTTPCall) async throws -> HTTPAnswer {
        _ = try call.object()
        let subsystem = try Self.subsystem(of: call)
        do {
            let status = try await source.restart(subsystem)
            logger.notice("subsystem restart requested", metadata: ["subsystem": "\(subsystem.rawValue)"])
            return HTTPAnswer(202, ["subsystem": try JSON(encoding: status)])
        } catch let error as IPCCallError {
            throw Self.fault(error, of: "the supervisor")
        }
    }

    // MARK: Errors

    /// - Parameter members: Of the compose project of that name; whoever names a project is told of its services.
    static func unknownService(_ name: String, members: [String]) -> HTTPFault {
        guard !members.isEmpty else { return .notFound("There is no service \"\(name)\"") }
        let names = members.joined(separator: ", ")
        return .notFound("\"\(name)\" is a compose project: name one of its services, \(names)")
    }

    static func subsystem(of call: HTTPCall) throws -> Subsystem {
        let name = call.parameter("name")
        guard let subsystem = Subsystem(rawValue: name) else {
            throw HTTPFault.notFound("There is no subsystem \"\(name)\"")
        }
        return subsystem
    }

    /// What a daemon fails at is no failure of the API: 503.
    static func fault(_ error: IPCCallError, of daemon: String) -> HTTPFault {
        switch error {
        case .unreachable, .disconnected, .deadlineExceeded:
            return HTTPFault(503, "\(daemon) does not answer: \(error)")
        case .malformedAnswer: return HTTPFault(503, "\(daemon) is not understood: \(error)")
        case .refused(let refusal):
            let statuses = [
                RPCError.notFoundCode: 404, RPCError.conflictCode: 409, RPCError.unavailableCode: 503,
                RPCError.unauthorizedCode: 401, -32602: 400,
                -32600: 500, -32700: 500,  // what we sent was wrong
            ]
            guard let status = statuses[refusal.code] else {
                return HTTPFault(503, "\(daemon) has failed: \(refusal.message)")
            }
            return HTTPFault(status, refusal.message)
        }
    }
}
