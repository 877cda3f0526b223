import EventLoop
import HTTPServer
import JSON
import NodeProtocol
import StatusCache

/// How the host is, and how it was in the last day.
struct ResourceRoutes: Sendable {
    let source: any NodeSource
    let node: NodeDescription

    /// As many as there can be at most, and some.
    private static let limit = 500

    var routes: [Route] {
        [
            Route(.get, "/resources", tag: NodeRoutes.changes, latest),
            Route(
                .get, "/resources/history",
                query: [.text("since", limit: 64), .integer("limit", 1...Self.limit), Cursor.parameter], tag: .strong,
                history),
        ]
    }

    @Sendable private func latest(_ call: HTTPCall) async throws -> HTTPAnswer {
        let snapshot = try await source.snapshot()
        guard let report = snapshot.resources else {
            throw HTTPFault(503, "probed has not written a report yet", headers: ["Retry-After": "1"])
        }
        let health = NodeHealth(snapshot, source.supervisorView(), node, now: .now)
        return .ok([
            "resources": report.value, "age_s": .double(report.age.seconds),
            "stale": .bool(health.stale.contains("resources")),
        ])
    }

    /// The oldest first. A point that has been given never comes again behind its cursor, whatever resolution the time
    /// before it has by then.
    @Sendable private func history(_ call: HTTPCall) async throws -> HTTPAnswer {
        let since = try call.query["since"].map { text in
            guard let seconds = PastTime.unixSeconds(text, now: Timestamp.unixSeconds) else {
                throw HTTPFault.badRequest("The query parameter \"since\" must be \(PastTime.allowed)")
            }
            return seconds
        }
        let last = try Cursor("history", of: call).map { cursor in
            guard let last = Int64(cursor.place) else { throw Cursor.unknown }
            return last
        }
        let limit = call.integer("limit") ?? Self.limit
        let points = try await source.history().filter { point in
            (since.map { Double(point.at) + Double(point.step) > $0 } ?? true) && (last.map { point.at > $0 } ?? true)
        }
        let page = points.prefix(limit)
        let next = points.count > limit ? page.last.map { "\"\(Cursor("history", "\($0.at)").text)\"" } : nil
        // As text at once: as a tree it takes ten times the room.
        let text =
            "{\"points\":[" + page.map(Self.text).joined(separator: ",") + "],\"next_cursor\":\(next ?? "null")}\n"
        return HTTPAnswer(200, text, type: "application/json; charset=utf-8")
    }

    private static func text(_ point: ResourcePoint) -> String {
        func number(_ value: Double) -> String { JSON.double((value * 100).rounded() / 100).text }
        return """
            {"at":"\(Timestamp.string(unixSeconds: point.at))","step_s":\(point.step),\
            "cpu_percent":\(number(point.cpuPercent)),"ram_percent":\(number(point.ramPercent)),\
            "disk_percent":\(number(point.diskPercent)),"rx_bytes_per_sec":\(number(point.rxRate)),\
            "tx_bytes_per_sec":\(number(point.txRate)),"load":\(number(point.load))}
            """
    }
}
