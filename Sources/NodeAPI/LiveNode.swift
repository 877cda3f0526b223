import Doctor
import EventLoop
import HTTPServer
import IPC
import Instruments
import JSON
import NodeProtocol
import StatusCache
import Synchronization

/// The node as it runs: what lies in its runtime directory, its supervisor and its deployd.
package final class LiveNode: NodeSource {
    /// How often the supervisor is asked for the whole. It tells changes of state by itself; sizes and ages it does not.
    static let refreshInterval = Duration.seconds(10)
    /// How often the status cache is looked at for changes, for the history of events.
    private static let lookInterval = Duration.seconds(5)
    /// How often while somebody listens to events, and for how long after that, for a client that comes back: a few
    /// stat(2) each time.
    private static let closeLookInterval = Duration.milliseconds(500)
    private static let lookAfterwards = Duration.seconds(60)
    private static let keepAliveInterval = Duration.seconds(15)
    /// deployd must show that it lives, and then may take as long as stopping a container may.
    private static let restartDeadline = Duration.seconds(90)

    private let directory: RuntimeDirectory
    private let reader: PatientReader
    private let supervisor: IPCClient
    private let deployd: IPCClient
    /// How long an answer may take that needs no work.
    private let patience: Duration
    private let view = Mutex(SupervisorView())
    private let events: EventFeed
    private let doctor: NodeDoctor
    private let collector: MetricsCollector
    private let statistics: NewestStatistics
    private let outputs: OutputReaders
    @LoopActor private var changes = NodeChanges()
    @LoopActor private var isLooking = false
    /// While somebody listens to events, and for a while after that.
    @LoopActor private var closeLooks: RepeatingTimer?
    /// When somebody last listened to events.
    @LoopActor private var listened = MonotonicInstant.now
    /// What was told since the supervisor was asked; nil while it is not being asked. An answer may have been overtaken
    /// by changes that were told after it.
    @LoopActor private var changesWhileAsking: [SubsystemStatus]?

    package init(
        _ directory: RuntimeDirectory, supervisor: IPCClient, deployd: IPCClient, events: EventFeed, doctor: NodeDoctor,
        metrics: MetricsCollector = MetricsCollector([:]), hostRoot: String = "", patience: Duration = .seconds(2)
    ) {
        outputs = OutputReaders(hostRoot: hostRoot)
        self.directory = directory
        collector = metrics
        reader = PatientReader(StatusReader(path: directory.statusCache))
        self.supervisor = supervisor
        self.deployd = deployd
        statistics = NewestStatistics(deployd)
        self.events = events
        self.doctor = doctor
        self.patience = patience
    }

    // MARK: NodeSource

    package func snapshot() async throws -> StatusSnapshot { await reader.snapshot() }

    package func diagnosis() async -> Diagnosis {
        await doctor.diagnosis { (await self.reader.snapshot(), self.supervisorView()) }
    }

    package func starts(of subsystem: Subsystem) async throws -> [SubsystemStart] {
        await reader.starts(of: subsystem)
    }

    package func history() async throws -> [ResourcePoint] { await reader.history() }

    package var eventHistory: EventHistory {
        EventHistory(feed: events) { [reader] in await reader.starts(of: $0) }
    }

    package func supervisorView() -> SupervisorView { view.withLock { $0 } }

    package func metrics() async -> [MetricFamily] { await collector.families(at: .now) }

    package func log(of name: String, tail: Int?, follows: Bool) async throws -> any HTTPStreamSource {
        try SubsystemLogStream(of: name, in: directory, tail: tail, follows: follows)
    }

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

    package func explanations() async throws -> [ServiceExplanation]? { await reader.explanations() }

    package func statistics(of service: ServiceStatus) async throws -> StatisticsSample? {
        await statistics.newest(of: service, written: try await statistics())
    }

    package func statistics() async throws -> [StatisticsSample] { await reader.statistics() ?? [] }

    package func outputFile(_ request: ServiceLogs.Request, isJSON: Bool) async -> (any HTTPStreamSource)? {
        guard let file = await reader.outputFiles()?.first(where: { $0.service == request.name }) else { return nil }
        return await outputs.open(file, request, OutputText(isJSON: isJSON)) { [reader] in
            await reader.snapshot().services?.value
        }
    }

    package func logStream(_ request: ServiceLogs.Request, isJSON: Bool) async throws -> any HTTPStreamSource {
        _ = try await deployd.call(Ping.self, deadline: patience)
        let reader = try await deployd.call(ServiceLogs.Open.self, request, deadline: ServiceLogs.openDeadline)
        return ServiceLogStream(deployd, reader, OutputText(isJSON: isJSON))
    }

    package func take(_ report: ServiceMethods.Report.Params) async throws {
        _ = try await deployd.call(ServiceMethods.Report.self, report, deadline: patience)
    }

    package func instruct(_ action: String, service: String) async throws -> String {
        // To remove what is not there is no failure for deployd; here it is most likely a wrong name.
        if action == "remove" {
            _ = try await deployd.call(
                ServiceMethods.Explain.self, ServiceMethods.ServiceName(service), deadline: patience)
        }
        let instruction: JSON = ["action": .string(action), "service": .string(service)]
        return try await deployd.call(ServiceMethods.Apply.self, instruction, deadline: .seconds(10)).instructionID
    }

    // MARK: Hearing of the supervisor

    /// Connects to the supervisor, now and whenever the connection is lost: hears of changes as they happen, and asks
    /// for the whole every few seconds, until the returned timers are released.
    @LoopActor
    package func follow() -> [RepeatingTimer] {
        supervisor.onConnectionChange = { [weak self] in self?.connectionChanged($0) }
        supervisor.subscribe(SupervisorMethods.Subscribe.name, topic: SupervisorMethods.changed) { [weak self] in
            self?.changed($0)
        }
        EventLoop.main.schedule(after: Self.closeLookInterval) { [weak self] in self?.beginLook() }
        return [
            collector.follow(),
            EventLoop.main.every(Self.refreshInterval) { [weak self] in self?.beginRefresh() },
            EventLoop.main.every(Self.lookInterval) { [weak self] in self?.beginLook() },
            EventLoop.main.every(Self.keepAliveInterval) { [weak self] in self?.events.keepAlive() },
        ]
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
            var fresh = supervisorView().renewed(by: answer)
            for change in changesWhileAsking ?? [] { fresh.apply(change) }
            let former = view.withLock { view in
                defer { view = fresh }
                return view
            }
            for event in NodeChanges.events(from: former, to: fresh) { events.publish(event) }
            // Nobody waits for this task: it has its own deadline.
            if fresh.needsSettings { Task { @LoopActor in await askForSettings(fresh) } }
        } catch {
            view.withLock { $0.failure = "\(error)" }
        }
    }

    /// Where that fails the next answer of the supervisor is another occasion.
    @LoopActor
    private func askForSettings(_ asked: SupervisorView) async {
        let answer = try? await supervisor.call(SupervisorMethods.Settings.self, deadline: patience)
        guard let answer else { return }
        view.withLock { $0.take(answer.settings, of: asked) }
    }

    @LoopActor
    private func beginRefresh() {
        // Nobody waits for this task: it has its own deadline.
        Task { @LoopActor in await refresh() }
    }

    package func eventStream(
        after lastID: String?, for peer: PeerAddress
    ) async throws(EventFeed.Full) -> any HTTPStreamSource {
        await look()  // what the stream's first changes are seen against
        await lookClosely()
        return try events.follow(after: lastID, for: peer)
    }

    /// Looks for changes of the conductor and the services.
    @LoopActor
    private func beginLook() {
        // Nobody waits for this task: it reads the cache once.
        Task { @LoopActor in await look() }
    }

    /// Looks for them often, as long as anybody wants to hear of them at once.
    @LoopActor
    private func lookClosely() {
        listened = .now
        guard closeLooks == nil else { return }
        closeLooks = EventLoop.main.every(Self.closeLookInterval) { [weak self] in self?.takeCloseLook() }
    }

    @LoopActor
    private func takeCloseLook() {
        if events.hasStreams { listened = .now }
        if listened.duration(to: .now) < Self.lookAfterwards { beginLook() } else { closeLooks = nil }
    }

    @LoopActor
    private func look() async {
        guard !isLooking else { return }
        isLooking = true
        defer { isLooking = false }
        // A thread that has too much to do is asked again in a moment.
        guard let snapshot = try? await snapshot() else { return }
        for event in changes.events(in: snapshot) { events.publish(event) }
    }

    @LoopActor
    private func changed(_ json: JSON) {
        guard let change = try? json.decode(SubsystemStatus.self) else {
            return beginRefresh()  // a supervisor of another version: the whole answer tells what is wrong with it
        }
        changesWhileAsking?.append(change)
        events.publish(NodeEvent(kind: .subsystem, data: json))
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
