import Foundation
import JSON
import TestSupport
import Testing

/// The files for Prometheus and Grafana in docs fit the metrics.
@Suite(.enabled(if: MetricDocuments.hasPromtool, "Debian's prometheus is needed"), .timeLimit(.minutes(10)))
struct DashboardTests {
    @Test func `the dashboard's expressions and the rules in docs are PromQL, of metrics that are described`()
        async throws
    {
        let described = try MetricDocuments.described()
        let dashboard = try JSON(parsing: try MetricDocuments.document("grafana-dashboard.json"))
        let panels = (dashboard["panels"]?.array ?? []).filter { $0["type"] != "row" }
        #expect(dashboard["schemaVersion"]?.int == 39 && panels.count > 20)
        #expect(panels.allSatisfy { $0["targets"]?.array?.isEmpty == false && $0["gridPos"]?["w"]?.int != nil })
        #expect(Set(panels.compactMap { $0["id"]?.int }).count == panels.count)
        let expressions = MetricDocuments.expressions(of: dashboard)
        for name in expressions.flatMap(MetricDocuments.metrics) { #expect(described[name] != nil, "\(name)") }

        let directory = try TemporaryDirectory()
        let plain = expressions.filter { !$0.hasPrefix("label_values") }.map {
            $0.replacing("$__rate_interval", with: "5m").replacing("$instance", with: ".*")
        }
        #expect(plain.count > 25)
        let rules = plain.enumerated().map {
            ["record": .string("r\($0.offset)"), "expr": .string($0.element)] as JSON
        }
        let group: JSON = ["groups": [["name": "dashboard", "rules": .array(rules)]]]
        try directory.write(group.bytes, to: "rules.json", mode: 0o600)
        #expect(try await MetricDocuments.promtool("check rules \(directory.file("rules.json"))").contains("SUCCESS"))

        let text = try MetricDocuments.document("metrics.md")
        let written = try #require(text.components(separatedBy: "```yaml\n").last?.components(separatedBy: "```").first)
        for name in MetricDocuments.metrics(in: written) { #expect(described[name] != nil, "\(name)") }
        try directory.write(Array(written.utf8), to: "rules.yaml", mode: 0o600)
        #expect(try await MetricDocuments.promtool("check rules \(directory.file("rules.yaml"))").contains("SUCCESS"))
    }
}
