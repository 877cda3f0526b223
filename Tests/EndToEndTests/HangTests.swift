import Glibc
import JSON
import TestSupport
import Testing

/// A daemon that stands still is replaced; one that is merely not heard because the supervisor stood still is not.
@Suite(.timeLimit(.minutes(10)))
struct HangTests {
    @Test(arguments: TestNode.daemons)
    func `a daemon that hangs is ended by the watchdog and replaced`(daemon: String) async throws {
        let node = try TestNode(settings: ["WATCHDOG_TIMEOUT": "2s"])
        try await node.startAndRegister()
        try await node.expectAllReady()
        let pid = try #require(try await node.pid(of: daemon))
        kill(pid, SIGSTOP)
        try await eventually("\(daemon) is replaced and ready", within: .seconds(60)) {
            guard let state = try? await node.subsystem(daemon) else { return false }
            return state["state"] == "ready" && state["pid"]?.int != Int(pid)
        }
        let state = try await node.subsystem(daemon)
        #expect(state["last_exit"]?["cause"] == "watchdog")
        #expect(state["restarts"] == 1)
        for other in TestNode.daemons where other != daemon {
            #expect(try await node.subsystem(other)["restarts"] == 0, "\(other) is not drawn in")
        }
        try await node.supervisor.stop()
    }

    @Test func `a supervisor that stood still for three time-outs kills nobody`() async throws {
        let node = try TestNode(settings: ["WATCHDOG_TIMEOUT": "1s"])
        try await node.conductor.start()
        let supervisor = try await node.supervisor.start()
        _ = try await node.workerID()
        try await node.expectAllReady()
        kill(supervisor, SIGSTOP)
        for _ in 0..<15 {
            try await Task.sleep(for: .milliseconds(200))  // the stall itself
            #expect(try await node.get("/health").status == 200, "the daemons do not need it to serve")
        }
        kill(supervisor, SIGCONT)
        try await Task.sleep(for: .seconds(3))  // in which nothing may happen
        try await node.expectAllReady()
        for daemon in TestNode.daemons { #expect(try await node.subsystem(daemon)["restarts"] == 0) }
        #expect(!node.log.contains("subsystem is being ended"))
        try await node.supervisor.stop()
    }
}
