import DockerEngine
import EventLoop
import Faults
import JSON
import LogOutput
import Logging
import NodeProtocol

/// The work on one service: plan, perform, look again.
extension Reconciler {
    /// Ends the work for now: the next step's time has not come.
    private struct Postponed: Error { let until: MonotonicInstant }

    /// Ends the work for now: another service's turn comes first, and wakes this one.
    private struct Waiting: Error { let error: ServiceError }

    func wake(_ name: ServiceName) {
        guard let service = services[name] else { return }
        if let message = service.desired.setAside {
            services[name]?.waiters = []
            for waiter in service.waiters { waiter.resume(returning: ServiceError(.setAside, message)) }
            return
        }
        guard service.work == nil, !held.contains(name) else {
            services[name]?.mustLookAgain = true
            return
        }
        cancelRetry(name)
        services[name]?.mustLookAgain = false
        // interrupt(_:) and stop() wait for this task.
        let instruction = services[name]?.status.instructionID
        services[name]?.work = Task { @LoopActor in
            await LogContext.$instructionID.withValue(instruction) { await work(on: name) }
        }
    }

    func interrupt(_ name: ServiceName) async {
        cancelRetry(name)
        services[name]?.mustLookAgain = false
        guard let work = services[name]?.work else { return }
        work.cancel()
        await work.value
    }

    private func work(on name: ServiceName) async {
        var failure: ServiceError?
        var isHeldBack = false
        do {
            try await workMarked(on: name) { try await self.converge(name) }
            services[name]?.failures = 0
        } catch is CancellationError {
            services[name]?.work = nil
            services[name]?.activity = .idle
            return
        } catch let postponed as Postponed {
            failure = services[name]?.error
            isHeldBack = true
            services[name]?.activity = .idle
            retry(name, after: MonotonicInstant.now.duration(to: postponed.until))
            if engineStatus.connected { await refresh(name) } else { show(name) }
        } catch let waiting as Waiting {
            failure = waiting.error
            services[name]?.error = failure
            services[name]?.activity = .idle
            if engineStatus.connected { await refresh(name) } else { show(name) }
        } catch {
            failure = (error as? ServiceError) ?? ServiceError(.engineUnavailable, "\(error)")
            isHeldBack = await failed(name, failure ?? ServiceError(.engineUnavailable, "\(error)"))
        }
        if failure == nil {
            services[name]?.activity = .idle
            show(name)
        }
        releaseHeapSoon()
        guard let service = services[name] else { return }
        services[name]?.work = nil
        services[name]?.waiters = []
        for waiter in service.waiters { waiter.resume(returning: failure) }
        // What the engine tells of a failed attempt is no reason to begin the next one early.
        if service.mustLookAgain, !isHeldBack { wake(name) }
    }

    /// What the engine tells of a container is a hundred times what is kept of it.
    private func releaseHeapSoon() {
        guard heapRelease == nil else { return }
        heapRelease = EventLoop.main.schedule(after: .seconds(10)) { [weak self] in
            self?.heapRelease = nil
            EventLoop.main.releaseHeap()
        }
    }

    /// Plans and performs until nothing is left to do.
    private func converge(_ name: ServiceName) async throws {
        var looks = 0
        var patienceEnd: MonotonicInstant?
        while looks < 12 {
            looks += 1
            guard let desired = services[name]?.desired else { return }
            services[name]?.record.look()
            // What has happened until now is seen by this look.
            services[name]?.mustLookAgain = false
            guard engineStatus.connected else {
                throw ServiceError(.engineUnavailable, engineStatus.reason ?? "the container engine is not reachable")
            }
            let actual: ActualService
            do {
                actual = try await observe(desired)
            } catch let error as EngineError {
                throw described(error, nil)
            }
            showGone(desired, actual)
            switch DeploymentPlan.make(desired, actual) {
            case .blocked(let error):
                if error.type == .nameConflict, let name = actual.foreign?.name,
                    let unmet = unfinishedLeaving(of: name, before: desired)
                {
                    throw Waiting(error: unmet)
                }
                throw error
            case .steps(let steps) where steps.isEmpty:
                services[name]?.rested = Dictionary(actual.own.map { ($0.id, RestedContainer($0)) }) { $1 }
                return try await settled(name, actual)
            case .steps(let all):
                services[name]?.rested = nil
                let unmet = all.contains(where: \.needsTurn) ? unmetDependency(of: desired) : nil
                let steps = unmet == nil ? all : stepsBeforeTurn(all, desired, actual)
                services[name]?.record.planned(steps)
                do {
                    if try await carryOut(steps, desired, actual) { return }
                } catch let error as ServiceError where isOvertaken(error, desired, actual) {
                    // What was seen is so no longer: the engine may still carry out what a process before this one has
                    // asked for. Whatever has the name or the port is found by the next look, if it is this node's.
                    let now = MonotonicInstant.now
                    let end = patienceEnd ?? now.advanced(by: Self.patience)
                    guard now < end else { throw error }
                    patienceEnd = end
                    looks -= 1
                    try await LoopActor.sleep(for: .milliseconds(200))
                }
                // Its turn may have come meanwhile.
                if unmet != nil, let rest = unmetDependency(of: desired) { throw Waiting(error: rest) }
            }
        }
        throw ServiceError(.engineTimeout, "the service does not come to rest")
    }

