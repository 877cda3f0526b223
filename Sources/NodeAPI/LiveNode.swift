import EventLoop
import IPC
import JSON
import NodeProtocol
import StatusCache
import Synchronization

/// The node as it runs: its status cache, its supervisor and its deployd.
package final class LiveNode: NodeSource {
    /// How often the supervisor is asked for the whole. It tells changes of state by itself; sizes and ages it does not.
    static let refreshInterval = Duration.seconds(10)
    /// deployd must show that it lives, and then may take as long as stopping a container may.
    private static let restartDeadline = Duration.seconds(90)

    private let reader: PatientReader
    private let supervisor: IPCClient
    private let deployd: IPCClient
    /// How long an answer may take that needs no work.
    private let patience: Duration
    private let view = Mutex(SupervisorView())
    /// What was told since the supervisor was asked; nil while it is not being asked. An answer may have been overtaken
    /// by changes that were told after it.
    @LoopActor private var changesWhileAsking: [SubsystemStatus]?

    package init(
        cache: StatusReader, supervisor: IPCClient, deployd: IPCClient,
        patience: Duration = .seconds(2)
    ) {
        reader = PatientReader(cache)
        self.supervisor = supervisor
        self.deployd = deployd
        self.patience = patience
    }

    // MARK: NodeSource

    package func snapshot() async throws -> StatusSnapshot { await reader.snapshot() }

    package func starts(of subsystem: Subsystem) async throws -> [SubsystemStart] {
        try await reader.starts(of: subsystem)
    }

    package func supervisorView() -> SupervisorView { view.withLock { $0 } }

    package func restart(_ subsystem: Subsystem) async throws -> SubsystemStatus {
        let name = SubsystemName(subsystem.rawValue)
        let status = try await supervisor.call(SupervisorMethods.Restart.self, name, deadline: patience)
        await beginRefresh()
        return status
    }

    package func restart(service: String) async throws -> ServiceStatus {
        _ = try await deployd.call(Ping.self, deadline: patience)
        return try await deployd.call(
            ServiceMethods.Restart.self, ServiceMethods.ServiceName(service), deadline: Self.restartDeadline)
    }

    // MARK: Hearing of the supervisor

    /// Connects to the supervisor, now and whenever the connection is lost: hears of changes as they happen, and asks
    /// for the whole every few seconds, until the returned timer is released.
    @LoopActor
    package func follow() -> RepeatingTimer {
        supervisor.onConnectionChange = { [weak self] in self?.connectionChanged($0) }
        supervisor.subscribe(SupervisorMethods.Subscribe.name, topic: SupervisorMethods.changed) { [weak self] in
            self?.changed($0)
        }
        return EventLoop.main.every(Self.refreshInterval) { [weak self] in self?.beginRefresh() }
    }

    /// Asks the supervisor for the whole, unless that is under way; returns when it has answered or failed to.
    /// - Parameter deadline: For the answer; nil for the usual one.
    @LoopActor
    package func refresh(deadline: Duration? = nil) async {
        guard changesWhileAsking == nil else { return }
        changesWhileAsking = []
        defer { changesWhileAsking = nil }
        do {
            let answer = try await supervisor.call(SupervisorMethods.Status.self, deadline: deadline ?? patience)
            var fresh = SupervisorView(answer: answer, stamp: .now)
            for change in changesWhileAsking ?? [] { fresh.apply(change) }
            view.withLock { $0 = fresh }
        } catch {
            view.withLock { $0.failure = "\(error)" }
        }
    }

    @LoopActor
    private func beginRefresh() {
        // Nobody waits for this task: it has its own deadline.
        Task { @LoopActor in await refresh() }
    }

    @LoopActor
    private func changed(_ json: JSON) {
        guard let change = try? json.decode(SubsystemStatus.self) else {
            return beginRefresh()  // a supervisor of another version: the whole answer tells what is wrong with it
        }
        changesWhileAsking?.append(change)
        let isCutOff = view.withLock { view in
            view.apply(change)
            return view.failure != nil
        }
        if isCutOff { beginRefresh() }
    }

    @LoopActor
    private func connectionChanged(_ failure: IPCCallError?) {
        if let failure { view.withLock { $0.failure = "\(failure)" } } else { beginRefresh() }
    }
}
