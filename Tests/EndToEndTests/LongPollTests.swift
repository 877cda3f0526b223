import JSON
import TestSupport
import Testing

/// Instructions, with the next plain look for them a day away: what arrives has been waited for at the conductor.
@Suite(.timeLimit(.minutes(10)))
struct LongPollTests {
    private func withNode(_ body: (TestNode) async throws -> Void) async throws {
        let node = try TestNode(settings: ["DEPLOYMENT_CHECK_INTERVAL": "24h"])
        try await node.startAndRegister()
        try await body(node)
        #expect(try await node.supervisor.stop() == 0)
    }

    /// One that has ended as soon as it has been read.
    private func expectAnInstructionArrives(_ node: TestNode, _ worker: String) async throws {
        let id = try await node.instruct(["action": "dance", "service": "web"], worker: worker)
        let outcome = try await node.outcome(of: id, worker: worker)
        #expect(outcome["error"]?["type"] == "unknown_action")
    }

    @Test func `one instruction after the other arrives, and its end is told while the next is waited for`()
        async throws
    {
        try await withNode { node in
            let worker = try await node.workerID()
            for _ in 0..<5 { try await expectAnInstructionArrives(node, worker) }
        }
    }

    @Test func `after an outage of the conductor instructions arrive as soon as heartbeats do`() async throws {
        try await withNode { node in
            let worker = try await node.workerID()
            try await expectAnInstructionArrives(node, worker)
            try await node.conductor.kill()
            try await eventually("deployd has noticed", within: .seconds(60)) {
                node.log.contains("instructions cannot be read")
            }
            try await eventually("heartbeatd has noticed", within: .seconds(60)) {
                node.log.contains("link to the conductor is not well")
            }
            try await node.conductor.start()
            try await eventually("the conductor answers", within: .seconds(60)) {
                (try? await node.conductorGet("/api/workers"))?.status == 200
            }
            try await expectAnInstructionArrives(node, worker)
        }
    }

    @Test func `deployd ends in order while the conductor holds its question`() async throws {
        try await withNode { node in
            try await expectAnInstructionArrives(node, try await node.workerID())
            let (status, output) = try await node.workerctl("restart", "deployd")
            #expect(status == 0, "\(output)")
            try await eventually("deployd has been started again", within: .seconds(60)) {
                let deployd = try await node.subsystem("deployd")
                return deployd["state"] == "ready" && deployd["generation"] == 2
            }
            let exit = try await node.subsystem("deployd")["last_exit"]
            #expect(exit?["cause"] == "exited" && exit?["code"] == 0, "\(exit?.text ?? "")")
        }
    }
}
