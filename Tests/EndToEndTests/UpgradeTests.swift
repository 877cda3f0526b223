import EventLoop
import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// The supervisor's program is replaced under a running node.
@Suite(.timeLimit(.minutes(2)))
struct UpgradeTests {
    private static let daemons = ["probed", "heartbeatd", "deployd", "apid"]
    private static let ready = "the node is ready"

    @Test func `an upgrade in place keeps every process, its history, and every socket`() async throws {
        let node = try TestNode()
        try await node.conductor.start()
        let supervisor = try await node.supervisor.start()
        _ = try await node.workerID()
        try await eventually("the node is ready") { node.log.contains(Self.ready) }
        let pid = try #require(try await node.pid(of: "probed"))
        kill(pid, SIGKILL)
        try await eventually("probed is replaced") {
            let state = try await node.subsystem("probed")
            return state["state"] == "ready" && state["restarts"] == 1
        }
        let pids = try await pids(of: node)
        let prober = ConnectionProber(port: node.port)
        let probing = Task { await prober.run() }
        for round in 2...4 {
            kill(supervisor, SIGUSR2)
            do {
                try await eventually("the new program has all ready", within: .seconds(20)) {
                    node.log.components(separatedBy: Self.ready).count > round
                }
            } catch {
                Issue.record("\(node.log.suffix(4000))")
                throw error
            }
        }
        #expect(try await self.pids(of: node) == pids)
        let state = try await node.subsystem("probed")
        #expect(state["restarts"] == 1 && state["generation"] == 2)
        #expect(state["last_exit"]?["signal"] == 9)
        let victim = try #require(pids["apid"])
        kill(victim, SIGKILL)
        try await eventually("a child of the old program is still replaced") {
            guard let state = try? await node.subsystem("apid") else { return false }
            return state["state"] == "ready" && state["pid"]?.int != Int(victim)
        }
        #expect(try await node.subsystem("apid")["last_exit"]?["signal"] == 9)
        prober.stop()
        await probing.value
        #expect(prober.refused == 0)
        #expect(try await node.supervisor.stop() == 0)
    }

    @Test func `a new program that fails its check is refused, and everything stays as it is`() async throws {
        let directory = try TemporaryDirectory()
        let program = directory.file("aerekos-worker")
        try FileManager.default.copyItem(atPath: BuiltPrograms.worker, toPath: program)
        let node = try TestNode()
        let own = try TestProgram(
            directory: node.directory, name: "own", command: [program, "supervisor"],
            environment: [
                "PORT": "\(node.port)", "STATE_DIR": node.directory.file("state"),
                "RUNTIME_DIR": node.directory.file("run"), "DOCKER_HOST": "unix:///nonexistent/engine.sock",
            ], roleLocks: node.directory.file("run"))
        let supervisor = try await own.start()
        try await eventually("all are ready") { log(node).contains(Self.ready) }
        let pids = try await pids(of: node)
        unlink(program)
        try directory.write(Array("#!/bin/sh\nexit 3\n".utf8), to: "aerekos-worker", mode: 0o755)
        kill(supervisor, SIGUSR2)
        try await eventually("the log tells") { log(node).contains("the upgrade is refused") }
        #expect(try await self.pids(of: node) == pids)
        #expect(try await own.stop() == 0)
    }

    private func log(_ node: TestNode) -> String {
        contents(of: node.directory.file("own.log")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private func pids(of node: TestNode) async throws -> [String: pid_t] {
        var pids: [String: pid_t] = [:]
        for daemon in Self.daemons { pids[daemon] = try await node.pid(of: daemon) }
        return pids
    }
}
