import DockerEngine
import EventLoop
import Faults
import JSON
import Logging
import NodeProtocol

/// The work on one service: plan, perform, look again.
extension Reconciler {
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
        services[name]?.retry?.cancel()
        services[name]?.retry = nil
        services[name]?.mustLookAgain = false
        // interrupt(_:) and stop() wait for this task.
        services[name]?.work = Task { @LoopActor in await work(on: name) }
    }

    func interrupt(_ name: ServiceName) async {
        services[name]?.retry?.cancel()
        services[name]?.retry = nil
        services[name]?.mustLookAgain = false
        guard let work = services[name]?.work else { return }
        work.cancel()
        await work.value
    }

    private func work(on name: ServiceName) async {
        var failure: ServiceError?
        do {
            try await workMarked(on: name) { try await self.converge(name) }
            services[name]?.failures = 0
        } catch is CancellationError {
            services[name]?.work = nil
            services[name]?.activity = .idle
            return
        } catch {
            failure = (error as? ServiceError) ?? ServiceError(.engineUnavailable, "\(error)")
            await failed(name, failure ?? ServiceError(.engineUnavailable, "\(error)"))
        }
        if failure == nil {
            services[name]?.activity = .idle
            if engineStatus.connected { await refresh(name) } else { show(name) }
        }
        guard let service = services[name] else { return }
        services[name]?.work = nil
        services[name]?.waiters = []
        for waiter in service.waiters { waiter.resume(returning: failure) }
        if service.mustLookAgain { wake(name) }
    }

    /// Plans and performs until nothing is left to do.
    private func converge(_ name: ServiceName) async throws {
        for _ in 0..<12 {
            guard let desired = services[name]?.desired else { return }
            guard engineStatus.connected else {
                throw ServiceError(.engineUnavailable, engineStatus.reason ?? "the container engine is not reachable")
            }
            let actual: ActualService
            do throws(EngineError) {
                actual = try await executor.observe(desired)
            } catch {
                throw described(error, nil)
            }
            switch DeploymentPlan.make(desired, actual) {
            case .blocked(let error): throw error
            case .steps(let steps) where steps.isEmpty: return try await settled(name)
            case .steps(let steps):
                for (index, step) in steps.enumerated() {
                    try Task.checkCancellation()
                    logger.debug("step", metadata: ["service": "\(name)", "step": "\(index + 1): \(step)"])
                    let isGone =
                        step == .pull
                        ? try await perform(step, name) : try await gate.pass { try await self.perform(step, name) }
                    FaultPoint.reached(step.faultPoint, name.text)
                    if isGone { return }
                    try afterStep(step)
                }
            }
        }
        throw ServiceError(.engineTimeout, "the service does not come to rest")
    }

    /// True when the service is no more.
    private func perform(_ step: DeploymentStep, _ name: ServiceName) async throws -> Bool {
        guard let desired = services[name]?.desired else { return true }
        do {
            switch step {
            case .pull: try await pull(desired)
            case .create:
                setActivity(name, .starting)
                createdContainers[name] = try await executor.create(desired)
            case .stop(let id): try await executor.stop(id, desired)
            case .remove(let id): try await executor.remove(id)
            case .promote(let target): try await executor.promote(id(of: target, name), desired)
            case .start(let target):
                setActivity(name, .starting)
                try await executor.start(id(of: target, name))
                try await change(name) { $0.nudge = .none }
            case .restart(let id):
                setActivity(name, .starting)
                try await executor.restart(id, desired)
                try await change(name) { $0.nudge = .none }
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

    private func pull(_ desired: DesiredService) async throws {
        let name = desired.name
        logger.info(
            "pulling", metadata: ["service": "\(name)", "image": "\(desired.spec.container.image)"])
        setActivity(name, .pulling(PullProgress()))
        var shown = MonotonicInstant.now
        let imageID = try await executor.pull(desired) { [weak self] progress in
            self?.services[name]?.activity = .pulling(progress)
            guard shown.duration(to: .now) > .seconds(1) else { return }
            shown = .now
            self?.show(name)
            self?.logger.info(
                "pulling", metadata: ["service": "\(name)", "progress": "\(progress.json.text)"])
        }
        try await change(name) {
            $0.mustPull = false
            $0.imageID = imageID
        }
    }

    /// Changes what is wanted in memory and on disk.
    private func change(_ name: ServiceName, _ body: (inout DesiredService) -> Void) async throws {
        guard var desired = services[name]?.desired else { return }
        body(&desired)
        guard desired != services[name]?.desired else { return }
        services[name]?.desired = desired
        var change = StoreChange()
        change.saved = [desired]
        try await store.commit(change)
    }

    /// Everything is as wanted: the instructions that wanted it have succeeded.
    private func settled(_ name: ServiceName) async throws {
        services[name]?.error = nil
        guard let desired = services[name]?.desired else { return }
        guard !desired.pending.isEmpty || desired.nudge != .none else {
            if desired.good == nil { try await change(name) { $0.good = GoodVersion(of: $0) } }
            return
        }
        services[name]?.activity = .idle
        await refresh(name)
        try await end(name, error: nil) {
            $0.nudge = .none
            $0.good = GoodVersion(of: $0)
        }
        logger.info("done", metadata: ["service": "\(name)", "wanted": "\(desired.wanted.rawValue)"])
    }

    private func failed(_ name: ServiceName, _ error: ServiceError) async {
        guard let service = services[name] else { return }
        let failures = service.failures + 1
        services[name]?.failures = failures
        // By kind: the engine's words of the same trouble differ each time.
        if service.error?.type != error.type {
            logger.warning(
                "the service is not as wanted",
                metadata: ["service": "\(name)", "type": "\(error.type.rawValue)", "error": "\(error.message)"])
        }
        services[name]?.error = error
        services[name]?.activity = .idle
        // What is told of the instruction's end shows the service as it is now.
        if engineStatus.connected { await refresh(name) } else { show(name) }
        if let attempts = error.type.attempts, failures >= attempts {
            do {
                try await end(name, error: error) { _ in }
            } catch {
                logger.error("the store cannot be written", metadata: ["error": "\(error)"])
            }
        }
        // Without an engine its return is what wakes the service.
        guard engineStatus.connected else { return }
        let delay = RetryDelay.after(failures: failures, cap: retryCap, using: &generator)
        services[name]?.retry = EventLoop.main.schedule(after: delay) { [weak self] in
            self?.services[name]?.retry = nil
            self?.wake(name)
        }
    }

    /// Puts the end of all pending instructions of a service into the outbox.
    private func end(
        _ name: ServiceName, error: ServiceError?, _ body: (inout DesiredService) -> Void
    ) async throws {
        guard var desired = services[name]?.desired else { return }
        var change = StoreChange()
        for pending in desired.pending {
            change.end(pending.id, pending.action, of: name, error, services[name]?.status)
        }
        if let last = desired.pending.last { services[name]?.ended = (last.id, error == nil ? .success : .failed) }
        desired.pending = []
        body(&desired)
        services[name]?.desired = desired
        change.saved = [desired]
        try await store.commit(change)
        show(name)
        if !change.finals.isEmpty { onFinal() }
    }

    private func forget(_ desired: DesiredService) async throws {
        try await executor.releaseNetworks(of: desired)
        var change = StoreChange()
        for pending in desired.pending { change.end(pending.id, pending.action, of: desired.name, nil) }
        change.removed = [desired.name]
        try await store.commit(change)
        guard let service = services.removeValue(forKey: desired.name) else { return }
        for waiter in service.waiters { waiter.resume(returning: nil) }
        var last = ServiceView.status(desired, .idle, nil, created: nil, error: nil)
        last.status = .removed
        onStatus(last)
        if !change.finals.isEmpty { onFinal() }
        logger.info("removed", metadata: ["service": "\(desired.name)"])
    }

    /// Translates an error of the engine; one that means there is no engine also ends the connection.
    func described(_ error: EngineError, _ step: DeploymentStep?) -> any Error {
        if error == .cancelled { return CancellationError() }
        let translated = ServiceError(error, during: step)
        switch translated.type {
        case .engineUnavailable, .engineTimeout: if error.status == nil { lostEngine(error) }
        case .imageNotFound, .imagePullFailed, .portInUse, .nameConflict, .noResources, .invalidConfig,
            .unknownService, .unknownAction, .setAside:
            break
        }
        return translated
    }
}
