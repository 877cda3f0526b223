import EventLoop
import Glibc
import JSON
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10)))
struct HistoryTests {
    @Test(arguments: ["probed", "heartbeatd", "deployd", "apid"])
    func `each daemon tells of its own starts, and why the process before it ended`(daemon: String) async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        let first = try await history(of: daemon, on: node, generation: 1)
        #expect(first.count == 1 && first[0]["previous_exit"] == nil)
        let pid = try #require(first[0]["pid"]?.int)
        #expect(try await node.subsystem(daemon)["pid"]?.int == pid)
        kill(pid_t(pid), SIGKILL)
        let second = try await history(of: daemon, on: node, generation: 2)
        let exit = try #require(second[0]["previous_exit"])
        #expect(exit["generation"] == 1 && exit["pid"]?.int == pid)
        #expect(exit["report"]?["signal_name"] == "SIGKILL" && exit["report"]?["requested"] == false)
        #expect(second[1] == first[0])
        _ = try await node.post("/subsystems/\(daemon)/restart")
        let third = try await history(of: daemon, on: node, generation: 3)
        #expect(third[0]["previous_exit"]?["report"]?["requested"] == true)
        #expect(third[0]["previous_exit"]?["report"]?["code"] == 0)
        #expect(Array(third.dropFirst()) == second)
        try await node.supervisor.stop()
    }

    @Test func `how the host was is told also after probed and apid were killed`() async throws {
        let node = try TestNode(settings: ["RESOURCE_CHECK_INTERVAL": "200ms"])
        try await node.startAndRegister()
        try await node.expectAllReady()
        // There are none for a moment in which the cache cannot be read.
        func points() async throws -> [JSON] {
            try await eventually("there is a point", within: .seconds(60)) {
                let points = try await node.get("/resources/history?since=1h").body["points"]?.array
                return points?.isEmpty == false ? points : nil
            }
        }
        let begin = try #require(try await points().first?["at"]?.string)
        for daemon in ["probed", "apid"] {
            let pid = try #require(try await node.pid(of: daemon))
            kill(pid, SIGKILL)
            try await eventually("the next \(daemon) is ready", within: .seconds(60)) {
                guard let state = try? await node.subsystem(daemon) else { return false }
                return state["state"] == "ready" && state["pid"]?.int != Int(pid)
            }
            let oldest = try await points().first?["at"]?.string
            #expect(oldest == begin, "the oldest is the same after \(daemon)'s death")
        }
        let before = try await points().count
        try await eventually("it goes on", within: .seconds(60)) { try await points().count > before }
        try await node.supervisor.stop()
    }

    /// Once the newest start is that of `generation`; newest first.
    private func history(of daemon: String, on node: TestNode, generation: Int) async throws -> [JSON] {
        try await eventually("\(daemon) has written start \(generation)", within: .seconds(60)) {
            let history = try? await node.get("/subsystems/\(daemon)").body["history"]?.array
            return history?.first?["generation"]?.int == generation ? history : nil
        }
    }
}
