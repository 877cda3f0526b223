import DaemonLifecycle
import DockerEngine
import EventLoop
import ImageNames
import JSON
import Logging
import NodeProtocol

/// Makes the engine have what is wanted, service by service, and keeps it so.
///
/// Each service has at most one task that works on it; a few work side by side. A failure is tried again after a
/// while; a new instruction interrupts what is under way and begins at once. What is wanted is on disk before anything
/// is done about it.
@LoopActor
package final class Reconciler {
    /// Called after each step, by tests: what it throws ends the work as a crash would.
    package var afterStep: @LoopActor (DeploymentStep) throws -> Void = { _ in }
    /// Hears each new status of a service; `removed` is the last of one.
    package var onStatus: @LoopActor (ServiceStatus) -> Void = { _ in }
    /// Hears that final statuses were put into the outbox.
    package var onFinal: @LoopActor () -> Void = {}
    /// Hears of every change of the engine's state.
    package var onEngine: @LoopActor (EngineStatus) -> Void = { _ in }
    /// Hears that the work on a service has come further, or to its end.
    package var onWork: @LoopActor () -> Void = {}

    let engine: EngineClient
    let store: DeploymentStore
    let executor: PlanExecutor
    let node: String
    let logger: Logger
    package let stepMetrics = StepMetrics()
    let retryCap: Duration
    /// Memory is given back some time after work.
    var heapRelease: LoopTimer?
    let marks: InputMarks
    let timing: Readiness.Timing
    var events: EngineEvents?
    var repeated = RepeatedInstructions()
    /// What has been worked on in a crash is worked on alone: the next crash shows which of them it was.
    let suspects = Gate(width: 1)
    /// How many services take steps at a time; pulls are counted apart, by the executor.
    let gate = Gate(width: 4)
    /// How many services are looked at or worked on at a time. What is known of one while it is worked on is many times
    /// what is kept of it, and after a restart, or an outage, all of them come at once.
    let attention = Gate(width: 16)
    /// One batch of instructions at a time.
    let applying = Gate(width: 1)
    /// Services that must not be worked on at this moment.
    var held: Set<ServiceName> = []
    var services: [ServiceName: ServiceEntry] = [:]
    /// Saves what outlives the process.
    private(set) lazy var memories = MemoryWriter(store, logger) { [weak self] in self?.services[$0]?.memory }
    /// Host ports of containers that were stopped or removed a moment ago.
    var released: [PublishedPort: MonotonicInstant] = [:]
    /// Containers made by plans under way.
    var createdContainers: [ServiceName: String] = [:]
    var generator = SystemRandomNumberGenerator()
    var hasAdopted = false
    var engineFailures = 0
    var engineRetry: LoopTimer?
    var isConnecting = false
    /// What was last told of the engine.
    package internal(set) var engineStatus = EngineStatus(connected: false, reason: "not asked yet")

    package init(
        engine: EngineClient, store: DeploymentStore, node: String, marks: InputMarks, logger: Logger,
        timing: Readiness.Timing = Readiness.Timing(), pulls: PullSettings = PullSettings(),
        workerURL: String? = nil,
        retryCap: Duration = RetryDelay.cap
    ) {
        self.engine = engine
        self.store = store
        self.node = node
        self.marks = marks
        self.logger = logger
        self.timing = timing
        self.retryCap = retryCap
        let puller = ImagePuller(engine: engine, settings: pulls, logger: logger)
        puller.onNewImage = { id, reference in
            do {
                try await store.addPulledImage(id, reference.description)
            } catch {
                logger.error(
                    "a pulled image cannot be noted down, so it will not be removed when nobody needs it",
                    metadata: ["container.image.name": "\(reference)", "error.message": "\(error)"])
            }
        }
        executor = PlanExecutor(engine: engine, node: node, puller: puller)
        executor.environment = { name in
            ServiceEnvironment(service: name, token: try await store.makeToken(of: name), workerURL: workerURL)
        }
    }

    // MARK: What others ask

    /// Loads what is wanted from the store. Call first, once.
    package func load() async throws {
        let (desired, unreadable) = try await store.services()
        for service in desired { services[service.name] = ServiceEntry(service) }
        for (name, memory) in try await store.memories() { services[name]?.memory = memory }
        for (name, service) in services {
            guard let error = service.desired.unreadable else { continue }
            logger.error(
                "a stored service cannot be read; it is left as it runs",
                metadata: ["service": "\(name)", "error.message": "\(error.message)"])
        }
        for name in unreadable {
            logger.error("a stored service cannot be read; it is left alone", metadata: ["service": "\(name)"])
        }
        for name in services.keys.sorted() { try await setAsideIfNeeded(name) }
    }

    /// Every service as it is now, by name.
    package var statuses: [ServiceStatus] { services.sorted { $0.key < $1.key }.map(\.value.status) }

    package func status(of name: ServiceName) -> ServiceStatus? { services[name]?.status }

    /// Takes instructions, in order: durable when it returns, carried out afterwards. Ids that were taken before do
    /// nothing. What cannot be carried out ends at once with a final status; it is also returned, by instruction id.
    /// Throws when the store cannot be written: then nothing has been taken.
    @discardableResult
    package func apply(_ parsed: [Result<Instruction, RejectedInstruction>]) async throws -> [String: ServiceError] {
        try await applying.pass { try await self.take(parsed) }
    }

    func take(_ parsed: [Result<Instruction, RejectedInstruction>]) async throws -> [String: ServiceError] {
        var seen = try await store.applied(among: parsed.map(\.id))
        let new = parsed.filter { seen.insert($0.id).inserted }
        guard !new.isEmpty else { return [:] }
        // Nobody works on these services between here and the commit, so nobody else changes what is wanted of them.
        let names = Set(new.flatMap { concerned(by: $0) })
        held = names
        defer {
            held = []
            for name in names { wake(name) }
        }
        for name in names { await interrupt(name) }
        var batch = InstructionBatch(services.mapValues(\.desired))
        for result in new { batch.take(result) }
        try await store.commit(batch.change)
        for desired in batch.changed {
            let entry = services[desired.name] ?? ServiceEntry(desired)
            services[desired.name] = entry
            entry.desired = desired
            entry.failures = 0
            entry.schedule = RestartSchedule()
            memories.note(desired.name, .soon)
            show(desired.name)
        }
        for result in new { log(result) }
        if !batch.change.finals.isEmpty { onFinal() }
        return batch.errors
    }

    /// The services that an instruction may change.
    private func concerned(by result: Result<Instruction, RejectedInstruction>) -> [ServiceName] {
        guard let instruction = try? result.get() else { return [] }
        let members = services.filter { $0.value.desired.spec.member?.project == instruction.service }.map(\.key)
        switch instruction.action {
        case .deployProject(let specs), .updateProject(let specs): return members + specs.map(\.name)
        case .deploy, .start, .stop, .restart, .update, .remove: return members + [instruction.service]
        }
    }

    /// Looks after one service now; returns when that has ended, with the error it ended with.
    package func settle(_ name: ServiceName) async -> ServiceError? {
        guard services[name] != nil else { return nil }
        return await withCheckedContinuation { continuation in
            services[name]?.waiters.append(continuation)
            wake(name)
        }
    }

    /// Works on every service that is not at rest: a safety net, for events tell of changes as they happen.
    package func reconcileAll() async {
        guard engineStatus.connected else { return connect() }
        do throws(EngineError) {
            for name in try await restless() where services[name]?.isIdle == true { wake(name) }
            releaseHeapSoon()
        } catch {
            lostEngine(error)
        }
    }

    /// The services of which the engine has something else than when the work on them last came to its end. One call of
    /// the engine, however many there are.
    func restless() async throws(EngineError) -> [ServiceName] {
        let containers = try await engine.containers(labels: ["\(OwnershipLabels.worker)=\(node)"])
        let found = Dictionary(grouping: containers) { $0.labels[OwnershipLabels.service] ?? "" }
        return services.filter { !$0.value.isAtRest(with: found[$0.key.text] ?? []) }.map(\.key)
    }

    /// Interrupts all work, for the end of the process. What was begun is continued by the next one.
    package func stop() async {
        engine.onState = nil
        engineRetry?.cancel()
        await events?.cancel()
        for name in Array(services.keys) { await interrupt(name) }
        await memories.flush()
    }
}
