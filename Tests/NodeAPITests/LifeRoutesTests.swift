import EventLoop
import HTTPServer
import JSON
import Logging
import NodeProtocol
import StatusCache
import Testing

@testable import NodeAPI

/// Whether apid lives, whether it is ready, and which part of the node is how since when.
@Suite(.timeLimit(.minutes(5)))
struct LifeRoutesTests {
    private let source = FakeNode(FakeNode.well)

    private func get(_ path: String, isLoopback: Bool = true) async throws -> HTTPAnswer {
        let node = try FakeNode.description(isLoopback: isLoopback)
        let routes = NodeRoutes(node, source, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return await routes.table.answer(HTTPCall("GET", path))
    }

    @Test func `apid that serves is alive, whatever the node is like`() async throws {
        source.change { $0 = FakeNode.State() }
        let answer = try await get("/livez", isLoopback: false)
        #expect(answer.status == 200)
        guard case .bytes(let bytes, let type) = answer.content else {
            Issue.record("it is no text")
            return
        }
        #expect(String(decoding: bytes, as: UTF8.self) == "ok\n" && type.hasPrefix("text/plain"))
    }

    @Test func `ready is who hears the supervisor and can read the status cache`() async throws {
        let ready = try await get("/readyz")
        #expect(ready.status == 200 && ready.body == ["ready": true, "reasons": []])
        source.change { $0.supervisor.failure = "unreachable" }
        let deaf = try await get("/readyz", isLoopback: false)
        #expect(deaf.status == 503 && deaf.body?["ready"] == false)
        #expect(deaf.body?["reasons"] == ["supervisor: unreachable"])
        #expect(deaf.body?["error"]?["status"] == 503)
        source.change { $0.snapshot = StatusSnapshot() }
        #expect(try await get("/readyz").body?["reasons"]?.array?.count == 2)
    }

    @Test func `every part of the node is told, with its state and since when`() async throws {
        var conductor = FakeNode.conductor
        conductor.since = "2026-01-02T00:00:00.000Z"
        conductor.reason = .unreachable
        conductor.consecutiveFailures = 2
        let cached = Cached(value: conductor, generation: 1, stamp: .now)
        let resources = Cached(value: FakeNode.report, generation: 1, stamp: .now.advanced(by: .seconds(-3600)))
        source.change { state in
            state.snapshot.conductor = cached
            state.snapshot.resources = resources
            state.supervisor = FakeNode.view([.probed: .backingOff])
        }
        let parts = try #require(try await get("/health").body?["parts"]?.array)
        #expect(
            parts.map { $0["name"]?.string } == [
                "supervisor", "probed", "heartbeatd", "deployd", "apid", "conductor", "docker", "resources", "services",
            ])
        #expect(
            parts.map { $0["status"]?.string } == [
                "ok", "problem", "ok", "ok", "ok", "problem", "ok", "unknown", "ok",
            ])
        #expect(
            parts[1] == [
                "name": "probed", "status": "problem", "reason": "backing_off", "since": "2026-01-01T00:00:00.000Z",
            ])
        #expect(parts[5]["reason"] == "unreachable" && parts[5]["since"] == "2026-01-02T00:00:00.000Z")
        #expect(parts[7]["reason"]?.string?.contains("3600 s ago") == true)
        let since = try #require(parts[7]["since"]?.string)
        #expect(since < Timestamp.now())
    }

    @Test func `of what nothing is heard nothing is told but that`() async throws {
        source.change { $0 = FakeNode.State() }
        let parts = try #require(try await get("/health").body?["parts"]?.array)
        #expect(
            parts.map { $0["status"]?.string } == ["problem"] + Array(repeating: "unknown", count: 3) + ["ok"]
                + Array(repeating: "unknown", count: 4))
        #expect(parts.allSatisfy { $0["since"] == .null })
        #expect(parts.allSatisfy { ($0["status"] == "ok") == ($0["reason"] == .null) })
    }

    @Test func `the settings are given as the supervisor has told them, and 503 before`() async throws {
        #expect(try await get("/config").status == 503)
        let report = SettingReport(
            key: "API_TOKEN", value: "***", standard: .null, source: .file, isSecret: true)
        source.change { $0.supervisor.take([report], of: $0.supervisor) }
        let answer = try await get("/config")
        #expect(answer.status == 200)
        #expect(
            answer.body?["settings"] == [
                ["key": "API_TOKEN", "value": "***", "default": .null, "unit": .null, "source": "file", "secret": true]
            ])
        #expect(answer.body?["stale"] == false && answer.body?["reason"] == .null)
        #expect(try await get("/config", isLoopback: false).status == 403)
    }
}
