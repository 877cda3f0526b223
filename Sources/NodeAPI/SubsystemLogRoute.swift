import HTTPServer
import NodeProtocol

/// `GET /subsystems/{name}/logs`: what a daemon or the supervisor writes, as text.
struct SubsystemLogRoute: Sendable {
    private let source: any NodeSource

    init(_ source: any NodeSource) { self.source = source }

    var routes: [Route] {
        [
            Route(
                .get, "/subsystems/{name}/logs", access: .confidential,
                query: [.flag("follow"), .integer("tail", 0...1_000_000_000, orWord: "all")], produces: ["text/plain"],
                logs)
        ]
    }

    @Sendable private func logs(_ call: HTTPCall) async throws -> HTTPAnswer {
        let name = call.parameter("name")
        if name != KeptOutput.supervisor { _ = try NodeRoutes.subsystem(of: call) }
        do {
            let stream = try await source.log(of: name, tail: call.integer("tail"), follows: call.flag("follow"))
            return HTTPAnswer(200, HTTPStream("text/plain; charset=utf-8", stream))
        } catch let error as KeptOutput.Unreadable {
            throw HTTPFault(503, "the log of \(name) cannot be read: \(error)")
        }
    }
}
