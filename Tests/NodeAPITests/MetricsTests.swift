import EventLoop
import HTTPServer
import Instruments
import JSON
import Logging
import NodeProtocol
import StatusCache
import Testing

@testable import NodeAPI

@Suite(.timeLimit(.minutes(5)))
struct MetricsTests {
    /// What a scrape gives, line by line, and how it was answered.
    private func scrape(_ fake: FakeNode, metrics: HTTPMetrics? = nil) async throws -> (HTTPAnswer, [String]) {
        let table = NodeRoutes(
            try FakeNode.description(), fake, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            metrics: metrics
        ).table
        // As Prometheus sends it.
        let accept =
            "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1"
        let answer = await table.answer(HTTPCall("GET", "/metrics", headers: [("Accept", accept)]))
        guard case .bytes(let bytes, let type) = answer.content else { return (answer, []) }
        #expect(type == "text/plain; version=0.0.4; charset=utf-8")
        return (answer, String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init))
    }

    @Test func `a well node's state, daemons, services, link and host are in a scrape`() async throws {
        var state = FakeNode.well
        state.metrics = [MetricFamily.gauge("aerekos_outbox_statuses", "x", 2)]
        let (answer, lines) = try await scrape(FakeNode(state))
        #expect(answer.status == 200)
        let expected = [
            #"aerekos_node_status{status="online"} 1"#, #"aerekos_node_status{status="offline"} 0"#,
            "aerekos_node_problems 0", "aerekos_engine_connected 1", "aerekos_conductor_registered 1",
            "aerekos_conductor_consecutive_failures 0",
            "aerekos_conductor_last_heartbeat_timestamp_seconds 1767225600",
            #"aerekos_subsystem_state{state="ready",subsystem="deployd"} 1"#,
            #"aerekos_subsystem_state{state="backing_off",subsystem="deployd"} 0"#,
            #"aerekos_subsystem_restarts_total{subsystem="apid"} 0"#,
            #"aerekos_service_state{project="",service="web",state="running"} 1"#,
            #"aerekos_service_restarts_total{service="web"} 3"#, #"aerekos_service_running{service="db"} 0"#,
            #"aerekos_services{state="pulling"} 1"#, #"aerekos_services{state="failed"} 0"#,
            "aerekos_host_cpu_usage_ratio 0.125", "aerekos_outbox_statuses 2",
        ]
        for line in expected { #expect(lines.contains(line), "\(line)") }
        #expect(lines.contains { $0.hasPrefix("aerekos_node_info{hostname=\"node-1\",version=") })
    }

    @Test func `what a service uses is told of its present container, as long as that is not too old`() async throws {
        let fake = FakeNode(FakeNode.well)
        func use() async throws -> [String] {
            try await scrape(fake).1.filter { $0.hasPrefix("aerekos_service_memory") }
        }
        #expect(try await use().isEmpty)
        let young = FakeNode.sample(age: .seconds(500), memory: 5)
        fake.change { $0.statistics = [young] }
        let told = [
            #"aerekos_service_memory_bytes{service="web"} 5"#,
            #"aerekos_service_memory_limit_bytes{service="web"} 1073741824"#,
        ]
        #expect(try await use() == told)
        let cpu = #"aerekos_service_cpu_seconds_total{service="web"} 3"#
        #expect(try await scrape(fake).1.contains(cpu))
        let old = FakeNode.sample(age: .seconds(601))
        fake.change { $0.statistics = [old] }
        #expect(try await use().isEmpty)
        var other = young
        other.container = "decaf"
        fake.change { [other] in $0.statistics = [other] }
        #expect(try await use().isEmpty)
    }

    @Test func `every family of a scrape is told of once, and every sample is of the family before it`() async throws {
        var state = FakeNode.well
        state.metrics = [
            Histogram("aerekos_h_seconds", "x", bounds: [1]).family,
            MetricFamily.gauge("aerekos_ipc_connections", "x").with(1, ["subsystem": "apid"]),
            MetricFamily.gauge("aerekos_ipc_connections", "x").with(1, ["subsystem": "deployd"]),
        ]
        let (_, lines) = try await scrape(FakeNode(state))
        var seen: Set<String> = []
        var current = ""
        for line in lines {
            let words = line.split(separator: " ")
            if line.hasPrefix("# HELP ") {
                current = String(words[2])
                #expect(seen.insert(current).inserted && words.count > 3, "\(line)")
            } else if line.hasPrefix("# TYPE ") {
                #expect(words[2] == current)
                let isCounter = words[3] == "counter"
                #expect(isCounter == current.hasSuffix("_total"), "\(line)")
            } else {
                #expect(line.prefix { $0 != "{" && $0 != " " } == current && Double(words.last ?? "") != nil, "\(line)")
            }
        }
        #expect(seen.allSatisfy { $0.hasPrefix("aerekos_") } && seen.count > 20)
    }

    @Test func `a node of which nothing is known yet is scraped too`() async throws {
        let (answer, lines) = try await scrape(FakeNode(FakeNode.State()))
        #expect(answer.status == 200)
        #expect(lines.contains(#"aerekos_node_status{status="degraded"} 1"#))
        #expect(lines.contains(#"aerekos_node_problem{subject="supervisor"} 1"#))
        #expect(!lines.contains { $0.hasPrefix("aerekos_engine_connected") || $0.hasPrefix("aerekos_host_") })
    }

    @Test func `a removed service is gone from the next scrape, and of a thousand five hundred are told one by one`()
        async throws
    {
        let fake = FakeNode(FakeNode.well)
        #expect(try await scrape(fake).1.contains(#"aerekos_service_running{service="web"} 1"#))
        fake.change { $0.snapshot.services = Cached(value: [FakeNode.waiting], generation: 1, stamp: .now) }
        #expect(try await !scrape(fake).1.contains { $0.contains("service=\"web\"") })
        let many = (0..<1000).map { number in
            var service = FakeNode.web
            service.service = "web-\(number)"
            return service
        }
        fake.change { $0.snapshot.services = Cached(value: many, generation: 1, stamp: .now) }
        let lines = try await scrape(fake).1
        #expect(lines.count { $0.hasPrefix("aerekos_service_running{") } == 500)
        #expect(lines.contains("aerekos_services_untold 500"))
        #expect(lines.contains(#"aerekos_services{state="running"} 1000"#))
    }

    @Test func `requests are counted by route, whatever paths were asked for`() async throws {
        let metrics = HTTPMetrics()
        let table = NodeRoutes(
            try FakeNode.description(), FakeNode(FakeNode.well),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, metrics: metrics
        ).table
        for number in 0..<100 {
            _ = await table.answer(HTTPCall("GET", "/services/s\(number)"))
            _ = await table.answer(HTTPCall("M\(number)", "/x/\(number)"))
        }
        _ = await table.answer(HTTPCall("GET", "/services/web"))
        let text = PrometheusText.text(metrics.families)
        let expected = [
            #"aerekos_http_requests_total{code="4xx",method="GET",route="/services/{name}"} 100"#,
            #"aerekos_http_requests_total{code="2xx",method="GET",route="/services/{name}"} 1"#,
            #"aerekos_http_requests_total{code="4xx",method="other",route="none"} 100"#,
            #"aerekos_http_request_duration_seconds_count{method="GET",route="/services/{name}"} 101"#,
        ]
        for line in expected { #expect(text.contains(line + "\n"), "\(line)") }
        #expect(text.split(separator: "\n").count < 50)
    }

    @Test func `a daemon's log is asked for by its route, and what is no daemon is not found`() async throws {
        let fake = FakeNode(FakeNode.well)
        let table = NodeRoutes(
            try FakeNode.description(), fake, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ).table
        #expect(await table.answer(HTTPCall("GET", "/subsystems/probed/logs?follow&tail=5")).status == 200)
        #expect(fake.restarts == ["log of probed 5 true"])
        #expect(await table.answer(HTTPCall("GET", "/subsystems/supervisor/logs?tail=all")).status == 200)
        #expect(fake.restarts.last == "log of supervisor all false")
        #expect(await table.answer(HTTPCall("GET", "/subsystems/supervisor")).status == 404, "it is no subsystem")
        #expect(await table.answer(HTTPCall("GET", "/subsystems/cron/logs")).status == 404)
        #expect(await table.answer(HTTPCall("GET", "/subsystems/probed/logs?lines=5")).status == 400)
    }
}
