import Foundation
import Glibc
import JSON

/// The shipped supervisor over daemons that a test has written as shell scripts.
///
/// The supervisor starts its daemons from the file that it was itself started from, with the daemon's name as the
/// argument. That file is replaced by the shell once it runs, and the shell finds a script of the daemon's name in the
/// working directory. Nothing in the supervisor is other than in the field.
///
/// A script has the daemon's name in `$1`, says what a daemon says with `say READY=1`, and does nothing more, in the
/// shell's own process, with `rest`; `$own` is a directory for what it leaves.
package final class ScriptedDaemons: Sendable {
    package static let names = ["probed", "heartbeatd", "deployd", "apid"]
    /// That of the first process which carries out the script given to ``start(_:)``.
    package static let firstGeneration = 3
    package let directory: TemporaryDirectory
    package let supervisor: TestProgram
    package let port: Int
    /// The real program, for a script that wants to be a real daemon: `exec $real "$@"`.
    private let real: String
    private let program: String

    /// - Parameters:
    ///   - settings: Of the node, besides the usual ones of a test.
    ///   - wrapper: What the supervisor's command line begins with.
    package init(settings: [String: String] = [:], wrapper: [String] = []) throws {
        directory = try TemporaryDirectory()
        port = try freePort()
        program = directory.file("program")
        real = directory.file("real")
        try FileManager.default.copyItem(atPath: BuiltPrograms.worker, toPath: program)
        try FileManager.default.linkItem(atPath: program, toPath: real)
        try FileManager.default.createDirectory(atPath: directory.file("own"), withIntermediateDirectories: false)
        mkfifo(directory.file("own/silence"), 0o600)
        let usual = [
            "PORT": "\(port)", "STATE_DIR": directory.file("state"), "RUNTIME_DIR": directory.file("run"),
            "DOCKER_HOST": "unix://" + directory.file("no-engine.sock"), "WATCHDOG_TIMEOUT": "1h",
            "RESTART_BURST": "1000000",
        ]
        supervisor = try TestProgram(
            directory: directory, name: "node", command: wrapper + [program, "supervisor"],
            environment: usual.merging(settings) { $1 }, roleLocks: directory.file("run"))
    }

    /// Starts the supervisor and restarts every daemon from the script; the process that was started.
    @discardableResult
    package func start(_ script: String) async throws -> pid_t {
        let pid = try await supervisor.start()
        try await eventually("the real daemons are ready", within: .seconds(60)) {
            guard let all = try? await self.all() else { return false }
            return all.count == 4 && all.allSatisfy { $0["state"] == "ready" }
        }
        // The shell becomes the program with which each daemon has been ready, the one to fall back to.
        try write("say READY=1; rest")
        try installShell()
        try await restartAll(expecting: Self.firstGeneration - 1)
        try await allReady()
        try write(script)
        try await restartAll(expecting: Self.firstGeneration)
        return pid
    }

    private func restartAll(expecting generation: Int) async throws {
        for name in Self.names { _ = try await call("supervisor.restart", name) }
        try await eventually("every daemon has been restarted", within: .seconds(60)) {
            try await self.all().allSatisfy { $0["generation"]?.int ?? 0 >= generation }
        }
    }

    /// What the next start of a daemon carries out.
    package func write(_ script: String) throws {
        for name in Self.names {
            let text = """
                set -- \(name)
                own=\(directory.file("own")) real=\(real)
                say() { printf "$1" >&$NOTIFY_FD; }
                rest() { while :; do read -r nothing <>$own/silence; done; }
                \(script)

                """
            try directory.write(Array(text.utf8), to: "\(name).new")
            guard rename(directory.file("\(name).new"), directory.file(name)) == 0 else {
                throw KeptProcess.Failure(description: "rename")
            }
        }
    }

    /// The shell takes the place of the supervisor's program.
    package func installShell() throws { try replace(by: contents(of: "/bin/sh") ?? [], mode: 0o755) }

    /// Something else takes the place of the supervisor's program.
    package func replace(by bytes: [UInt8], mode: mode_t) throws {
        try directory.write(bytes, to: "program.new", mode: mode)
        guard rename(program + ".new", program) == 0 else { throw KeptProcess.Failure(description: "rename") }
    }

    package func removeProgram() { unlink(program) }

    // MARK: The control socket

    package var socket: String { directory.file("run/supervisor.sock") }

    /// A command for one daemon; the whole answer.
    @discardableResult
    package func call(_ method: String, _ name: String? = nil) async throws -> JSON {
        let path = socket
        let params: JSON = name.map { ["name": .string($0)] } ?? [:]
        return try await offThread { try PlainIPC.call(path, method, params) }
    }

    /// All subsystems.
    package func all() async throws -> [JSON] {
        try await call("supervisor.status")["result"]?["subsystems"]?.array ?? []
    }

    package func state(of name: String) async throws -> JSON {
        try await all().first { $0["name"]?.string == name } ?? .null
    }

    package func pid(of name: String) async throws -> pid_t? {
        try await state(of: name)["pid"]?.int.map { pid_t($0) }
    }

    package func restarts() async throws -> [Int] { try await all().map { $0["restarts"]?.int ?? 0 } }

    /// Waits until all daemons are ready; their process ids.
    @discardableResult
    package func allReady(within deadline: Duration = .seconds(60)) async throws -> [String: pid_t] {
        do {
            return try await eventually("all daemons are ready", within: deadline) {
                let all = try await self.all()
                guard all.count == 4, all.allSatisfy({ $0["state"] == "ready" }) else { return nil }
                return Dictionary(
                    uniqueKeysWithValues: all.compactMap { state in
                        guard let name = state["name"]?.string, let pid = state["pid"]?.int else { return nil }
                        return (name, pid_t(pid))
                    })
            }
        } catch {
            throw KeptProcess.Failure(description: "\(error)\n\(log.suffix(3000))")
        }
    }

    // MARK: What is left

    package var log: String { text(of: "node.log") }

    /// A file in the directory; empty when there is none.
    package func text(of name: String) -> String {
        contents(of: directory.file(name)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
