import DockerEngine
import EventLoop
import Faults
import LogOutput
import Logging
import NodeProtocol

/// The work on one service: plan, perform, look again.
///
/// While a function waits, its task has room for all that it may ever need, and for what was inlined into it. Hundreds of
/// services may wait at a time, so what is called one after the other is kept apart.
extension Reconciler {
    /// Ends the work for now: the next step's time has not come.
    private struct Postponed: Error { let until: MonotonicInstant }

    /// Ends the work for now: another service's turn comes first, and wakes this one.
    private struct Waiting: Error { let error: ServiceError }

    /// What is in the way may be gone in a moment: for a while it is looked at again, and then it is a failure.
    private struct Patience {
        private var begin: MonotonicInstant?

        mutating func wait(atMost limit: Duration, before error: ServiceError) async throws {
            let now = MonotonicInstant.now
            let begin = self.begin ?? now
            guard begin.duration(to: now) < limit else { throw error }
            self.begin = begin
            try await LoopActor.sleep(for: .milliseconds(200))
        }
    }

    func wake(_ name: ServiceName) {
        guard let service = services[name] else { return }
        if let error = service.desired.leftAlone {
            service.resumeWaiters(with: error)
            // Nobody waits for this task: it looks once.
            if service.desired.unreadable != nil { Task { @LoopActor in await refresh(name) } }
            return
        }
        guard service.work == nil, !held.contains(name) else {
            services[name]?.mustLookAgain = true
            return
        }
        cancelRetry(name)
        services[name]?.mustLookAgain = false
        // interrupt(_:) and stop() wait for this task.
        let instruction = service.desired.pending.last?.id ?? service.ended?.id
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

    @inline(never)
    private func work(on name: ServiceName) async {
        var failure: ServiceError?
        var isHeldBack = false
        do {
            try await workMarked(on: name) { try await self.converge(name, at: $0) }
            services[name]?.failures = 0
        } catch is CancellationError {
            services[name]?.work = nil
            services[name]?.activity = .idle
            onWork()
            return
        } catch let postponed as Postponed {
            failure = services[name]?.error
            isHeldBack = true
            services[name]?.activity = .idle
            if engineStatus.connected { await refresh(name) }
            // Nothing is waited for between this and the end of the work: else its time could come before that, and pass.
            if !Task.isCancelled { retry(name, after: max(.zero, MonotonicInstant.now.duration(to: postponed.until))) }
            show(name)
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
        service.work = nil
        onWork()
        service.resumeWaiters(with: failure)
        // What the engine tells of a failed attempt is no reason to begin the next one early.
        if service.mustLookAgain, !isHeldBack { wake(name) }
    }

    /// What the engine tells of a container, and what is told of a service, is many times what is kept of it.
    package func releaseHeapSoon() {
        guard heapRelease == nil else { return }
        heapRelease = EventLoop.main.schedule(after: .seconds(10)) { [weak self] in
            self?.heapRelease = nil
            // Nobody waits for this task: it gives back once.
            Task { @LoopActor in await self?.releaseHeap() }
        }
    }

    private func releaseHeap() async {
        do {
            try await store.releaseMemory()
        } catch {
            logger.debug("the store keeps its memory", metadata: ["error.message": "\(error)"])
        }
        EventLoop.main.releaseHeap()
    }

    /// Plans and performs until nothing is left to do.
    @inline(never)
    private func converge(_ name: ServiceName, at place: GatePlace) async throws {
        var looks = 0
        var patience = Patience()
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
                // Another service of the node may have let go of it since this look began.
                guard error.type == .nameConflict else { throw error }
                try await patience.wait(atMost: .seconds(2), before: error)
                looks -= 1
            // It is to be something else since it was looked at.
            case .steps(let steps) where steps.isEmpty && services[name]?.desired != desired: continue
            case .steps(let steps) where steps.isEmpty:
                services[name]?.rested = RestedContainer.fingerprint(of: actual.own.map { RestedContainer($0) })
                return try await settled(name, actual)
            case .steps(let all):
                services[name]?.rested = nil
                let unmet = all.contains(where: \.needsTurn) ? unmetDependency(of: desired) : nil
                let steps = unmet == nil ? all : stepsBeforeTurn(all, desired, actual)
                services[name]?.record.planned(steps)
                onWork()
                do {
                    if try await carryOut(steps, desired, actual, at: place) { return }
                    patience = Patience()
                } catch let error as ServiceError where isOvertaken(error, desired, actual) {
                    // What was seen is so no longer: the engine may still carry out what a process before this one has
                    // asked for. Whatever has the name or the port is found by the next look, if it is this node's.
                    try await patience.wait(atMost: Self.patience, before: error)
                    looks -= 1
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
    @inline(never)
    private func carryOut(
        _ steps: [DeploymentStep], _ desired: DesiredService, _ actual: ActualService, at place: GatePlace
    ) async throws -> Bool {
        let name = desired.name
        for (index, step) in steps.enumerated() {
            try Task.checkCancellation()
            services[name]?.record.began(step)
            onWork()
            logger.debug("step", metadata: ["service": "\(name)", "step": "\(index + 1): \(step)"])
            if case .revive(let id) = step { try noteDown(name, actual.own.first { $0.id == id }) }
            // What waits for others takes nobody's place.
            let isGone =
                step.isWaiting
                ? try await place.stepAside { try await self.measured(step, name, actual) }
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
                metadata: [
                    "service": "\(name)", "error.type": "\(error.type.rawValue)", "error.message": "\(error.message)",
                ])
        }
        services[name]?.error = error
        if due > now { throw Postponed(until: due) }
    }
}
