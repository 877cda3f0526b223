import Glibc
import JSON
import TestSupport
import Testing

/// What the API answers while the daemons that know stand still.
@Suite(.dockerEngine, .timeLimit(.minutes(10)))
struct IndependentAnswersTests {
    /// Every path that can be read, by the node's own description.
    private func paths(of web: NodeWithService) async throws -> [String] {
        let described = try await web.node.get("/openapi.json").body["paths"]?.object ?? [:]
        let readable = described.filter { $0.value["get"] != nil }.keys.sorted()
        #expect(readable.count > 15 && readable.contains("/services/{name}/logs"))
        #expect(readable.contains("/subsystems/{name}/logs"))
        return readable.map { path in
            let name = path.hasPrefix("/services/") ? web.service : "deployd"
            // Without a limit it is a stream, which has no end.
            return path.replacing("{name}", with: name) + (path == "/events" ? "?limit=5" : "")
        }
    }

    private func expectAnswers(_ paths: [String], of node: TestNode) async throws {
        for path in paths {
            let answer = try await node.get(path)
            // The supervisor may not have been heard for so long that the node is not ready.
            let isAnswer = answer.status == 200 || path == "/readyz" && answer.status == 503
            #expect(isAnswer, "\(path): \(answer.status) \(answer.body.text)")
        }
    }

    @Test
    func `while every other process of the node stands still all reads are answered, output too`()
        async throws
    {
        try await withNode { web in
            let node = web.node
            try await web.deploy()
            try await node.expectAllReady()
            let paths = try await paths(of: web)
            for path in paths {
                try await eventually("\(path) is answered", within: .seconds(60)) {
                    try await node.get(path).status == 200
                }
            }
            let still = try await StandingStill(node)
            defer { still.end() }
            try await expectAnswers(paths, of: node)
            let explained = try await node.get("/services/\(web.service)/explain").body["explanation"]
            #expect(explained?["summary"]?.string?.contains(web.service) == true)
            let stream = try RawConnection(port: node.port)
            stream.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            try await stream.expect("text/event-stream")
            still.end()
            try await node.expectAllReady()
        }
    }

    @Test func `a service that waits for its engine is explained also while deployd stands still`() async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        try await node.instruct(["action": "deploy", "service": "web", "config": ["image": "nginx"]])
        let pid = try await eventually("it is explained", within: .seconds(60)) { () -> pid_t? in
            let answer = try await node.get("/services/web/explain").body["explanation"]
            return answer?["failure"]?["type"] == "engine_unavailable" ? try await node.pid(of: "deployd") : nil
        }
        kill(pid, SIGSTOP)
        defer { kill(pid, SIGCONT) }
        let explanation = try await node.get("/services/web/explain").body["explanation"]
        #expect(explanation?["failure"]?["type"] == "engine_unavailable")
        #expect(explanation?["help"]?.string?.contains("DOCKER_HOST") == true)
        #expect(explanation?["wanted"]?["image"]?.string?.contains("nginx") == true)
        #expect(try await node.get("/services/web/stats").status == 409)
        kill(pid, SIGCONT)
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
