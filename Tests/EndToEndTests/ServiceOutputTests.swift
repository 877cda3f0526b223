import Glibc
import JSON
import TestSupport
import Testing

/// A service's output, read from the engine's file of it.
@Suite(.dockerEngine, .timeLimit(.minutes(10)))
struct ServiceOutputTests {
    private func deploy(_ web: NodeWithService, _ script: String) async throws {
        let config: JSON = [
            "image": .string(web.registry.image("web", "1")), "command": ["/bin/sh", "-c", .string(script)],
        ]
        let id = try await web.node.instruct([
            "action": "deploy", "service": .string(web.service), "config": config,
        ])
        #expect(try await web.node.outcome(of: id)["status"] == "success")
    }

    private func follow(_ web: NodeWithService, _ query: String = "") throws -> RawConnection {
        let connection = try RawConnection(port: web.node.port)
        connection.send("GET /services/\(web.service)/logs?follow\(query) HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return connection
    }

    private func ticks(_ connection: RawConnection) -> Int {
        connection.receive()
        return connection.received.ranges(of: "tick\n").count
    }

    private func output(_ web: NodeWithService) async throws -> String {
        let connection = try RawConnection(port: web.node.port)
        connection.send(
            "GET /services/\(web.service)/logs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        try await connection.expectClosed()
        return connection.received
    }

    private func expectHello(_ web: NodeWithService, _ when: String) async throws {
        let answer = try await output(web)
        #expect(answer.hasPrefix("HTTP/1.1 200") && answer.contains("hello\n"), "\(when): \(answer)")
    }

    @Test func `output is read and followed with the engine and every other process of the node stopped`() async throws
    {
        let engine = try await TestEngine.start()
        defer { engine.endNow() }
        try await withNode(engine: engine) { web in
            let node = web.node
            try await deploy(web, "echo hello; while :; do echo tick; /bin/busybox sleep 0.2; done")
            try await node.expectAllReady()
            try await eventually("it is written, and where is known without deployd") {
                let service = try await node.get("/services/\(web.service)").body["service"]
                guard service?["id"]?.string != nil else { return false }
                return try await output(web).contains("hello\n")
            }
            let still = try await StandingStill(node)
            defer { still.end() }
            let follower = try follow(web, "&tail=1")
            try await follower.expect("tick\n")
            try await engine.freeze()
            try await expectHello(web, "everything stands still")
            #expect(try await node.get("/services/nobody/logs").status == 404)
            try await engine.thaw()
            let count = ticks(follower)
            try await eventually("the follower hears more") { ticks(follower) > count }
            try await engine.stop()
            try await expectHello(web, "the engine is stopped")

            // A deployd that is started now hears nothing of the container.
            still.end()
            try await node.expectAllReady()
            let pid = try #require(try await node.pid(of: "deployd"))
            kill(pid, SIGKILL)
            try await eventually("another deployd has found no engine", within: .seconds(60)) {
                let service = try await node.get("/services/\(web.service)").body["service"]
                let isUnseen = service?["name"] != nil && service?["id"]?.string == nil
                return try await node.pid(of: "deployd") != pid && isUnseen
            }
            try await expectHello(web, "deployd has never seen the engine")
            try await engine.start()
            try await web.waitUntilOnline()
            try await eventually("it is started again", within: .seconds(60)) {
                try await output(web).ranges(of: "hello\n").count > 1
            }
        }
    }

    @Test func `a follower's output ends with the container, with its last words`() async throws {
        try await withNode { web in
            try await deploy(
                web, "trap 'echo bye; exit 0' TERM; echo hello; while :; do /bin/busybox sleep 0.1; done")
            let path = "/services/\(web.service)"
            for action in ["restart", "stop"] {
                let follower = try follow(web, "&tail=1")
                try await follower.expect("hello\n")
                #expect(try await [200, 202].contains(web.node.post("\(path)/\(action)").status))
                try await follower.expect("bye\n")
                try await follower.expectClosed()
            }
            let late = try follow(web)
            try await late.expectClosed()
            #expect(late.received.contains("bye\n"))
            #expect(try await web.carryOut("remove")["status"] == "success")
            try await eventually("it is gone") {
                try await web.node.get("\(path)/logs").status == 404
            }
        }
    }

    @Test func `where the engine's disk does not answer, or its driver keeps no such file, deployd is asked`()
        async throws
    {
        try await withNode(settings: ["AEREKOS_FAULT": "output.file=hang"]) { web in
            try await deploy(web, "echo hello; exec /bin/busybox sleep 1000")
            try await eventually("it is written") { try await output(web).contains("hello\n") }
            try await expectHello(web, "the thread that reads files hangs")
            #expect(try await web.node.get("/health").status == 200)
            #expect(try await web.node.subsystem("apid")["restarts"] == 0)
        }
        let engine = try await TestEngine.start(arguments: ["--log-driver", "local"])
        defer { engine.endNow() }
        try await withNode(engine: engine) { web in
            try await deploy(web, "echo hello; exec /bin/busybox sleep 1000")
            try await eventually("it is written") { try await output(web).contains("hello\n") }
        }
    }
}
