import Glibc
import JSON
import TestSupport
import Testing

/// Clients by the hundred that take their time, or more than their share, against the shipped programs. They are processes of
/// their own, for their hundreds of descriptors.
@Suite(.testPeers, .serialized, .timeLimit(.minutes(10)))
struct CrowdTests {
    /// Few enough that there is room for all: each is told, or cut off, for its own sake. And so many that they push each
    /// other out.
    @Test(arguments: [60, 150])
    func `slow clients of every kind are cut off, and health is answered all along`(count: Int) async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        try await node.expectAllReady()
        let run = try await TestPeers.run(
            "python3", [TestPeers.slowClients, "\(node.port)", "\(count)"], in: node.directory.path)
        #expect(run.status == 0, Comment(rawValue: run.output))
        let record = try JSON(parsing: run.output)
        #expect(record["wrong"] == [], "\(record.text)")
        #expect(record["health"]?.int ?? 0 > 20, "\(record.text)")
        // bench/siege has the sharp figure: its 99 % are below 10 ms. A machine that does much else takes longer, but not this.
        #expect(record["median"]?.double ?? 60 < 0.5, "\(record.text)")
        #expect(record["connections"] == 1, "all are cut off: \(record.text)")
        if count < 64 {
            #expect(
                record["told"]?["headers"]?.int == count && record["told"]?["bodies"]?.int == count, "\(record.text)")
        }
        try await node.expectAllReady(restarts: 0)
        try await node.supervisor.stop()
    }

    /// In a network of its own, where 10.77.0.1 is an address of the host and not loopback.
    @Test(.enabled("only root can make a network") { geteuid() == 0 })
    func `one address has 64 connections and no more, and this machine as many as it likes`() async throws {
        let network = ["unshare", "--net", "sh", "-c"]
        let address = "ip link set lo up && ip addr add 10.77.0.1/32 dev lo && exec \"$@\""
        let node = try TestNode(settings: ["BIND_ADDRESS": "0.0.0.0"], launcher: network + [address, "network"])
        let supervisor = try await node.supervisor.start()
        // By then its process is in that network.
        try await eventually("it is ready") { node.log.contains("the node is ready") }
        let clients = [TestPeers.program("python3"), TestPeers.manyClients, "10.77.0.1", "\(node.port)"]
        let run = try await CommandRun.of(
            ["nsenter", "--net", "--target", "\(supervisor)"] + clients, in: node.directory.path)
        #expect(run.status == 0, Comment(rawValue: run.output))
        let record = try JSON(parsing: run.output)
        #expect(record["served"] == 64 && record["those before"] == 64, "\(record.text)")
        let refused = record["one more"]?.string ?? ""
        #expect(refused.hasPrefix("HTTP/1.1 503 ") && refused.lowercased().contains("retry-after: 10"), "\(refused)")
        for moment in ["from loopback", "after one has gone"] {
            #expect(record[moment]?.string?.hasPrefix("HTTP/1.1 200 ") == true, "\(moment): \(record.text)")
        }
        try await node.supervisor.stop()
    }
}
