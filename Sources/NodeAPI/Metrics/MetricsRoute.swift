import EventLoop
import HTTPServer
import Instruments

/// `GET /metrics`, for Prometheus.
struct MetricsRoute: Sendable {
    private let node: NodeDescription
    private let source: any NodeSource

    init(_ node: NodeDescription, _ source: any NodeSource) {
        self.node = node
        self.source = source
    }

    var routes: [Route] { [Route(.get, "/metrics", produces: ["text/plain"], metrics)] }

    @Sendable private func metrics(_ call: HTTPCall) async throws -> HTTPAnswer {
        let told = await source.metrics()
        let metrics = NodeMetrics(
            snapshot: try await source.snapshot(), statistics: try await source.statistics(),
            supervisor: source.supervisorView(), node: node, told: told, now: .now)
        return HTTPAnswer(200, PrometheusText.text(metrics.families), type: PrometheusText.contentType)
    }
}
