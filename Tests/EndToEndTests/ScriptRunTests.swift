import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// The first of the two commands: from an empty machine to a running node. The build, which script/test has done and which
/// would wait for the tests' own to end, is left out.
@Suite(.timeLimit(.minutes(10)))
struct ScriptRunTests {
    /// The package's directory.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    @Test
    func `script/run starts a conductor and a node, says what to look at, and Ctrl-C ends both; the identity stays`()
        async throws
    {
        let directory = try TemporaryDirectory()
        let ports = (node: try freePort(), conductor: try freePort())
        let program = try TestProgram(
            directory: directory, name: "run", command: [Self.root + "/script/run", "--no-build"],
            environment: [
                "AEREKOS_HOME": directory.file("home"), "PORT": "\(ports.node)", "CONDUCTOR_PORT": "\(ports.conductor)",
                "DOCKER_HOST": "unix:///nonexistent.sock",
            ], roleLocks: directory.file("home/run"))
        var identities: [String?] = []
        for _ in 0..<2 {
            try await program.start()
            func output() -> String {
                contents(of: directory.file("run.log")).map { String(decoding: $0, as: UTF8.self) } ?? ""
            }
            let starts = identities.count + 1
            try await eventually("the node runs", within: .seconds(60)) {
                output().components(separatedBy: "Stop everything with Ctrl-C").count == starts + 1
            }
            #expect(output().contains("http://127.0.0.1:\(ports.node)/health"))
            #expect(output().contains("curl -X POST http://127.0.0.1:\(ports.conductor)/api/workers/"))
            #expect(!output().contains("WORKER_ID"), "the example has the id in it")
            let identity = contents(of: directory.file("home/state/identity.json"))
            identities.append(identity.map { String(decoding: $0, as: UTF8.self) })
            #expect(try await program.end(with: "INT") == 0)
            #expect(throws: (any Error).self, "the port is closed") {
                try LoopbackSocket.reach(port: ports.node)
            }
            #expect(throws: (any Error).self, "the conductor's too") {
                try LoopbackSocket.reach(port: ports.conductor)
            }
        }
        #expect(identities[0] != nil && identities[0] == identities[1])
    }

    @Test func `with CONDUCTOR_URL and CONDUCTOR_TOKEN set, script/run uses that conductor and starts none`()
        async throws
    {
        let node = try TestNode()
        try await node.conductor.start()
        let directory = node.directory
        let url = "http://127.0.0.1:\(node.conductorPort)"
        let program = try TestProgram(
            directory: directory, name: "run", command: [Self.root + "/script/run", "--no-build"],
            environment: [
                "AEREKOS_HOME": directory.file("home"), "PORT": "\(node.port)", "CONDUCTOR_URL": url,
                "CONDUCTOR_TOKEN": TestNode.token, "DOCKER_HOST": "unix:///nonexistent.sock",
            ], roleLocks: directory.file("home/run"))
        try await program.start()
        let output = try await eventually("the node runs", within: .seconds(60)) {
            let output = contents(of: directory.file("run.log")).map { String(decoding: $0, as: UTF8.self) } ?? ""
            return output.contains("Stop everything with Ctrl-C") ? output : nil
        }
        let id = try await node.workerID()
        #expect(try await node.workers().map { $0["id"]?.string } == [id])
        #expect(output.contains("\(url)/api/workers") && !output.contains("conductord listening"))
        let home = try FileManager.default.contentsOfDirectory(atPath: directory.file("home"))
        #expect(!home.contains { $0.hasPrefix("conductor") }, "\(home)")
        #expect(try await program.end(with: "INT") == 0)
        #expect(try await node.workers().count == 1, "that conductor runs on")
        try await node.conductor.stop()
    }
}
