import Foundation
import JSON
import TestSupport
import Testing

/// Two nodes that have been given one hostname, by which the conductor takes them for one worker.
@Suite(.timeLimit(.minutes(10)))
struct SharedNameTests {
    @Test func `both say that they are taken for one, and neither takes the record back`() async throws {
        let first = try TestNode(settings: ["WORKER_HOSTNAME": "twin"])
        try await first.startAndRegister()
        let id = try await first.workerID()
        let second = try TestNode(settings: [
            "WORKER_HOSTNAME": "twin", "CONDUCTOR_URL": "http://127.0.0.1:\(first.conductorPort)",
        ])
        // It was registered once, with a conductor whose database has been lost.
        try FileManager.default.createDirectory(
            atPath: second.directory.file("state"), withIntermediateDirectories: true)
        let stale: JSON = ["worker_id": "of-long-ago", "hostname": "twin"]
        try second.directory.write(stale.text.utf8, to: "state/identity.json")
        try await second.supervisor.start()
        try await eventually("the second goes by the id of the first", within: .seconds(60)) {
            try await second.workerID() == id
        }
        try await eventually("it says that this is another than it had", within: .seconds(60)) {
            second.log.contains("identity changed: the conductor knows this node by another id")
        }
        try await eventually("the first says so", within: .seconds(60)) {
            try await first.get("/health").body["conductor"]?["reason"] == "shared_identity"
        }

        let record = try await first.workers()
        let beats = try await highestSequence(first, id)
        try await eventually("they have gone on", within: .seconds(60)) {
            try await highestSequence(first, id) >= beats + 20
        }
        #expect(try await first.workers().map { $0["ip_address"] } == record.map { $0["ip_address"] })
        #expect(record.count == 1)
        #expect(first.log.components(separatedBy: "registered with the conductor").count == 2)
        #expect(second.log.components(separatedBy: "registered with the conductor").count == 2)
        try await second.supervisor.stop()
        try await first.supervisor.stop()
    }

    /// Of the heartbeats that the conductor has taken: those of the first, which has counted for longer.
    private func highestSequence(_ node: TestNode, _ id: String) async throws -> Int {
        let sequences = try await node.conductorGet("/api/workers/\(id)").body["heartbeats"]?["sequences"]?.array ?? []
        return sequences.compactMap(\.int).max() ?? 0
    }
}