    /// Whether another container of this node may be what stands in the way.
    private func isOvertaken(_ error: ServiceError, _ desired: DesiredService, _ actual: ActualService) -> Bool {
        error.type == .nameConflict || error.type == .portInUse && maySoonBeFree(desired, actual)
    }

    /// What is done already while others come first.
    private func stepsBeforeTurn(
        _ all: [DeploymentStep], _ desired: DesiredService, _ actual: ActualService
    ) -> [DeploymentStep] {
        guard desired.wanted == .removed else {
            return DeploymentStep.preparing(all, stopping: actual.isAwaited ? actual.main(of: desired)?.id : nil)
        }
        let isHeldUp = unfinishedUpdate(of: desired) != nil && unfinishedUser(of: desired) == nil
        return isHeldUp && mustMakeWay(desired) ? all.filter { $0 != .forget } : []
    }

    /// Performs one step after the other; true when the service is no more.
    private func carryOut(
        _ steps: [DeploymentStep], _ desired: DesiredService, _ actual: ActualService
    ) async throws -> Bool {
        let name = desired.name
        for (index, step) in steps.enumerated() {
            try Task.checkCancellation()
            services[name]?.record.began(step)
            logger.debug("step", metadata: ["service": "\(name)", "step": "\(index + 1): \(step)"])
            if case .revive(let id) = step { try noteDown(name, actual.own.first { $0.id == id }) }
            // What waits for others takes nobody's place.
            let isGone =
                step.isWaiting
                ? try await measured(step, name, actual)
                : try await gate.pass { try await self.measured(step, name, actual) }
            FaultPoint.reached(step.faultPoint, name.text)
            FaultPoint.reached(step.faultPoint, "\(name)#\(desired.revision)")
            if isGone { return true }
            try afterStep(step)
        }
        return false
    }

    /// Says why the service is not as wanted, and waits for the time to do something about it.
    private func noteDown(_ name: ServiceName, _ container: ActualContainer?) throws {
        let now = MonotonicInstant.now
        guard let container, let due = services[name]?.schedule.due(at: now) else { return }
        let error: ServiceError = container.isUp ? .unhealthy(container) : .exited(container)
        if services[name]?.error?.type != error.type {
            logger.warning(
                "the service is not as wanted",
                metadata: ["service": "\(name)", "type": "\(error.type.rawValue)", "error": "\(error.message)"])
        }
        services[name]?.error = error
        if due > now { throw Postponed(until: due) }
    }

    private func measured(_ step: DeploymentStep, _ name: ServiceName, _ actual: ActualService) async throws -> Bool {
        let begin = MonotonicInstant.now
        do {
            let isGone = try await perform(step, name, actual)
            stepMetrics.done(step, in: begin.duration(to: .now))
            return isGone
        } catch let error as ServiceError {
            stepMetrics.failed(step, error.type)
            throw error
        }
    }

    /// True when the service is no more.
    private func perform(_ step: DeploymentStep, _ name: ServiceName, _ actual: ActualService) async throws -> Bool {
        guard let desired = services[name]?.desired else { return true }
        do {
            switch step {
            case .pull: try await pull(desired)
            case .create(let containerName): try await create(desired, as: containerName, of: actual.image)
            case .stop(let id):
                try await executor.stop(id, desired)
                noteReleased(id, of: name, isGone: false)
            case .remove(let id):
                try await executor.remove(id)
                noteReleased(id, of: name, isGone: true)
            case .promote(let target):
                try await executor.promote(id(of: target, name), desired)
                try await restartUsers(of: name)
            case .start(let target):
                try await complete(target, desired, actual)
                try await start(id(of: target, name), desired)
            case .restart(let id):
                begin(name)
                try await executor.restart(id, desired)
                try await change(name) { $0.nudge = .none }
            case .awaitReady(let target): try await awaitReady(id(of: target, name), desired)
            case .revive(let id):
                begin(name)
                services[name]?.schedule.restarted(at: .now)
                memories.note(name, .soon)
                try await restartOrReplace(id, desired)
            case .resume(let id): try await executor.resume(id)
            case .attach(let id, let network): try await executor.attach(id, to: network, desired)
            case .takeOver(let id): try await executor.takeOver(id)
            case .forget:
                try await forget(desired)
                return true
            }
            return false
        } catch let error as EngineError {
            throw described(error, step)
        }
    }

    private func id(of target: ContainerTarget, _ name: ServiceName) -> String {
        switch target {
        case .existing(let id): id
        case .created: createdContainers[name] ?? ""
        }
    }

    /// A container begins a new life: it is not known to be ready any more.
    private func begin(_ name: ServiceName) {
        setActivity(name, .starting)
        services[name]?.ready = nil
    }

