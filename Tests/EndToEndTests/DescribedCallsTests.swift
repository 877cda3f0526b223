import JSON
import TestSupport
import Testing

/// What heartbeatd and deployd really send, and what conductord answers them, held against docs/conductor-openapi.yaml.
@Suite(.testPeers, .dockerEngine, .timeLimit(.minutes(10)))
struct DescribedCallsTests {
    @Test func `every call of a node, and every answer to it, is as described`() async throws {
        let engine = try await TestEngine.shared()
        let registry = try await TestRegistry.shared()
        let recorderPort = try freePort()
        let node = try TestNode(settings: [
            "CONDUCTOR_URL": "http://127.0.0.1:\(recorderPort)", "DOCKER_HOST": engine.dockerHost,
            "CONDUCTOR_LIVE": "off",
        ])
        let file = node.directory.file("record.json")
        let recorder = try TestProgram(
            directory: node.directory, name: "recorder",
            command: [
                TestPeers.program("python3"), TestPeers.recorder, TestPeers.description,
                "\(recorderPort)", "\(node.conductorPort)", file,
            ], environment: [:])
        try await recorder.start()
        try await node.startAndRegister()

        let service = "described-\(recorderPort)"
        func carryOut(_ action: String, _ image: String? = nil) async throws -> JSON {
            var instruction: [String: JSON] = ["action": .string(action), "service": .string(service)]
            if let image { instruction["config"] = ["image": .string(image)] }
            return try await node.outcome(of: try await node.instruct(.object(instruction)))
        }
        #expect(try await carryOut("deploy", registry.image("web", "1"))["status"] == "success")
        #expect(try await carryOut("update", registry.image("web", "no-such"))["error"]?["type"] == "image_not_found")
        #expect(try await carryOut("stop")["status"] == "success")
        #expect(try await carryOut("remove")["status"] == "success")
        #expect(try await carryOut("start")["error"]?["type"] == "unknown_service")
        // A restart is a registration with an id.
        try await node.supervisor.stop()
        try await node.supervisor.start()

        let wanted: Set = ["register", "heartbeat", "setResources", "deployments", "addStatus"]
        let record = try await eventually("every call has been recorded", within: .seconds(60)) { () -> JSON? in
            let record = try? JSON(parsing: contents(of: file) ?? [])
            let isWhole = Set(record?["calls"]?.object?.keys.map { $0 } ?? []) == wanted
            return isWhole && record?["members"]?["register"]?.array?.contains("worker_id") == true ? record : nil
        }
        #expect(record["findings"] == [])
        #expect(
            record["members"]?["addStatus"]?.array?.contains("instruction_id") == true
                && record["members"]?["addStatus"]?.array?.contains("container_id") == true)
        try await node.supervisor.stop()
        _ = try await recorder.end(with: "TERM")
    }
}
