import Glibc
import JSON
import TestSupport
import Testing

/// Ends of instructions reach the conductor, whatever happens between.
@Suite(.timeLimit(.minutes(10)))
struct OutboxTests {
    private static let ended = ["success", "failed"]

    /// Those that the conductor has heard of, oldest first.
    private func told(_ node: TestNode, _ worker: String) async throws -> [String] {
        let statuses = try await node.conductorGet("/api/workers/\(worker)").body["statuses"]?.array ?? []
        return statuses.filter { Self.ended.contains($0["status"]?.string ?? "") }.reversed()
            .compactMap { $0["service"]?.string }
    }

    /// As the operator's programs do it; the service is not there, so it ends at once.
    private func instruct(_ node: TestNode, _ service: String) async throws {
        let socket = node.directory.file("run") + "/deployd.sock"
        let instruction: JSON = ["action": "stop", "service": .string(service)]
        let answer = try await offThread { try PlainIPC.call(socket, "services.apply", instruction) }
        #expect(answer["error"]?["message"]?.string == "there is no service \(service)")
    }

    @Test func `ends that the conductor could not be told of reach it in their order after SIGKILL and a restart`()
        async throws
    {
        let node = try TestNode()
        try await node.startAndRegister()
        let worker = try await node.workerID()
        try await node.conductor.stop()
        let services = (1...5).map { "gone-\($0)" }
        for service in services.prefix(3) { try await instruct(node, service) }
        let deployd = try #require(try await node.pid(of: "deployd"))
        kill(deployd, SIGKILL)
        try await eventually("deployd is back", within: .seconds(60)) {
            let pid = try await node.pid(of: "deployd")
            return pid != nil && pid != deployd
        }
        for service in services.suffix(2) { try await instruct(node, service) }
        try await eventually("the operator sees that they wait", within: .seconds(60)) {
            try await node.workerctl("status").output.contains("5 final statuses wait for the conductor")
        }
        try await node.supervisor.stop()
        try await node.conductor.start()
        try await node.supervisor.start()
        try await eventually("the conductor has all of them", within: .seconds(90)) {
            (try? await told(node, worker).count) == services.count  // it may not listen yet
        }
        #expect(try await told(node, worker) == services)
        try await node.supervisor.stop()
    }

    @Test func `an instruction for nobody, an unknown one and one without a form do not hold up the next`() async throws
    {
        let node = try TestNode()
        try await node.startAndRegister()
        let strange = try await node.instruct(["action": "dance", "service": "web", "colour": "red"])
        let nameless = try await node.instruct(["action": "deploy", "service": "../../x"])
        let last = try await node.instruct(["action": "remove", "service": "web", "workerId": "another"])
        #expect(try await node.outcome(of: strange)["error"]?["type"] == "unknown_action")
        #expect(try await node.outcome(of: nameless)["error"]?["type"] == "invalid_config")
        #expect(try await node.outcome(of: last)["status"] == "success")
        try await node.supervisor.stop()
    }
}
