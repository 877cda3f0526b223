import EventLoop
import Glibc
import IPC
import JSON
import NodeProtocol
import Synchronization
import TestSupport

@testable import workerctl

/// A node made of scripted servers on the sockets of a runtime directory.
@LoopActor
final class ScriptedNode {
    private let directory: TemporaryDirectory
    nonisolated let runtime: RuntimeDirectory
    private var servers: [(IPCServer, Int32)] = []

    nonisolated init() throws {
        directory = try TemporaryDirectory()
        runtime = RuntimeDirectory(directory.path)
    }

    deinit {
        let descriptors = servers.map(\.1)
        for descriptor in descriptors { close(descriptor) }
    }

    /// Serves the supervisor's socket for nil.
    func serve(_ subsystem: Subsystem?, _ methods: (IPCServer) -> Void) throws {
        let path = subsystem.map(runtime.socket(of:)) ?? runtime.supervisorSocket
        let listener = try UnixSocket.listen(at: path)
        let server = IPCServer(listener: listener)
        methods(server)
        try server.start()
        servers.append((server, listener))
    }

    /// Puts a file in the place of what a daemon has written.
    func write(_ lines: String, from start: Int, toLogOf name: String) throws {
        try directory.write(KeptOutput(start: start, text: Array(lines.utf8)[...]).bytes, to: "new", mode: 0o600)
        guard rename(directory.file("new"), runtime.output(of: name)) == 0 else { throw SystemError("rename", name) }
    }

    func end() {
        for (server, _) in servers { server.stop() }
    }

    /// Runs a command line against this node.
    func run(_ arguments: String...) async throws -> Run { try await run(arguments) }

    func run(_ arguments: [String]) async throws -> Run {
        try await run(arguments, into: Texts())
    }

    /// - Parameter texts: Can be looked at while the command runs.
    func run(_ arguments: [String], into texts: Texts) async throws -> Run {
        let output = Output(results: { texts.addResult($0) }, complaints: { texts.addComplaint($0) })
        guard let command = try WorkerctlProgram.parse(arguments + ["--runtime-dir", runtime.path]) else {
            throw NotACommand()
        }
        let session = NodeSession(
            runtimeDirectory: command.options.directory, output: output, patience: .seconds(30))
        let status = await WorkerctlProgram.perform(command, session)
        return Run(status: status, results: texts.results, complaints: texts.complaints)
    }

    struct Run {
        let status: ExitStatus
        let results: String
        let complaints: String
        var json: JSON? { try? JSON(parsing: results) }
    }

    private struct NotACommand: Error {}

    final class Texts: Sendable {
        private let state = Mutex((results: "", complaints: ""))
        var results: String { state.withLock(\.results) }
        var complaints: String { state.withLock(\.complaints) }
        /// After this many characters nobody reads any more.
        private let limit: Int
        init(limit: Int = .max) { self.limit = limit }
        func addResult(_ text: String) -> Bool {
            state.withLock { state in
                guard state.results.count < limit else { return false }
                state.results += text
                return true
            }
        }
        func addComplaint(_ text: String) { state.withLock { $0.complaints += text } }
    }
}

extension SubsystemStatus {
    static func some(_ name: Subsystem, _ state: State = .ready, generation: Int = 1) -> SubsystemStatus {
        SubsystemStatus(
            name: name, state: state, pid: state == .ready ? 4711 : nil, generation: generation,
            since: "2026-01-01T00:00:00.000Z", uptimeSeconds: 3700, restarts: 2,
            lastExit: ExitReport(
                cause: .signalled, signal: 9, signalName: "SIGKILL", at: "2026-01-01T00:00:00.000Z", requested: false,
                uptimeSeconds: 1,
                stderr: []),
            memoryBytes: 3_565_158)
    }
}

extension ServiceStatus {
    static func some(_ name: String, _ status: State, id: String? = nil, image: String = "nginx:1") -> ServiceStatus {
        ServiceStatus(
            service: name, id: id, name: "aerekos-" + name, status: status, running: status == .running, image: image)
    }

    func ended(_ outcome: InstructionOutcome) -> ServiceStatus {
        var status = self
        status.instructionOutcome = outcome
        return status
    }
}

/// What a service looks like at each look; the last look lasts. Where a look does not say otherwise it shows the
/// instruction that was applied last.
@LoopActor
final class ServiceScript {
    private var looks: [[ServiceStatus]]
    private(set) var applied: [JSON] = []

    nonisolated init(_ looks: [ServiceStatus]...) { self.looks = looks }

    func serve(_ server: IPCServer) {
        server.on(ServiceMethods.List.self) { [self] _, _ in
            let look = looks.count > 1 ? looks.removeFirst() : looks[0]
            return look.map { status in
                var status = status
                status.instructionID = status.instructionID ?? applied.last?["id"]?.string
                return status
            }
        }
        server.on(ServiceMethods.Apply.self) { [self] instruction, _ in
            applied.append(instruction)
            return ServiceMethods.Apply.Answer(instructionID: instruction["id"]?.string ?? "")
        }
    }
}
