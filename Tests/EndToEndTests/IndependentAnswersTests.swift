import Glibc
import JSON
import TestSupport
import Testing

/// What the API answers while the daemon that knows stands still.
@Suite(.timeLimit(.minutes(10)))
struct IndependentAnswersTests {
    @Test func `while every other process of the node stands still, all reads are answered, explanations too`()
        async throws
    {
        let node = try TestNode()
        let supervisor = try await node.startAndRegister()
        try await node.expectAllReady()
        // There is no engine: the service waits for it, and why is known.
        try await node.instruct(["action": "deploy", "service": "web", "config": ["image": "nginx"]])
        let before = try await eventually("it is explained", within: .seconds(60)) { () -> JSON? in
            let answer = try await node.get("/services/web/explain")
            guard answer.status == 200 else { return nil }
            return answer.body["explanation"]?["failure"]?["type"] == "engine_unavailable" ? answer.body : nil
        }
        #expect(before["explanation"]?["help"]?.string?.contains("DOCKER_HOST") == true)
        #expect(before["explanation"]?["wanted"]?["image"]?.string?.contains("nginx") == true)

        let paths = [
            "/livez", "/health", "/status", "/services", "/services/web", "/services/web/explain", "/subsystems",
            "/subsystems/deployd", "/resources", "/resources/history", "/config", "/doctor", "/metrics",
        ]
        for path in paths {
            try await eventually("\(path) is answered", within: .seconds(60)) { try await node.get(path).status == 200 }
        }
        var still = [supervisor]
        for daemon in ["probed", "heartbeatd", "deployd"] {
            still.append(try #require(try await node.pid(of: daemon)))
        }
        // The supervisor first: it would end those that hang.
        for pid in still { kill(pid, SIGSTOP) }
        defer { for pid in still.reversed() { kill(pid, SIGCONT) } }
        for path in paths {
            let answer = try await node.get(path)
            #expect(answer.status == 200, "\(path): \(answer.body.text)")
        }
        let during = try await node.get("/services/web/explain")
        #expect(during.body["explanation"]?["failure"]?["type"] == "engine_unavailable")
        for pid in still.reversed() { kill(pid, SIGCONT) }
        try await node.expectAllReady()
        try await node.supervisor.stop()
    }

    @Test func `a service is explained after deployd was killed, before the next one has written anything`()
        async throws
    {
        // The second death lets deployd wait before it is started again.
        let node = try TestNode(settings: ["RESTART_BURST": "1"])
        try await node.startAndRegister()
        try await node.expectAllReady()
        try await node.instruct(["action": "deploy", "service": "web", "config": ["image": "nginx"]])
        try await eventually("it is explained", within: .seconds(60)) {
            try await node.get("/services/web/explain").status == 200
        }
        for _ in 0..<3 {
            let pid = try await eventually("deployd runs", within: .seconds(60)) { try await node.pid(of: "deployd") }
            kill(pid, SIGKILL)
            let answer = try await node.get("/services/web/explain")
            #expect(answer.status == 200 && answer.body["explanation"]?["service"] == "web")
        }
        try await node.expectAllReady()
        try await node.supervisor.stop()
    }
}
