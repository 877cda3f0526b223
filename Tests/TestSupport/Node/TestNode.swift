import Foundation
import Glibc
import IPC
import JSON

/// A conductor and a node, real processes on ports and directories of their own.
package final class TestNode: Sendable {
    package let directory: TemporaryDirectory
    package let conductor: TestProgram
    package let supervisor: TestProgram
    package let port: Int
    package let conductorPort: Int
    package static let token = "test-token-5c1d"

    /// - Parameters:
    ///   - settings: Settings of the node besides, or instead of, the usual ones of a test.
    ///   - fileSettings: Settings to be read from a file, see ``write(fileSettings:)``; nil for no such file. The usual
    ///     ones are then in that file too, and only `settings` in the environment.
    ///   - program: What is started instead of the built program.
    ///   - conductorPort: Where the conductor is to listen, if that was settled before.
    ///   - launcher: A command that executes what follows it, in its own place; the supervisor is started through it.
    package init(
        settings: [String: String] = [:], fileSettings: [String: String]? = nil,
        program: String = BuiltPrograms.worker, launcher: [String] = [], conductorPort chosenPort: Int? = nil
    ) throws {
        directory = try TemporaryDirectory()
        port = try freePort()
        let conductorPort = try chosenPort ?? freePort()
        self.conductorPort = conductorPort
        conductor = try TestProgram(
            directory: directory, name: "conductord",
            command: [
                BuiltPrograms.conductord, "--listen", "127.0.0.1:\(conductorPort)", "--database",
                directory.file("conductor.db"),
            ], environment: ["CONDUCTOR_TOKEN": Self.token])
        let standard = [
            "CONDUCTOR_URL": "http://127.0.0.1:\(conductorPort)", "CONDUCTOR_TOKEN": Self.token, "PORT": "\(port)",
            "STATE_DIR": directory.file("state"), "RUNTIME_DIR": directory.file("run"),
            "WORKER_HOSTNAME": "node-\(port)", "WORKER_IP": "198.18.\(port >> 8).\(port & 255)",
            "HEARTBEAT_INTERVAL": "200ms", "RESOURCE_CHECK_INTERVAL": "1s", "DEPLOYMENT_CHECK_INTERVAL": "200ms",
            "SERVICE_STATUS_INTERVAL": "1s", "SERVICE_STABLE_TIME": "200ms",
            "DOCKER_HOST": "unix://" + directory.file("no-engine.sock"),
        ]
        standardSettings = standard
        var command = launcher + [program, "supervisor"]
        if fileSettings != nil { command += ["--env-file", directory.file(Self.settingsFile)] }
        supervisor = try TestProgram(
            directory: directory, name: "node", command: command,
            environment: fileSettings == nil ? standard.merging(settings) { $1 } : settings,
            roleLocks: settings["RUNTIME_DIR"] ?? directory.file("run"))
        if let fileSettings { try write(fileSettings: fileSettings) }
    }

    private let standardSettings: [String: String]
    private static let settingsFile = "worker.env"

    /// What the node reads at its start and when it is told to reload: the usual settings of a test, and these.
    package func write(fileSettings: [String: String]) throws {
        let lines = standardSettings.merging(fileSettings) { $1 }.map { "\($0.key)=\($0.value)\n" }.joined()
        try directory.write(Array(lines.utf8), to: Self.settingsFile, mode: 0o600)
    }

    /// Runs `workerctl` on this node.
    package func workerctl(_ arguments: String...) async throws -> (status: Int32, output: String) {
        try await workerctl(arguments)
    }

    package func workerctl(_ arguments: [String]) async throws -> (status: Int32, output: String) {
        try await Self.workerctl(arguments + ["--runtime-dir", directory.file("run")])
    }

    /// Runs `workerctl` on a node's API.
    package func workerctl(url: String, _ arguments: [String]) async throws -> (status: Int32, output: String) {
        try await Self.workerctl(arguments + ["--url", url])
    }

    private static func workerctl(_ arguments: [String]) async throws -> (status: Int32, output: String) {
        let run = try await CommandRun.of([BuiltPrograms.worker, "workerctl"] + arguments)
        return (run.status, run.output)
    }

    /// Starts both and waits until the node is registered.
    /// - Returns: The supervisor's process id.
    @discardableResult
    package func startAndRegister() async throws -> pid_t {
        try await conductor.start()
        let pid = try await supervisor.start()
        _ = try await workerID()
        return pid
    }

    /// What the node has logged.
    package var log: String {
        contents(of: directory.file("node.log")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// The id under which the conductor knows the node, once it is registered.
    package func workerID() async throws -> String {
        do {
            return try await eventually("the node is registered", within: .seconds(60)) {
                let health = try? await self.get("/health").body
                return health?["registered"] == true ? health?["worker_id"]?.string : nil
            }
        } catch {
            throw KeptProcess.Failure(description: "\(error)\n\(log.suffix(3000))")
        }
    }

    // MARK: The node's API

    package struct Answer: Sendable {
        package let status: Int
        package let body: JSON
    }

    /// - Parameter port: Another than the one that it was started with.
    package func get(_ path: String, port: Int? = nil) async throws -> Answer {
        try await request(port ?? self.port, "GET", path)
    }

    package func post(_ path: String, _ body: JSON? = nil) async throws -> Answer {
        try await request(port, "POST", path, body)
    }

    private func request(_ port: Int, _ method: String, _ path: String, _ body: JSON? = nil) async throws -> Answer {
        try await offThread {
            let (status, bytes) = try PlainHTTP.request(port: port, method, path, body: body?.bytes ?? [])
            return Answer(status: status, body: (try? JSON(parsing: bytes)) ?? .null)
        }
    }

    /// What a container that publishes this port answers to `GET /`; nil when nobody answers.
    package static func page(port: Int) async throws -> String? {
        try await offThread {
            guard let (status, bytes) = try? PlainHTTP.request(port: port, "GET", "/"), status == 200 else {
                return nil
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// The state of one subsystem.
    package func subsystem(_ name: String) async throws -> JSON {
        let answer = try await get("/subsystems/\(name)").body
        return answer["subsystem"] ?? answer
    }

    package func pid(of subsystem: String) async throws -> pid_t? {
        try await self.subsystem(subsystem)["pid"]?.int.map { pid_t($0) }
    }

    // MARK: The conductor's API

    package func conductorGet(_ path: String) async throws -> Answer { try await request(conductorPort, "GET", path) }

    package func workers() async throws -> [JSON] {
        try await conductorGet("/api/workers").body["workers"]?.array ?? []
    }

    /// Queues an instruction; its id.
    /// - Parameter worker: The id of the node, where the node may not answer; else it is asked.
    @discardableResult
    package func instruct(_ instruction: JSON, worker: String? = nil) async throws -> String {
        var id = worker ?? ""
        if worker == nil { id = try await workerID() }
        let answer = try await request(conductorPort, "POST", "/api/workers/\(id)/instructions", instruction)
        guard answer.status == 201, let instructionID = answer.body["instruction"]?["id"]?.string else {
            throw KeptProcess.Failure(description: "the conductor refused: \(answer.status) \(answer.body.text)")
        }
        return instructionID
    }

    /// The final status of an instruction, once the conductor has it.
    /// - Parameter worker: As for ``instruct(_:worker:)``.
    package func outcome(
        of instruction: String, worker: String? = nil, within deadline: Duration = .seconds(60)
    ) async throws -> JSON {
        var id = worker ?? ""
        if worker == nil { id = try await workerID() }
        do {
            return try await eventually("instruction \(instruction) has ended", within: deadline) {
                let statuses = try await self.conductorGet("/api/workers/\(id)").body["statuses"]
                return (statuses?.array ?? []).first {
                    $0["instruction_id"]?.string == instruction
                        && ["success", "failed"].contains($0["status"]?.string)
                }
            }
        } catch {
            throw KeptProcess.Failure(description: "\(error)\n\(log.suffix(3000))")
        }
    }
}
