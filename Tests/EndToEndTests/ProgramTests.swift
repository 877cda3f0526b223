import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// The programs as an operator meets them at a shell.
@Suite(.timeLimit(.minutes(10)))
struct ProgramTests {
    private struct Output: Sendable {
        let status: Int32
        let standardOutput: String
        let standardError: String
    }

    private func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Output {
        let directory = try TemporaryDirectory()
        let variables = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"].merging(environment) { $1 }
        let run = try await CommandRun.of(
            ["env", "-i"] + variables.map { "\($0)=\($1)" } + [BuiltPrograms.worker] + arguments, in: "/",
            errors: directory.file("errors"))
        let errors = String(decoding: contents(of: directory.file("errors")) ?? [], as: UTF8.self)
        return Output(status: run.status, standardOutput: run.output, standardError: errors)
    }

    static let programs = ["supervisor", "heartbeatd", "probed", "deployd", "apid", "workerctl"]

    @Test(arguments: programs)
    func `every program tells what it is and its version`(program: String) async throws {
        let help = try await run([program, "--help"])
        #expect(help.status == 0)
        #expect(help.standardOutput.contains(program))
        let version = try await run([program, "--version"])
        #expect(version.status == 0)
        #expect(version.standardOutput.contains("0.1.0"))
    }

    @Test(arguments: programs)
    func `every mistake in the configuration is told at once and the status is 78`(program: String) async throws {
        let output = try await run(
            [program, "--check-config"],
            environment: [
                "PORT": "99999", "HEARTBEAT_INTERVAL": "soon", "CONDUCTOR_URL": "ftp://x", "STATE_DIR": "here",
            ])
        #expect(output.status == 78)
        for key in ["PORT=\"99999\"", "HEARTBEAT_INTERVAL=\"soon\"", "CONDUCTOR_URL=\"ftp://x\"", "STATE_DIR=\"here\""]
        {
            #expect(output.standardError.contains(key))
        }
        #expect(output.standardError.contains("from 0 to 65535"))
        let right = try await run([program, "--check-config"])
        #expect(right.status == 0)
    }

    @Test func `a node that does not start for its settings tells why in lines of JSON where those are wanted`()
        async throws
    {
        let directory = try TemporaryDirectory()
        let file = try directory.write("LOG_FORMAT=json\nPORT=99999\nSTATE_DIR=here\n".utf8, to: "worker.env")
        let output = try await run(["supervisor", "--env-file", file])
        #expect(output.status == 78)
        let lines = try output.standardError.split(separator: "\n").map { try JSON(parsing: $0.utf8) }
        #expect(lines.allSatisfy { $0["severity_text"] == "CRITICAL" && $0["service.name"] == "supervisor" })
        for key in ["PORT", "STATE_DIR"] {
            #expect(lines.contains { $0["attributes"]?["error.message"]?.string?.hasPrefix("\(key)=") == true })
        }
    }

    @Test func `what cannot be written is exit status 1, but not that nobody reads on`() async throws {
        let directory = try TemporaryDirectory()
        func run(_ rest: String) async throws -> Int32 {
            let command = "cd \(directory.path) && \(BuiltPrograms.worker) workerctl config \(rest)"
            return try await CommandRun.of(["bash", "-c", command], errors: directory.file("errors")).status
        }
        #expect(try await run("> /dev/full") == 1)
        #expect(
            String(decoding: contents(of: directory.file("errors")) ?? [], as: UTF8.self)
                == "workerctl: standard output: No space left on device\n")
        #expect(try await run("| true; exit ${PIPESTATUS[0]}") == 0)
    }

    @Test func `a key that is not that of its certificate is refused by its name`() async throws {
        let authority = try await TestAuthority()
        let one = try await authority.issue("one")
        let other = try await authority.issue("other")
        var environment = [
            "CONDUCTOR_URL": "https://a,https://b", "CONDUCTOR_TOKEN": "t", "CONDUCTOR_CA_FILE": authority.certificate,
            "CONDUCTOR_CERT_FILE": one.certificate, "CONDUCTOR_KEY_FILE": one.key,
        ]
        #expect(try await run(["supervisor", "--check-config"], environment: environment).status == 0)
        environment["CONDUCTOR_KEY_FILE"] = other.key
        let output = try await run(["supervisor", "--check-config"], environment: environment)
        #expect(output.status == 78)
        #expect(output.standardError.contains("CONDUCTOR_KEY_FILE=\"\(other.key)\""))
        #expect(!output.standardError.contains("CONDUCTOR_CERT_FILE="))
    }

    @Test func `an unknown program or argument is told with what there is`() async throws {
        let program = try await run(["frobnicate"])
        #expect(program.status == 64)
        #expect(program.standardError.contains("supervisor"))
        let argument = try await run(["probed", "--twice"])
        #expect(argument.status == 64)
        #expect(argument.standardError.contains("--twice"))
    }

    @Test func `probed --once prints one report and ends`() async throws {
        let output = try await run(["probed", "--once"])
        #expect(output.status == 0)
        let report = try JSON(parsing: output.standardOutput)
        for member in ["timestamp", "cpu", "ram", "disk", "network", "cpu_cores", "ram_gb", "disk_gb", "network_mbps"] {
            #expect(report[member] != nil)
        }
    }

    @Test func `a second supervisor on the same directories is refused and the first goes on`() async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        let second = try await run(
            ["supervisor"],
            environment: ["STATE_DIR": node.directory.file("state"), "RUNTIME_DIR": node.directory.file("run2")])
        #expect(second.status == 75)
        #expect(second.standardError.contains("another supervisor"))
        #expect(try await node.get("/health").status == 200)
        try await node.supervisor.stop()
    }

    @Test(arguments: ["INT", "TERM"])
    func `a stop ends every process and exits with 0`(signal: String) async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        var pids: [pid_t] = []
        for daemon in ["probed", "heartbeatd", "deployd", "apid"] {
            pids.append(try #require(try await node.pid(of: daemon)))
        }
        #expect(try await node.supervisor.end(with: signal) == 0)
        for pid in pids { #expect(kill(pid, 0) == -1) }
    }

    @Test func `workerctl shows and restarts a running node, and says when there is none`() async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        try await node.expectAllReady()
        let environment = ["RUNTIME_DIR": node.directory.file("run")]
        let subsystems = try await run(["workerctl", "subsystems", "--json"], environment: environment)
        #expect(subsystems.status == 0, "\(subsystems.standardError)")
        #expect(subsystems.standardOutput.contains("heartbeatd"))
        #expect(try await run(["workerctl", "restart", "probed"], environment: environment).status == 0)
        #expect(try await run(["workerctl", "restart", "cron"], environment: environment).status == 1)
        try await node.supervisor.stop()
        #expect(try await run(["workerctl", "status"], environment: environment).status == 2)
    }
}
