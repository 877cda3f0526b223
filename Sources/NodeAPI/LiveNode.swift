import EventLoop
import IPC
import NodeProtocol
import StatusCache
import Synchronization

/// The node as it runs: its status cache, its supervisor and its deployd.
package final class LiveNode: NodeSource {
    /// How often the supervisor is asked without anyone having asked us.
    static let pollInterval = Duration.seconds(5)
    /// A view older than this makes a request ask for a new one, for the next request.
    private static let freshFor = Duration.seconds(1)
    /// deployd must show that it lives within this, and then may take as long as stopping a container may.
    private static let pingDeadline = Duration.seconds(2)
    private static let restartDeadline = Duration.seconds(90)

    private let reader: StatusReader
    private let thread = WorkerThread(name: "cache", limit: 512)
    private let supervisor: IPCClient
    private let deployd: IPCClient
    private let view = Mutex(SupervisorView())
    private let isAsking = Mutex(false)

    package init(cache: StatusReader, supervisor: IPCClient, deployd: IPCClient) {
        reader = cache
        self.supervisor = supervisor
        self.deployd = deployd
    }

    // MARK: NodeSource

    package func snapshot() async throws -> StatusSnapshot {
        try await thread.run { [reader] in reader.snapshot() }
    }

    package func supervisorView() -> SupervisorView {
        let view = view.withLock { $0 }
        let age = view.stamp?.duration(to: .now) ?? .seconds(3600)
        if age > Self.freshFor {
            // Nobody waits for this task: a later request shows what it brings.
            Task { @LoopActor in await refresh() }
        }
        return view
    }

    package func restart(_ subsystem: Subsystem) async throws -> SubsystemStatus {
        try await supervisor.call(SupervisorMethods.Restart.self, SubsystemName(subsystem.rawValue))
    }

    package func restart(service: String) async throws -> ServiceStatus {
        _ = try await deployd.call(Ping.self, deadline: Self.pingDeadline)
        return try await deployd.call(
            ServiceMethods.Restart.self, ServiceMethods.ServiceName(service), deadline: Self.restartDeadline)
    }

    // MARK: Asking the supervisor

    /// Begins to ask every few seconds; stops when the returned timer is released.
    @LoopActor
    package func startPolling() -> RepeatingTimer {
        EventLoop.main.every(Self.pollInterval) { [weak self] in self?.poll() }
    }

    @LoopActor
    private func poll() {
        // Nobody waits for this task: it has its own deadline.
        Task { @LoopActor in await refresh() }
    }

    /// Asks the supervisor once, unless that is under way; returns when it has answered or failed to.
    @LoopActor
    package func refresh(deadline: Duration = IPCClient.standardDeadline) async {
        let mustAsk = isAsking.withLock { asking in
            defer { asking = true }
            return !asking
        }
        guard mustAsk else { return }
        defer { isAsking.withLock { $0 = false } }
        do {
            let answer = try await supervisor.call(SupervisorMethods.Status.self, deadline: deadline)
            view.withLock { $0 = SupervisorView(answer: answer, stamp: .now) }
        } catch {
            view.withLock { $0.failure = "\(error)" }
        }
    }
}
