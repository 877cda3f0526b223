import JSON
import TestSupport
import Testing

@Suite(.dockerEngine, .timeLimit(.minutes(10)))
struct LifecycleTests {
    @Test func `a service is deployed from a registry, answers, is updated, stopped, started, restarted and removed`()
        async throws
    {
        try await withNode { web in
            let worker = try #require(try await web.node.workers().first)
            #expect(worker["status"] == "online")
            #expect(worker["hostname"]?.string == "node-\(web.node.port)")

            try await web.deploy()
            let first = try await web.incarnation()
            let container = try #require(try await web.engine.inspect(web.containerName))
            #expect(container["Config"]?["Labels"]?["cloud.aerekos.service"]?.string == web.service)
            #expect(container["Config"]?["Env"]?.array?.contains("GREETING=hello") == true)

            let shown = try await eventually("it is shown as running") {
                let answer = try await web.node.get("/services/\(web.service)")
                return answer.body["service"]?["running"] == true ? answer : nil
            }
            #expect(shown.status == 200)
            #expect(!shown.body.text.contains("hunter2"), "secrets are masked")

            #expect(try await web.carryOut("deploy", tag: "1")["status"] == "success")
            #expect(try await web.incarnation() == first, "the same again changes nothing")

            #expect(try await web.carryOut("update", tag: "2")["status"] == "success")
            try await web.waitForPage("two")
            #expect(try await web.containerCount() == 1)

            #expect(try await web.carryOut("stop")["status"] == "success")
            try await eventually("nobody answers") { try await TestNode.page(port: web.servicePort) == nil }
            #expect(try await web.carryOut("start")["status"] == "success")
            try await web.waitForPage("two")

            let before = try await web.incarnation()
            let restarted = try await web.node.post("/services/\(web.service)/restart")
            #expect(restarted.status == 200)
            #expect(restarted.body["result"]?["status"] == "restarted")
            let after = try await web.incarnation()
            #expect(after[0] == before[0] && after[1] != before[1])

            #expect(try await web.carryOut("remove")["status"] == "success")
            #expect(try await web.containerCount() == 0)
            try await eventually("the API no longer knows it") {
                try await web.node.get("/services/\(web.service)").status == 404
            }
        }
    }

    @Test func `resources and heartbeats reach the conductor`() async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        let report: JSON = try await eventually("the conductor has the resources") {
            let resources = try await node.workers().first?["resources"]
            return resources?["ram"]?["total_bytes"] == nil ? nil : resources
        }
        for member in ["cpu_cores", "ram_gb", "disk_gb", "network_mbps"] { #expect(report[member]?.double != nil) }
        let seen = try await node.workers().first?["last_seen"]
        try await eventually("a later heartbeat has come") { try await node.workers().first?["last_seen"] != seen }
        try await node.supervisor.stop()
    }

    @Test func `an image that does not exist fails with its kind, and the node goes on`() async throws {
        try await withNode { web in
            let id = try await web.node.instruct([
                "action": "deploy", "service": .string(web.service),
                "config": ["image": .string(web.registry.image("absent", "9"))],
            ])
            let outcome = try await web.node.outcome(of: id)
            #expect(outcome["status"] == "failed")
            #expect(outcome["error"]?["type"] == "image_not_found")
            try await web.deploy()
        }
    }
}
