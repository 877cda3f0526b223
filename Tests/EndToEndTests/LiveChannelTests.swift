import JSON
import TestSupport
import Testing

/// The live channel, with a real Socket.IO server in front of a real conductor.
@Suite(.testPeers, .timeLimit(.minutes(3)))
struct LiveChannelTests {
    private struct Site {
        let node: TestNode
        let live: TestProgram
        let port: Int
        let file: String

        func record() -> JSON? { try? JSON(parsing: contents(of: file) ?? []) }

        func count(_ name: String) -> Int { record()?[name]?.array?.count ?? 0 }
    }

    private func site(settings: [String: String] = [:]) throws -> Site {
        let port = try freePort()
        let address = ["CONDUCTOR_URL": "http://127.0.0.1:\(port)"]
        let node = try TestNode(settings: address.merging(settings) { $1 })
        let file = node.directory.file("live.json")
        let live = try TestProgram(
            directory: node.directory, name: "live",
            command: [
                TestPeers.program("python3"), TestPeers.liveConductor, "\(port)", "\(node.conductorPort)", file,
            ], environment: [:])
        return Site(node: node, live: live, port: port, file: file)
    }

    @Test func `a node registers over the channel, pings with its resources, and registers again when it was cut off`()
        async throws
    {
        let site = try site()
        try await site.live.start()
        try await site.node.startAndRegister()
        let id = try await site.node.workerID()
        try await eventually("pings come", within: .seconds(60)) { site.count("pings") >= 3 }
        let first = site.record()?["registered"]?[0]
        #expect(first?["worker_id"]?.string == id)
        #expect(first?["hostname"]?.string == "node-\(site.node.port)")
        try await eventually("pings carry the report", within: .seconds(60)) {
            site.record()?["pings"]?.array?.last?["resources"]?["cpu"]?["usagePercent"]?.double != nil
        }

        _ = try? await site.node.get("/drop", port: site.port)
        try await eventually("it has registered again", within: .seconds(60)) { site.count("registered") >= 2 }
        let pings = site.count("pings")
        try await eventually("and pings again", within: .seconds(60)) { site.count("pings") > pings }

        // As the conductor does after a minute without pings: the connection stands, and the worker is not known any more.
        let registrations = site.count("registered")
        _ = try? await site.node.get("/forget", port: site.port)
        try await eventually("it has registered once more", within: .seconds(60)) {
            site.count("registered") > registrations
        }

        try await site.live.kill()
        try await site.live.start()
        try await eventually("also with the next server", within: .seconds(90)) { site.count("registered") == 1 }
        #expect(try await site.node.workerID() == id)
        #expect(try await site.node.workers().count == 1, "the channel registers nobody anew")
        try await site.node.supervisor.stop()
    }

    @Test func `a conductor without a channel, and a node that is told not to, go on over HTTP alone`() async throws {
        let without = try TestNode()
        try await without.startAndRegister()
        try await eventually("it is told once", within: .seconds(30)) {
            without.log.contains("the conductor offers no live channel: it answered 404")
        }
        #expect(try await without.get("/health").body["registered"] == true)
        try await without.supervisor.stop()

        let off = try site(settings: ["CONDUCTOR_LIVE": "off"])
        try await off.live.start()
        try await off.node.startAndRegister()
        try await eventually("heartbeats come", within: .seconds(30)) {
            off.node.log.contains("registered with the conductor")
        }
        #expect(off.count("registered") == 0)
        try await off.node.supervisor.stop()
    }
}
