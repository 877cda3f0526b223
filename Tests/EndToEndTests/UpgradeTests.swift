import EventLoop
import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// The supervisor's program is replaced under a running node.
@Suite(.timeLimit(.minutes(10)))
struct UpgradeTests {
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
        let pids = try await node.pids()
        let prober = ConnectionProber(port: node.port)
        let probing = Task { await prober.run() }
        for round in 2...4 {
            kill(supervisor, SIGUSR2)
            do {
                try await eventually("the new program has all ready", within: .seconds(60)) {
                    node.log.components(separatedBy: Self.ready).count > round
                }
            } catch {
                Issue.record("\(node.log.suffix(4000))")
                throw error
            }
        }
        #expect(try await node.pids() == pids)
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
        let pids = try await node.pids()
        unlink(program)
        try directory.write(Array("#!/bin/sh\nexit 3\n".utf8), to: "aerekos-worker", mode: 0o755)
        kill(supervisor, SIGUSR2)
        try await eventually("the log tells") { log(node).contains("the upgrade is refused") }
        #expect(try await node.pids() == pids)
        #expect(try await own.stop() == 0)
    }

    @Test func `workerctl upgrade replaces the supervisor in place and then each daemon with the new program`()
        async throws
    {
        let directory = try TemporaryDirectory()
        let program = try install(BuiltPrograms.worker, in: directory)
        let node = try TestNode(program: program)
        try await node.startAndRegister()
        try await eventually("the node is ready") { node.log.contains(Self.ready) }
        let before = try await node.pids()
        let prober = ConnectionProber(port: node.port)
        let probing = Task { await prober.run() }

        _ = try install(BuiltPrograms.worker, in: directory)
        let answer = try await node.workerctl("upgrade")
        #expect(answer.status == 0, "\(answer.output)")
        for daemon in TestNode.daemons { #expect(answer.output.contains("\(daemon) runs the new program")) }
        let after = try await node.pids()
        for daemon in TestNode.daemons {
            let state = try await node.subsystem(daemon)
            #expect(after[daemon] != before[daemon])
            #expect(state["restarts"] == 0 && state["generation"] == 2 && state["runs_previous_program"] == nil)
            let pid = try #require(after[daemon])
            #expect(programFile(of: pid) == program)
        }
        prober.stop()
        await probing.value
        #expect(prober.refused == 0)
        #expect(try await node.supervisor.stop() == 0)
    }

    @Test func `a daemon that twice does not become ready with a new program runs with the previous one again`()
        async throws
    {
        let directory = try TemporaryDirectory()
        let program = try install(BuiltPrograms.worker, in: directory)
        let node = try TestNode(program: program)
        try await node.startAndRegister()
        try await eventually("the node is ready") { node.log.contains(Self.ready) }
        let before = try await node.pids()

        let broken =
            "#!/bin/sh\n[ $1 = deployd ] && echo 'no such thing' && exit 3\nexec \(BuiltPrograms.worker) \"$@\"\n"
        try directory.write(Array(broken.utf8), to: "new", mode: 0o755)
        #expect(rename(directory.file("new"), program) == 0)
        let answer = try await node.workerctl("restart", "deployd")
        #expect(answer.status == 0)
        let state = try await node.subsystem("deployd")
        #expect(state["state"] == "ready" && state["runs_previous_program"] == true)
        #expect(state["generation"] == 4, "the first, two attempts with the new program, the previous one")
        #expect(node.log.contains("the new program has failed; the previous one is started again"))
        #expect(programFile(of: try #require(try await node.pid(of: "deployd"))).hasSuffix("(deleted)"))
        try await eventually("health tells") {
            let problems = try await node.get("/health").body["problems"]?.array ?? []
            return problems.contains {
                $0["subject"] == "deployd" && $0["reason"]?.string?.contains("previous one runs") == true
            }
        }
        let table = try await node.workerctl("subsystems")
        #expect(table.output.contains("the new program failed twice; the previous one runs"))

        // Killed, it comes back at once with the program that works.
        kill(try #require(try await node.pid(of: "deployd")), SIGKILL)
        try await eventually("deployd is back") {
            let state = try await node.subsystem("deployd")
            return state["state"] == "ready" && state["generation"] == 5 && state["runs_previous_program"] == true
        }
        // Another program under the name: a new trial.
        _ = try install(BuiltPrograms.worker, in: directory)
        #expect(try await node.workerctl("restart", "deployd").status == 0)
        #expect(try await node.subsystem("deployd")["runs_previous_program"] == nil)
        let after = try await node.pids()
        for daemon in TestNode.daemons where daemon != "deployd" { #expect(after[daemon] == before[daemon]) }
        #expect(try await node.supervisor.stop() == 0)
    }

    @Test func `a node whose program is deleted still restarts its daemons`() async throws {
        let directory = try TemporaryDirectory()
        let program = try install(BuiltPrograms.worker, in: directory)
        let node = try TestNode(program: program)
        try await node.startAndRegister()
        try await eventually("the node is ready") { node.log.contains(Self.ready) }
        unlink(program)
        let pid = try #require(try await node.pid(of: "probed"))
        kill(pid, SIGKILL)
        try await eventually("probed is back") {
            let state = try await node.subsystem("probed")
            return state["state"] == "ready" && state["pid"]?.int != Int(pid)
        }
        #expect(try await node.subsystem("probed")["runs_previous_program"] == true)
        #expect(try await node.supervisor.stop() == 0)
    }

    /// Installs a copy as a package manager does: under another name first, and then renamed.
    private func install(_ built: String, in directory: TemporaryDirectory) throws -> String {
        let program = directory.file("aerekos-worker")
        try FileManager.default.copyItem(atPath: built, toPath: program + ".new")
        guard rename(program + ".new", program) == 0 else { throw SystemError("rename", program) }
        return program
    }

    private func programFile(of pid: pid_t) -> String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/exe")) ?? ""
    }

    private func log(_ node: TestNode) -> String {
        contents(of: node.directory.file("own.log")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
