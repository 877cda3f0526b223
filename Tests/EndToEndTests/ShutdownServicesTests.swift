import JSON
import TestSupport
import Testing

/// `SHUTDOWN_SERVICES`: what becomes of services when the node stops.
@Suite(.dockerEngine, .timeLimit(.minutes(10)))
struct ShutdownServicesTests {
    @Test func `services are stopped with the node and started with it, and by nothing else`() async throws {
        try await withNode(settings: ["SHUTDOWN_SERVICES": "stop"]) { web in
            // One that nobody would start again: it ends with status 0 and is not kept up.
            let config: JSON = ["image": .string(web.registry.image("web", "1")), "restart": "no"]
            let deploy = try await web.node.instruct([
                "action": "deploy", "service": .string(web.service), "config": config,
            ])
            #expect(try await web.node.outcome(of: deploy)["status"] == "success")
            let before = try await web.incarnation()
            #expect(try await web.node.workerctl("restart", "deployd").status == 0)
            try await eventually("deployd is back", within: .seconds(60)) {
                try await web.node.subsystem("deployd")["state"] == "ready"
            }
            #expect(try await web.incarnation() == before)

            try await web.node.supervisor.stop()
            let stopped = try await web.engine.inspect(web.containerName)
            try #require(stopped?["State"]?["Status"] == "exited")
            #expect(stopped?["State"]?["ExitCode"] == 0, "it had its grace")
            try await web.node.supervisor.start()
            try await eventually("it runs again", within: .seconds(60)) {
                try await web.engine.inspect(web.containerName)?["State"]?["Status"] == "running"
            }
            #expect(try await web.incarnation()[0] == before[0])
        }
    }

    @Test func `services are kept when the node stops, if nobody says otherwise`() async throws {
        try await withNode { web in
            try await web.deploy()
            let before = try await web.incarnation()
            try await web.node.supervisor.stop()
            #expect(try await web.incarnation() == before)
            try await web.node.supervisor.start()
            try await web.waitUntilOnline()
            #expect(try await web.incarnation() == before)
        }
    }

    @Test func `services that ignore SIGTERM are killed in order, when the time for all of them is over`() async throws
    {
        try await withNode(settings: ["SHUTDOWN_SERVICES": "stop", "SHUTDOWN_TIMEOUT": "3s"]) { web in
            let project = "deaf\(web.servicePort)"
            let deaf = """
                image: '\(web.registry.image("web", "1"))', network_mode: none,
                command: [/bin/sh, -c, "trap '' TERM; exec /bin/busybox sleep 3600"]
                """
            let compose = """
                services:
                  db: {\(deaf.replacing("\n", with: " "))}
                  web: {\(deaf.replacing("\n", with: " ")), depends_on: [db]}
                """
            let deploy = try await web.node.instruct([
                "action": "deploy", "service": .string(project), "compose": .string(compose),
            ])
            #expect(try await web.node.outcome(of: deploy)["status"] == "success")
            let begin = ContinuousClock.now
            #expect(try await web.node.supervisor.stop() == 0)
            let took = begin.duration(to: .now)
            var states: [JSON?] = []
            for member in ["web", "db"] {
                let name = "\(project)-\(member)-1"
                states.append(try await web.engine.inspect(name)?["State"])
                try await web.engine.remove(container: name)
            }
            for state in states {
                #expect(state?["Status"] == "exited" && state?["ExitCode"] == 137, "\(state?.text ?? "")")
            }
            let ends = states.compactMap { $0?["FinishedAt"]?.string }
            #expect(ends.count == 2 && ends[0] < ends[1], "what is needed is stopped last: \(ends)")
            // Each alone would have ten seconds; a node that is not done then is killed, and leaves db running.
            #expect(took < .seconds(60), "\(took)")
        }
    }
}
