import JSON
import TestSupport
import Testing

/// The state directory lies on a disk, and disks hang.
@Suite(.timeLimit(.minutes(10)))
struct HungDiskTests {
    @Test func `a state directory that does not answer keeps no daemon from being ready and gets none killed`()
        async throws
    {
        let node = try TestNode(settings: ["AEREKOS_FAULT": "state.directory=hang", "WATCHDOG_TIMEOUT": "2s"])
        try await node.conductor.start()
        try await node.supervisor.start()
        try await node.expectAllReady()
        #expect(try await node.get("/health").body["registered"] == false, "it cannot know who it is")
        #expect(try await node.get("/resources").status == 200)
        let deploy = try await node.workerctl("deploy", "web", "--image", "none")
        #expect(deploy.status != 0 && deploy.output.contains("the state directory"), "\(deploy.output)")
        try await eventually("all are older than the watchdog's time-out", within: .seconds(60)) {
            let subsystems = try await node.get("/subsystems").body["subsystems"]?.array ?? []
            return subsystems.count == 4 && subsystems.allSatisfy { $0["uptime_s"]?.double ?? 0 > 4 }
        }
        for daemon in TestNode.daemons {
            let state = try await node.subsystem(daemon)
            #expect(state["state"] == "ready" && state["restarts"] == 0 && state["generation"] == 1)
        }
        #expect(node.log.contains("it has not answered for 3.0 seconds"), "the supervisor tells it too")
        try await node.supervisor.stop()
    }
}
