import Doctor
import EventLoop
import IPC
import JSON
import NodeAPI
import NodeProtocol
import StatusCache

/// A node of this machine, by the sockets and the status cache in its runtime directory.
@LoopActor
final class LocalNode: NodeAccess {
    private let directory: RuntimeDirectory
    private let cache: StatusReader
    /// How long an answer may take that needs no work. The machine may be busy.
    private let patience: Duration
    /// The settings file to judge by when the node does not run.
    private let environmentFile: String?
    private var clients: [String: IPCClient] = [:]
    /// Of the conductor and the services, while somebody listens.
    private var changes = NodeChanges()
    private var looks: RepeatingTimer?
    private var isLooking = false
    private lazy var thread = WorkerThread(name: "cache")

    nonisolated init(_ directory: RuntimeDirectory, patience: Duration, environmentFile: String? = nil) {
        self.directory = directory
        self.patience = patience
        self.environmentFile = environmentFile
        cache = StatusReader(path: directory.statusCache)
    }

    func call(_ subsystem: Subsystem?, _ name: String, _ params: JSON, deadline: Duration?) async throws -> JSON {
        do {
            return try await client(of: subsystem).call(name, params, deadline: deadline ?? patience)
        } catch let error as IPCCallError {
            let failure = failure(error, of: subsystem?.rawValue ?? "supervisor")
            guard name == ServiceMethods.Explain.name, failure.status == .unreachable,
                let known = try await lastExplanation(of: params["name"]?.string ?? "")
            else { throw failure }
            return known
        }
    }

    /// What deployd has last told of a service, which is what the API answers with; nil when it has told nothing.
    private func lastExplanation(of service: String) async throws -> JSON? {
        guard let cached = try await thread.run({ [cache] in cache.explanations() }),
            var explanation = cached.value.first(where: { $0.service == service })
        else { return nil }
        explanation.summary += " (as deployd, which does not answer, told \(cached.age.components.seconds) s ago)"
        return try JSON(encoding: explanation)
    }

    private func client(of subsystem: Subsystem?) -> IPCClient {
        let path = subsystem.map(directory.socket(of:)) ?? directory.supervisorSocket
        let client = clients[path] ?? IPCClient(path: path)
        clients[path] = client
        return client
    }

    func output(of name: String, after position: Int?, tail: Int?) async throws -> KeptOutput.Piece {
        do throws(KeptOutput.Unreadable) {
            return try KeptOutput.read(of: name, in: directory).piece(after: position, tail: tail)
        } catch {
            throw CommandFailure(
                status: .unreachable, message: "the log of \(name) cannot be read: \(error); has the node been started?"
            )
        }
    }

    func starts(of subsystem: Subsystem) async throws -> [SubsystemStart] { cache.starts(of: subsystem) }

    func pastEvents() async throws -> [PastEvent] {
        let answer = try await call(
            .apid, EventMethods.Past.name, try JSON(encoding: EventMethods.Past.Params(limit: 500)), deadline: nil)
        do {
            return try answer.decode(EventMethods.Past.Answer.self).events
        } catch {
            throw CommandFailure(status: .failed, message: "apid's events are not understood: \(error)")
        }
    }

    /// Daemons as the supervisor tells of them; the conductor and services as the status cache has them, which takes no
    /// apid.
    func follow(
        onConnection: @escaping @LoopActor (String?) -> Void, _ handler: @escaping @LoopActor (NodeOccurrence) -> Void
    ) async throws {
        let client = client(of: nil)
        client.onConnectionChange = { onConnection($0.map { "the supervisor is not heard: \($0)" }) }
        client.subscribe(SupervisorMethods.Subscribe.name, topic: SupervisorMethods.changed) { handler(.subsystem($0)) }
        await look { _ in }
        looks = EventLoop.main.every(.milliseconds(500)) { [weak self] in
            // Nobody waits for this task: it reads the cache once.
            Task { @LoopActor in await self?.look(handler) }
        }
    }

    private func look(_ handler: @LoopActor (NodeOccurrence) -> Void) async {
        guard !isLooking else { return }
        isLooking = true
        defer { isLooking = false }
        // A thread that has too much to do is asked again in a moment.
        guard let snapshot = try? await thread.run({ [cache] in cache.snapshot() }) else { return }
        for event in changes.events(in: snapshot) {
            switch event.kind {
            case .service: handler(.service(event.data))
            case .conductor: handler(.conductor(event.data))
            case .subsystem, .reset: break  // the cache has neither
            }
        }
    }

    func diagnosis() async throws -> Diagnosis {
        try refuseForeign()
        let client = client(of: nil)
        return await LocalExamination(directory, cache, environmentFile: environmentFile).diagnosis { [patience] in
            try await client.call(SupervisorMethods.Status.self, deadline: patience)
        }
    }

    /// Of a node that does not run: what it would be started with.
    func settings() async throws -> JSON {
        try refuseForeign()
        do {
            return try await call(nil, SupervisorMethods.Settings.name, .object([:]), deadline: nil)
        } catch let failure as CommandFailure where failure.status == .unreachable {
            return SettingsSource.find(supervisor: nil, environmentFile).masked
        }
    }

    func secrets(of supervisor: Int32?) -> [String] {
        SettingsSource.find(supervisor: supervisor, environmentFile).secrets
    }

    /// What is seen from here of a node that this user may not ask would be guesses.
    private func refuseForeign() throws {
        guard let foreign = ForeignNode.find(directory) else { return }
        throw CommandFailure(status: .unreachable, message: foreign.words)
    }

    private func failure(_ error: IPCCallError, of name: String) -> CommandFailure {
        switch error {
        case .unreachable(let cause):
            CommandFailure(
                status: .unreachable,
                message: ForeignNode.find(directory)?.words
                    ?? "\(name) cannot be reached (\(cause)); is the node running? workerctl doctor looks why not")
        case .disconnected, .deadlineExceeded:
            CommandFailure(status: .unreachable, message: "\(name) does not answer: \(error)")
        case .refused, .malformedAnswer:
            CommandFailure(status: .failed, message: "\(error)")
        }
    }
}
