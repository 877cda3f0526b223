import JSON
import TestSupport
import Testing

/// What deployd waits for is not what its watchdog watches: a slow world is no hung daemon.
@Suite(.dockerEngine, .timeLimit(.minutes(10)))
struct SlowButLivingTests {
    private static let settings = ["WATCHDOG_TIMEOUT": "1s"]

    @Test func `an engine that stands still for five time-outs does not get deployd killed`() async throws {
        let engine = try await TestEngine.start()
        defer { engine.endNow() }
        try await withNode(engine: engine, settings: Self.settings) { web in
            try await web.deploy()
            let before = try await web.node.subsystem("deployd")
            try await engine.freeze()
            try await expectUntouched(before, of: web.node, for: .seconds(5))
            try await engine.thaw()
            try await eventually("the service can be restarted again", within: .seconds(60)) {
                try await web.node.post("/services/\(web.service)/restart").status == 200
            }
            #expect(try await web.node.subsystem("deployd")["pid"] == before["pid"])
        }
    }

    @Test func `a pull that comes to nothing for five time-outs does not get deployd killed`() async throws {
        let silent = try LoopbackListener()
        try await withNode(settings: Self.settings) { web in
            let before = try await web.node.subsystem("deployd")
            try await web.node.instruct([
                "action": "deploy", "service": .string(web.service),
                "config": ["image": .string("127.0.0.1:\(silent.port)/web:1")],
            ])
            try await eventually("the pull is under way", within: .seconds(60)) {
                try await web.node.get("/services/\(web.service)").body["service"]?["status"] == "pulling"
            }
            try await expectUntouched(before, of: web.node, for: .seconds(5))
        }
    }

    /// Looks again and again, all the while.
    private func expectUntouched(_ before: JSON, of node: TestNode, for time: Duration) async throws {
        let clock = ContinuousClock()
        let end = clock.now + time
        while clock.now < end {
            let now = try await node.subsystem("deployd")
            #expect(now["state"] == "ready" && now["pid"] == before["pid"] && now["restarts"] == before["restarts"])
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
