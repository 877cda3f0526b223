import Foundation
import JSON
import TestSupport

/// A real node and a real conductor, each in a network namespace of its own, and the link between them.
final class LinkedNode: Sendable {
    let network: NetworkPair
    let directory: TemporaryDirectory
    let conductor: TestProgram
    let supervisor: TestProgram

    /// - Parameters:
    ///   - settings: Settings of the node besides the usual ones.
    ///   - launcher: A command within the node's namespace that the supervisor is started through.
    ///   - carrier: What carries the packets between the two.
    init(
        settings: [String: String] = [:], launcher: [String] = [], carrier: NetworkPair.Carrier = .test
    ) throws {
        network = try NetworkPair(carrier)
        directory = try TemporaryDirectory()
        conductor = try TestProgram(
            directory: directory, name: "conductord",
            command: network.inConductor + [
                BuiltPrograms.conductord, "--listen", "10.77.0.2:3000", "--database", directory.file("conductor.db"),
            ], environment: ["CONDUCTOR_TOKEN": TestNode.token])
        let standard = [
            "CONDUCTOR_URL": "http://10.77.0.2:3000", "CONDUCTOR_TOKEN": TestNode.token, "PORT": "0",
            "STATE_DIR": directory.file("state"), "RUNTIME_DIR": directory.file("run"), "WORKER_HOSTNAME": "node",
            "HEARTBEAT_INTERVAL": "500ms", "DEPLOYMENT_CHECK_INTERVAL": "5s", "LOG_LEVEL": "debug",
            "LOG_FORMAT": "json", "DOCKER_HOST": "unix://" + directory.file("no-engine.sock"),
        ]
        supervisor = try TestProgram(
            directory: directory, name: "node",
            command: network.inNode + launcher + [BuiltPrograms.worker, "supervisor"],
            environment: standard.merging(settings) { $1 }.filter { !$0.value.isEmpty },
            roleLocks: directory.file("run"))
    }

    /// Starts both and waits until the node is registered; its id.
    @discardableResult
    func startAndRegister(within deadline: Duration = .seconds(60)) async throws -> String {
        try await conductor.start()
        try await supervisor.start()
        return try await eventually("the node is registered", within: deadline) {
            self.calls.contains { $0.name == "register" && $0.isAnswered }
                ? try await self.rows().first?["id"]?.string : nil
        }
    }

    /// The workers that the conductor knows, asked from its own side of the link.
    func rows() async throws -> [JSON] { try await conductorGet("/api/workers")["workers"]?.array ?? [] }

    /// The numbers of the heartbeats that the conductor has taken of a worker, in the order of their arrival.
    func arrivedSequences(of id: String) async throws -> [Int] {
        (try await conductorGet("/api/workers/\(id)")["heartbeats"]?["sequences"]?.array ?? []).compactMap(\.int)
    }

    /// Queues an instruction that ends as soon as it is read.
    func instruct(_ id: String, _ instruction: String) async throws {
        let body: JSON = ["id": .string(instruction), "action": "dance", "service": "web"]
        _ = try await conductorGet(
            "/api/workers/\(id)/instructions", ["-H", "Content-Type: application/json", "-d", body.text])
    }

    /// Whether the conductor has been told of the end of an instruction.
    func hasEnded(_ id: String, _ instruction: String) async throws -> Bool {
        let statuses = try await conductorGet("/api/workers/\(id)")["statuses"]?.array ?? []
        return statuses.contains { $0["instruction_id"]?.string == instruction }
    }

    private func conductorGet(_ path: String, _ options: [String] = []) async throws -> JSON {
        let command = network.inConductor + ["curl", "-s"] + options + ["http://10.77.0.2:3000\(path)"]
        return (try? JSON(parsing: Array(try await CommandRun.of(command).output.utf8))) ?? .null
    }

    /// A call of heartbeatd's, as its log has it once it has ended.
    struct Call: Sendable {
        let name: String
        let requestID: String
        let isAnswered: Bool
    }

    var calls: [Call] {
        logLines.compactMap { line in
            guard line["body"] == "conductor call", line["service.name"] == "heartbeatd",
                let attributes = line["attributes"], let name = attributes["call"]?.string,
                let id = attributes["request.id"]?.string
            else { return nil }
            return Call(name: name, requestID: id, isAnswered: attributes["failure"] == "none")
        }
    }

    var answeredHeartbeats: Int { calls.count { $0.name == "heartbeat" && $0.isAnswered } }

    /// Whether this message has been logged.
    func hasLogged(_ message: String) -> Bool { logLines.contains { $0["body"]?.string == message } }

    private var logLines: [JSON] {
        (contents(of: directory.file("node.log")) ?? []).split(separator: UInt8(ascii: "\n")).compactMap {
            try? JSON(parsing: $0)
        }
    }
}
