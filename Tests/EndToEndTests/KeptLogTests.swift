import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// What the node's programs have written can be read without the supervisor, which keeps it, and outlives it.
@Suite(.timeLimit(.minutes(10)))
struct KeptLogTests {
    private static let ready = "the node is ready"
    private static let programs = TestNode.daemons + ["supervisor"]

    private func readyCount(_ node: TestNode) -> Int { node.log.components(separatedBy: Self.ready).count - 1 }

    private func logs(_ name: String, _ node: TestNode) async throws -> String {
        let run = try await node.workerctl("logs", name)
        #expect(run.status == 0, "\(run.output)")
        return run.output
    }

    /// What workerctl and the API tell is what went to the node's own log.
    private func expectAll(_ node: TestNode) async throws {
        for name in Self.programs {
            try await eventually("every line of \(name) is kept, once") {
                let written = node.log.split(separator: "\n").filter { $0.contains(" \(name): ") }
                let kept = try await logs(name, node).split(separator: "\n")
                // Over the beginning of the log the shell that has started the supervisor writes how that has ended.
                return kept.count == written.count && kept.dropFirst() == written.dropFirst()
            }
        }
    }

    @Test func `logs are read while the supervisor stands still or is gone, and outlive its death and its upgrades`()
        async throws
    {
        let node = try TestNode()
        try await node.startAndRegister()
        try await eventually("the node is ready", within: .seconds(60)) { readyCount(node) == 1 }
        try await expectAll(node)
        let follower = try RawConnection(port: node.port)
        follower.send("GET /subsystems/heartbeatd/logs?follow&tail=1 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        try await follower.expect(" heartbeatd: ")

        let supervisor = try #require(try await node.get("/subsystems").body["supervisor"]?["pid"]?.int)
        kill(pid_t(supervisor), SIGSTOP)
        defer { kill(pid_t(supervisor), SIGCONT) }
        for name in Self.programs {
            #expect(try await node.get("/subsystems/\(name)/logs").status == 200)
            // probed has nothing to say as long as all is well.
            #expect(try await logs(name, node).contains(" \(name): ") || name == "probed")
        }
        kill(pid_t(supervisor), SIGCONT)

        try await node.supervisor.kill()
        for name in Self.programs {
            #expect(try await node.get("/subsystems/\(name)/logs").status == 200)
            // probed has nothing to say as long as all is well.
            #expect(try await logs(name, node).contains(" \(name): ") || name == "probed")
        }
        let next = try await node.supervisor.start()
        try await eventually("the next supervisor has all ready", within: .seconds(60)) { readyCount(node) == 2 }
        try await follower.expect("heartbeatd: another supervisor has taken over")
        kill(next, SIGUSR2)
        try await eventually("the new program has all ready", within: .seconds(60)) { readyCount(node) == 3 }
        try await expectAll(node)
        #expect(try await logs("supervisor", node).components(separatedBy: Self.ready).count == 4)
        #expect(!follower.received.contains("lines were missed"))

        // Also when nothing of the node runs any more.
        try await node.supervisor.stop()
        #expect(try await logs("supervisor", node).contains("the node is stopping"))
        try await expectAll(node)
    }

    @Test func `a log that is damaged, somebody else's or missing is told, and is made anew`() async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        try await node.expectAllReady()
        let path = node.directory.file("run/heartbeatd.log")
        func message() async throws -> String? {
            let answer = try await node.get("/subsystems/heartbeatd/logs")
            let message = answer.body["error"]?["message"]?.string
            #expect(answer.status == (message == nil ? 200 : 503))
            return message
        }
        // A line of heartbeatd's at that very moment has it made anew.
        try await eventually("garbage is told", within: .seconds(60)) {
            try node.directory.write(Array("garbage\n".utf8), to: "run/heartbeatd.log")
            return try await message()?.hasPrefix("the log of heartbeatd cannot be read: ") == true
        }
        try await eventually("workerctl tells it too", within: .seconds(60)) {
            try node.directory.write(Array("garbage\n".utf8), to: "run/heartbeatd.log")
            let told = try await node.workerctl("logs", "heartbeatd")
            return told.status != 0 && told.output.contains("is not what the supervisor has written")
        }
        try await eventually("nothing is told to be no log", within: .seconds(60)) {
            truncate(path, 0)
            return try await message() != nil
        }
        if geteuid() == 0 {
            try await eventually("whose it is is told", within: .seconds(60)) {
                chown(path, 12345, 0)
                return try await message()?.contains("user 12345") == true
            }
        }
        unlink(path)
        try await eventually("there is one again", within: .seconds(60)) { try await message() == nil }
        kill(try #require(try await node.pid(of: "heartbeatd")), SIGKILL)
        try await eventually("what is written is read", within: .seconds(60)) {
            try await node.workerctl("logs", "heartbeatd").output.contains("INFO heartbeatd: ")
        }
        try await node.supervisor.stop()
    }
}
