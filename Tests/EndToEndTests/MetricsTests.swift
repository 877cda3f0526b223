import Foundation
import JSON
import TestSupport
import Testing

/// What Prometheus sees of a live node.
@Suite(
    .dockerEngine, .enabled(if: MetricDocuments.hasPromtool, "Debian's prometheus is needed"), .timeLimit(.minutes(10)))
struct MetricsTests {
    private func scrape(_ web: NodeWithService) async throws -> String {
        let port = web.node.port
        return try await offThread {
            String(decoding: try PlainHTTP.request(port: port, "GET", "/metrics").1, as: UTF8.self)
        }
    }

    @Test func `promtool finds nothing to object to in the metrics of a node with a service, and all is as described`()
        async throws
    {
        try await withNode(settings: ["HEARTBEAT_INTERVAL": "1"]) { web in
            try await web.deploy()
            #expect(kill(try #require(try await web.node.pid(of: "heartbeatd")), SIGKILL) == 0)
            _ = try await web.node.post("/services/\(web.service)/restart")
            let wanted = [
                "aerekos_subsystem_restart_duration_seconds_count{subsystem=\"heartbeatd\"} 1",
                "aerekos_deploy_step_duration_seconds_count{step=\"create\"}",
                "aerekos_deploy_step_duration_seconds_count{step=\"prove\"}",
                "aerekos_conductor_call_duration_seconds_count{call=\"heartbeat\"}",
                "aerekos_ipc_call_duration_seconds_bucket{method=\"services.restart\",peer=\"deployd\",subsystem=\"apid\"",
                "aerekos_http_requests_total{code=\"2xx\",method=\"POST\",route=\"/services/{name}/restart\"} 1",
                "aerekos_service_state{project=\"\",service=\"\(web.service)\",state=\"running\"} 1",
                "aerekos_subsystem_memory_rss_bytes{subsystem=\"supervisor\"}",
                "aerekos_subsystem_start_time_seconds{subsystem=\"heartbeatd\"}", "aerekos_outbox_statuses ",
                "aerekos_conductor_registered 1", "aerekos_engine_connected 1", "aerekos_host_memory_size_bytes ",
                // Measured a few seconds after the container's start.
                "aerekos_service_cpu_seconds_total{",
            ]
            for sample in wanted {
                try await eventually("there is \(sample)", within: .seconds(60)) {
                    try await self.scrape(web).contains("\n" + sample)
                }
            }
            let text = try await scrape(web)
            let file = web.node.directory.file("metrics.txt")
            try text.write(toFile: file, atomically: false, encoding: .utf8)
            #expect(try await MetricDocuments.promtool("check metrics <\(file)") == "")

            let described = try MetricDocuments.described()
            let live = MetricDocuments.types(in: text)
            for (name, type) in live {
                #expect(described[name] == type, "\(name) is not in docs/metrics.md as \(type)")
            }
            let dashboard = try JSON(parsing: try MetricDocuments.document("grafana-dashboard.json"))
            // Nothing is wrong and nothing failed: these have no samples.
            let withoutSamples = ["aerekos_node_problem", "aerekos_deploy_step_failures_total"]
            for name in MetricDocuments.expressions(of: dashboard).flatMap(MetricDocuments.metrics)
            where !withoutSamples.contains(name) {
                #expect(live[name] != nil, "\(name) of the dashboard")
            }
        }
    }
}