    /// Whoever made a container that has never been started may have been killed before it had its files.
    private func complete(
        _ target: ContainerTarget, _ desired: DesiredService, _ actual: ActualService
    ) async throws(EngineError) {
        guard case .existing(let id) = target, actual.own.first(where: { $0.id == id })?.state == .created else {
            return
        }
        try await executor.fill(id, desired)
    }

    private func start(_ id: String, _ desired: DesiredService) async throws {
        begin(desired.name)
        services[desired.name]?.schedule.started(at: .now)
        do throws(EngineError) {
            try await executor.start(id)
        } catch {
            guard await replaceIfUnstartable(id, desired, after: error) else { throw error }
            throw ServiceError(.engineTimeout, error.description)
        }
        var condition = MemberCondition()
        condition.isUp = true
        condition.isStarted = true
        note(condition, of: desired.name)
        try await change(desired.name) { $0.nudge = .none }
    }

    private func restartOrReplace(_ id: String, _ desired: DesiredService) async throws {
        do throws(EngineError) {
            try await executor.restart(id, desired)
        } catch {
            guard await replaceIfUnstartable(id, desired, after: error) else { throw error }
            throw ServiceError(.engineTimeout, error.description)
        }
    }

    private func create(_ desired: DesiredService, as name: NewContainerName, of image: LocalImage?) async throws {
        setActivity(desired.name, .starting)
        guard let image else {
            throw ServiceError(.imageNotFound, "\(desired.spec.container.image) is not on this host any more")
        }
        // Known before the container is made: whatever happens, the next one is made of the same image.
        try await change(desired.name) { $0.imageID = image.id }
        createdContainers[desired.name] = try await executor.create(
            services[desired.name]?.desired ?? desired, as: name, of: image)
    }

    private func pull(_ desired: DesiredService) async throws {
        let name = desired.name
        logger.info(
            "pulling", metadata: ["service": "\(name)", "image": "\(desired.spec.container.image)"])
        setActivity(name, .pulling(PullProgress()))
        var telling = PullTelling(begun: .now)
        let imageID = try await pullOrKeep(desired) { [weak self] progress in
            self?.services[name]?.activity = .pulling(progress)
            let due = telling.due(at: .now)
            if due.shows { self?.show(name) }
            guard due.logs else { return }
            self?.logger.info(
                "pulling",
                metadata: [
                    "service": "\(name)", "layers": "\(progress.layersDone) of \(progress.layerCount)",
                    "bytes": "\(progress.bytesDone) of \(progress.bytes)",
                ])
        }
        try await change(name) {
            $0.mustPull = false
            $0.imageID = imageID
        }
    }

    /// A registry that is not there stops no image that is: only where a newer one was asked for expressly it is waited for.
    private func pullOrKeep(
        _ desired: DesiredService, onProgress: @escaping @LoopActor (PullProgress) -> Void
    ) async throws -> String {
        do {
            return try await executor.pull(desired, onProgress: onProgress)
        } catch let error as ServiceError where error.type.leavesImageUsable {
            let isInsistent = desired.pending.contains { $0.action == "update" } && desired.spec.pullPolicy != .ifNewer
            guard !isInsistent, let image = try await executor.image(of: desired) else { throw error }
            logger.warning(
                "the image cannot be pulled; the one on this host is used",
                metadata: ["service": "\(desired.name)", "error": "\(error.message)"])
            return image.id
        }
    }

    /// Translates an error of the engine; one that means there is no engine also ends the connection.
    func described(_ error: EngineError, _ step: DeploymentStep?) -> any Error {
        if error == .cancelled { return CancellationError() }
        let translated = ServiceError(error, during: step)
        switch translated.type {
        case .engineUnavailable, .engineTimeout: if error.status == nil { lostEngine(error) }
        case .imageNotFound, .imagePullFailed, .registryUnauthorized, .registryTLS, .registryUnreachable, .noSpace,
            .pullStalled, .portInUse, .nameConflict, .noResources, .invalidConfig,
            .unknownService, .unknownAction, .setAside, .exited, .unhealthy, .dependency:
            break
        }
        return translated
    }
}

extension DeploymentStep {
    /// Whether other services of the project come before it.
    fileprivate var needsTurn: Bool {
        switch self {
        case .start, .revive, .stop, .forget: true
        case .pull, .awaitReady, .create, .remove, .promote, .restart, .resume, .attach, .takeOver: false
        }
    }

    /// What can be done already while others come first: the image and the container, and the end of the one that has
    /// what those others need.
    fileprivate static func preparing(_ steps: [DeploymentStep], stopping awaited: String?) -> [DeploymentStep] {
        steps.filter { step in step.isPreparation || awaited.map { step == .stop($0) } ?? false }
    }

    private var isPreparation: Bool {
        switch self {
        case .pull, .create: true
        case .stop, .remove, .promote, .start, .restart, .awaitReady, .revive, .resume, .attach, .takeOver, .forget:
            false
        }
    }

    /// Whether it may take minutes without the engine having much to do.
    fileprivate var isWaiting: Bool {
        switch self {
        case .pull, .awaitReady: true
        case .create, .stop, .remove, .promote, .start, .restart, .revive, .resume, .attach, .takeOver, .forget: false
        }
    }
}
