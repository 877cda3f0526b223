import Glibc
import JSON
import TestSupport
import Testing

/// apid finishes what it has begun when somebody restarts it, and does not wait for ever.
@Suite(.timeLimit(.minutes(10)))
struct PlannedRestartTests {
    private static let head = """
        POST /services/nobody/restart HTTP/1.1\r
        Host: localhost\r
        Content-Type: application/json\r
        Content-Length: 2\r
        \r
        {
        """

    /// A node, and a connection on which apid has answered one request and half of another has come.
    private func begin() async throws -> (TestNode, RawConnection, pid_t) {
        let node = try TestNode()
        try await node.startAndRegister()
        try await node.expectAllReady()
        let pid = try #require(try await node.pid(of: "apid"))
        let connection = try RawConnection(port: node.port)
        connection.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        try await connection.expect("HTTP/1.1 200")
        connection.send(Self.head)
        return (node, connection, pid)
    }

    private func restart(_ node: TestNode) async throws {
        let control = node.directory.file("run/supervisor.sock")
        let answer = try await offThread { try PlainIPC.call(control, "supervisor.restart", ["name": "apid"]) }
        #expect(answer["result"]?["state"] == "stopping")
    }

    /// Asks the supervisor: apid, which answers nobody meanwhile, cannot be asked.
    private func state(of node: TestNode) async throws -> JSON {
        let control = node.directory.file("run/supervisor.sock")
        let answer = try await offThread { try PlainIPC.call(control, "supervisor.status") }
        return answer["result"]?["subsystems"]?.array?.first { $0["name"] == "apid" } ?? .null
    }

    @Test
    func `a request that has begun before a restart is answered, and those who come meanwhile are, by the next one`()
        async throws
    {
        let (node, connection, pid) = try await begin()
        try await restart(node)
        let requester = Requester(port: node.port)
        let requesting = Task { await requester.run() }
        try await Task.sleep(for: .seconds(1))  // in which it waits for the rest
        let waiting = try await state(of: node)
        #expect(waiting["state"] == "stopping" && waiting["pid"]?.int == Int(pid))
        connection.send("}")
        try await connection.expect("HTTP/1.1 404")
        try await eventually("the next one is ready") {
            let state = try await self.state(of: node)
            return state["state"] == "ready" && state["pid"]?.int != Int(pid)
        }
        try await eventually("the others are answered") { requester.answered > 20 }
        requester.stop()
        await requesting.value
        #expect(requester.refused == 0 && requester.cutOff == 0)
        try await node.supervisor.stop()
    }

    @Test func `a request that never ends is waited for, and then apid ends by itself before it is killed`()
        async throws
    {
        let (node, connection, pid) = try await begin()
        try await restart(node)
        try await connection.expectClosed()
        try await eventually("the next one is ready") {
            let state = try await self.state(of: node)
            return state["state"] == "ready" && state["pid"]?.int != Int(pid)
        }
        let exit = try await state(of: node)["last_exit"]
        #expect(exit?["cause"] == "exited" && exit?["code"] == 0 && exit?["requested"] == true)
        try await node.supervisor.stop()
    }
}
