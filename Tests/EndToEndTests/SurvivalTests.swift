import Glibc
import JSON
import TestSupport
import Testing

/// Whatever dies, the node stays registered, the service is not touched, and the port refuses nobody.
@Suite(.dockerEngine, .timeLimit(.minutes(10)))
struct SurvivalTests {
    @Test(arguments: TestNode.daemons.map { [$0] } + [TestNode.daemons])
    func `daemons that are killed are replaced, the port never refuses, the service is untouched`(victims: [String])
        async throws
    {
        try await withNode { web in
            try await web.deploy()
            let incarnation = try await web.incarnation()
            let workerID = try await web.node.workerID()
            let prober = ConnectionProber(port: web.node.port)
            let probing = Task { await prober.run() }

            var pids: [String: pid_t] = [:]
            for victim in victims {
                let pid = try #require(try await web.node.pid(of: victim))
                pids[victim] = pid
            }
            for pid in pids.values { #expect(kill(pid, SIGKILL) == 0) }
            for (victim, pid) in pids {
                try await eventually("\(victim) is replaced and ready", within: .seconds(60)) {
                    guard let state = try? await web.node.subsystem(victim) else { return false }
                    return state["state"] == "ready" && state["pid"]?.int != Int(pid)
                }
                let state = try await web.node.subsystem(victim)
                #expect(state["last_exit"]?["signal"] == 9)
                #expect(state["restarts"] == 1)
            }
            try await web.waitUntilOnline()
            try await eventually("the port has been tried often") { prober.accepted + prober.refused > 50 }
            prober.stop()
            await probing.value
            #expect(prober.refused == 0)
            #expect(try await web.incarnation() == incarnation)
            #expect(try await web.node.workerID() == workerID)
            #expect(try await web.node.workers().count == 1)
            for daemon in TestNode.daemons where !victims.contains(daemon) {
                #expect(try await web.node.subsystem(daemon)["restarts"] == 0, "\(daemon) is not drawn in")
            }
        }
    }

    @Test func `after the conductor was killed and restarted the worker is the same and there is one row`() async throws
    {
        try await withNode { web in
            try await web.deploy()
            let incarnation = try await web.incarnation()
            let workerID = try await web.node.workerID()
            try await web.node.conductor.kill()
            try await eventually("the node says that it is cut off") {
                try await web.node.get("/health").body["status"] == "offline"
            }
            try await web.node.conductor.start()
            try await eventually("the node is online", within: .seconds(90)) {
                try await web.node.get("/health").body["status"] == "online"
            }
            #expect(try await web.node.workers().compactMap { $0["id"]?.string } == [workerID])
            #expect(try await web.incarnation() == incarnation)
        }
    }

    @Test(arguments: ["TERM", "KILL"])
    func `a node that was stopped or killed and started again has its id and has not touched the service`(
        signal: String
    )
        async throws
    {
        try await withNode { web in
            try await web.deploy()
            let incarnation = try await web.incarnation()
            let workerID = try await web.node.workerID()
            _ = try await web.node.supervisor.end(with: signal)
            #expect(try await TestNode.page(port: web.servicePort) == "one")
            try await web.node.supervisor.start()
            try await eventually("the new node is ready", within: .seconds(60)) {
                guard let all = try? await web.node.get("/subsystems").body["subsystems"]?.array else { return false }
                return all.count == 4 && all.allSatisfy { $0["state"] == "ready" && $0["generation"] == 1 }
            }
            try await web.waitUntilOnline()
            #expect(try await web.node.workerID() == workerID)
            #expect(try await web.node.workers().count == 1)
            #expect(try await web.incarnation() == incarnation)
        }
    }

    @Test func `while the engine is down the node is degraded, then well again by itself, and the service is back`()
        async throws
    {
        let engine = try await TestEngine.start()
        defer { engine.endNow() }
        try await withNode(engine: engine) { web in
            try await web.deploy()
            try await web.waitUntilOnline()
            try await engine.stop()
            try await eventually("the node is degraded", within: .seconds(60)) {
                let health = try await web.node.get("/health").body
                return health["status"] == "degraded" && health["docker_connected"] == false
            }
            #expect(try await web.node.subsystem("deployd")["restarts"] == 0)
            try await engine.start()
            try await web.waitUntilOnline()
            try await web.waitForPage("one")
            #expect(try await web.containerCount() == 1)
        }
    }

    /// Wherever the deployment is when deployd dies, in the end there is exactly one container and it is right.
    @Test(arguments: [0, 20, 60, 120, 250, 500])
    func `deployd killed in the middle of a deployment still brings it to its end`(milliseconds: Int) async throws {
        try await withNode { web in
            let id = try await web.node.instruct(web.instruction("deploy", tag: "1"))
            try await eventually("deployd has the instruction") {
                try await web.node.get("/services/\(web.service)").status == 200
            }
            try await Task.sleep(for: .milliseconds(milliseconds))  // the point in the deployment, not a wait for one
            if let pid = try await web.node.pid(of: "deployd") { kill(pid, SIGKILL) }
            let outcome = try await web.node.outcome(of: id)
            #expect(outcome["status"] == "success", "\(outcome.text)")
            try await web.waitForPage("one")
            #expect(try await web.containerCount() == 1)
        }
    }

    @Test
    func `a pull is shown layer by layer, and when deployd is killed in its middle workerctl waits for it to deploy`()
        async throws
    {
        let engine = try await TestEngine.start()  // of its own: the image must not be there yet
        defer { engine.endNow() }
        try await withNode(engine: engine) { web in
            let gate = try PullGate(before: web.registry, limit: 20 << 20)
            let terminal = try Terminal(columns: 120, rows: 40)
            _ = try terminal.run(
                [
                    BuiltPrograms.worker, "workerctl", "deploy", web.service, "--image", "\(gate.address)/large:1",
                    "--port", "\(web.servicePort):80", "--runtime-dir", web.node.directory.file("run"),
                ], environment: ["TERM": "xterm", "PATH": "/usr/bin:/bin"])
            func shown() async throws -> JSON? {
                try await web.node.get("/services/\(web.service)").body["service"]
            }
            let layer = try await eventually("the pull is shown, as far as it has come") { () -> JSON? in
                let service = try await shown()
                guard service?["status"] == "pulling" else { return nil }
                return service?["progress"]?["layers"]?.array?.first { $0["current"]?.int ?? 0 > 0 }
            }
            #expect(layer["current"]?.int ?? 0 < layer["total"]?.int ?? 0 && layer["total"]?.int ?? 0 > 64 << 20)
            let listed = try await web.node.workerctl("services")
            #expect(listed.output.contains("pulling"), "\(listed.output)")
            let pid = try #require(try await web.node.pid(of: "deployd"))
            #expect(kill(pid, SIGKILL) == 0)
            gate.open()
            let status = try await terminal.wait()
            #expect(status == 0 && terminal.output.contains("\(web.service): running"), "\(terminal.output)")
            try await web.waitForPage("one")
            #expect(try await web.containerCount() == 1)
            try await eventually("it is over") {
                let service = try await shown()
                return service?["status"] == "running" && (service?["progress"] ?? .null) == .null
            }
        }
    }
}
