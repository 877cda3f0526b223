import EventLoop
import HTTPServer
import JSON
import NodeProtocol

/// The settings that the node runs with, as the supervisor last told them, without what is secret in them.
struct ConfigurationRoute: Sendable {
    let source: any NodeSource

    var route: Route { Route(.get, "/config", access: .confidential, configuration) }

    @Sendable private func configuration(_ call: HTTPCall) async throws -> HTTPAnswer {
        let view = source.supervisorView()
        guard let settings = view.settings else {
            throw HTTPFault(503, "The supervisor has not told the settings yet", headers: ["Retry-After": "1"])
        }
        return .ok([
            "settings": try JSON(encoding: settings), "stale": .bool(view.isStale(at: .now)),
            "reason": view.failure.map(JSON.string) ?? .null,
        ])
    }
}
