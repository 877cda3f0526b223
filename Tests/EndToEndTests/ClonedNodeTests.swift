import Foundation
import JSON
import TestSupport
import Testing

/// A node whose disk was copied to another machine, as from a card that was prepared once too late.
@Suite(.timeLimit(.minutes(10)))
struct ClonedNodeTests {
    /// The root of a machine of its own: only what tells it from others is not this one's.
    private func machine(_ directory: TemporaryDirectory, _ id: Character) throws -> String {
        try FileManager.default.createDirectory(
            atPath: directory.file("etc"), withIntermediateDirectories: true)
        try directory.write("\(String(repeating: id, count: 32))\n".utf8, to: "etc/machine-id")
        for name in ["proc", "sys"] {
            try FileManager.default.createSymbolicLink(atPath: directory.file(name), withDestinationPath: "/\(name)")
        }
        return directory.path
    }

    @Test func `a copy registers anew and says so, and the node that was copied keeps its id`() async throws {
        let roots = (try TemporaryDirectory(), try TemporaryDirectory())
        let original = try TestNode(settings: ["HOST_ROOT": try machine(roots.0, "a")])
        try await original.startAndRegister()
        let id = try await original.workerID()
        try await original.supervisor.stop()

        let copy = try TestNode(settings: [
            "HOST_ROOT": try machine(roots.1, "b"), "CONDUCTOR_URL": "http://127.0.0.1:\(original.conductorPort)",
        ])
        try FileManager.default.copyItem(
            atPath: original.directory.file("state"), toPath: copy.directory.file("state"))
        try await copy.supervisor.start()
        try await original.supervisor.start()
        let other = try await copy.workerID()
        #expect(other != id)
        #expect(copy.log.contains("this disk is a copy of another machine's"))
        #expect(try await original.workerID() == id)
        #expect(!original.log.contains("is a copy of another machine's"))
        #expect(try await Set(original.workers().compactMap { $0["id"]?.string }) == [id, other])

        // From its next start on it is a node like any other.
        try await copy.supervisor.stop()
        try await copy.supervisor.start()
        #expect(try await copy.workerID() == other)
        #expect(copy.log.components(separatedBy: "this disk is a copy").count == 2)
        try await copy.supervisor.stop()
        try await original.supervisor.stop()
    }
}
