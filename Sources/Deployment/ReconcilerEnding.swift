import DockerEngine
import EventLoop
import Faults
import Logging
import NodeProtocol

/// How work on a service ends: as wanted, failed, or with nothing left of it.
extension Reconciler {
    /// Changes what is wanted in memory and on disk.
    func change(_ name: ServiceName, _ body: (inout DesiredService) -> Void) async throws {
        guard var desired = services[name]?.desired else { return }
        body(&desired)
        guard desired != services[name]?.desired else { return }
        services[name]?.desired = desired
        var change = StoreChange()
        change.saved = [desired]
        try await store.commit(change)
    }

    /// Everything is as wanted: the instructions that wanted it have succeeded.
    @inline(never)
    func settled(_ name: ServiceName, _ actual: ActualService) async throws {
        guard let desired = services[name]?.desired else { return }
        let main = actual.main(of: desired)
        if main?.isUp != true { services[name]?.ready = nil }
        clearError(name, main)
        services[name]?.activity = .idle
        show(name, as: actual.details)
        defer { services[name]?.shareTexts() }
        guard !desired.pending.isEmpty || desired.nudge != .none else {
            try await change(name) { $0.good = $0.proven(main) }
            return try await completeUpdate(of: name)
        }
        try await end(name, error: nil) {
            $0.nudge = .none
            $0.good = $0.proven(main)
        }
        logger.info("done", metadata: ["service": "\(name)", "wanted": "\(desired.wanted.rawValue)"])
    }

    /// A service that keeps ending is not well between two ends, nor is one that has failed and is to stay so.
    private func clearError(_ name: ServiceName, _ main: ActualContainer?) {
        guard let service = services[name] else { return }
        if service.desired.wanted == .running, let main, main.state == .exited, main.exitCode != 0 {
            services[name]?.error = .exited(main)
            return
        }
        guard let error = service.error else { return }
        if error.type == .exited || error.type == .unhealthy, service.desired.wanted == .running {
            guard let main, main.isUp else { return }
            if let start = service.schedule.lastStart {
                let rest = timing.stable - start.duration(to: .now)
                if rest > .zero { return look(name, after: rest) }
            }
        }
        services[name]?.error = nil
    }

    /// Whether the next attempt waits for its time.
    @inline(never)
    func failed(_ name: ServiceName, _ error: ServiceError) async -> Bool {
        guard let service = services[name] else { return false }
        let failures = service.failures + 1
        services[name]?.failures = failures
        // By kind: the engine's words of the same trouble differ each time.
        if service.error?.type != error.type {
            logger.warning(
                "the service is not as wanted",
                metadata: [
                    "service": "\(name)", "error.type": "\(error.type.rawValue)", "error.message": "\(error.message)",
                ])
            wakeWaiting(for: name)
        }
        services[name]?.error = error
        services[name]?.activity = .idle
        // What is told of the instruction's end shows the service as it is now.
        if engineStatus.connected { await refresh(name) } else { show(name) }
        let goesBack = goesBackWithProject(name) || service.desired.goingBack(because: error) != nil
        if let attempts = error.type.attempts(goesBack: goesBack), failures >= attempts {
            do {
                if try await rollBackProject(because: name, error) { return false }
                if try await rollBack(name, error) { return false }
                try await end(name, error: error) { _ in }
            } catch is CancellationError {
                return true  // a new instruction has come meanwhile
            } catch {
                logger.error("the store cannot be written", metadata: ["error.message": "\(error)"])
            }
        }
        // Without an engine its return is what wakes the service; who interrupts the work does so himself.
        guard engineStatus.connected, !Task.isCancelled else { return true }
        retry(name, after: delay(name, after: error, failures))
        show(name)
        return true
    }

    private func delay(_ name: ServiceName, after error: ServiceError, _ failures: Int) -> Duration {
        switch error.type {
        case .exited, .unhealthy:
            // The next start waits for its own time.
            let now = MonotonicInstant.now
            return max(.zero, now.duration(to: services[name]?.schedule.due(at: now) ?? now))
        case .imageNotFound, .imagePullFailed, .registryUnauthorized, .registryTLS, .registryUnreachable, .noSpace,
            .pullStalled, .portInUse, .nameConflict, .noResources, .invalidConfig,
            .engineUnavailable, .engineTimeout, .unknownService, .unknownAction, .setAside, .dependency:
            return RetryDelay.after(failures: failures, cap: retryCap, using: &generator)
        }
    }

    /// Ends the instructions of a version that did not become what it was to be, and goes back to the one before; false
    /// when there is none.
    private func rollBack(_ name: ServiceName, _ error: ServiceError) async throws -> Bool {
        guard let desired = services[name]?.desired, let back = desired.goingBack(because: error) else { return false }
        let told = ServiceError(error.type, "\(error.message); the version before is put back")
        try await end(name, error: told) { $0 = back }
        FaultPoint.reached("deploy.rolled_back", "\(name)#\(desired.revision)")
        services[name]?.failures = 0
        services[name]?.record.gaveUp()
        services[name]?.error = nil
        services[name]?.schedule = RestartSchedule()
        memories.note(name, .soon)
        services[name]?.mustLookAgain = true
        show(name)
        logger.warning(
            "the version before is put back",
            metadata: [
                "service": "\(name)", "error.type": "\(error.type.rawValue)", "error.message": "\(error.message)",
            ])
        return true
    }

    func cancelRetry(_ name: ServiceName) {
        services[name]?.retry?.cancel()
        services[name]?.retry = nil
        services[name]?.nextAttempt = nil
    }

    /// Works on the service again later, and says when.
    func retry(_ name: ServiceName, after delay: Duration) {
        look(name, after: delay)
        services[name]?.nextAttempt = Timestamp.after(delay)
    }

    private func look(_ name: ServiceName, after delay: Duration) {
        services[name]?.retry?.cancel()
        services[name]?.retry = EventLoop.main.schedule(after: delay) { [weak self] in
            self?.services[name]?.retry = nil
            self?.wake(name)
        }
    }

    /// Puts the end of all pending instructions of a service into the outbox.
    func end(
        _ name: ServiceName, error: ServiceError?, _ body: (inout DesiredService) -> Void
    ) async throws {
        guard let before = services[name]?.desired else { return }
        var desired = before
        var change = StoreChange()
        finish(desired, error, services[name]?.status, in: &change)
        if let last = desired.pending.last { services[name]?.ended = (last.id, error == nil ? .success : .failed) }
        desired.pending = []
        body(&desired)
        desired.pending = []
        services[name]?.desired = desired
        change.saved.append(desired)
        let completed = error == nil ? completion(of: desired) : []
        for member in completed { services[member.name]?.desired = member }
        change.saved += completed
        do {
            try await store.commit(change)
        } catch {
            services[name]?.desired.pending = before.pending
            throw error
        }
        show(name)
        if !completed.isEmpty { wakeWaiting(for: name) }
        if !change.finals.isEmpty { onFinal() }
    }

    @inline(never)
    func forget(_ desired: DesiredService) async throws {
        if !hasSiblings(desired) { try await executor.releaseNetworks(of: desired) }
        if desired.nudge == .removeVolumes { try await executor.removeVolumes(of: desired) }
        var change = StoreChange()
        finish(desired, nil, nil, in: &change)
        change.removed = [desired.name]
        // No other member of its project waits for this one's part from here on: else neither told the end.
        services[desired.name]?.desired.pending = []
        do {
            try await store.commit(change)
        } catch {
            services[desired.name]?.desired.pending = desired.pending
            throw error
        }
        guard let service = services.removeValue(forKey: desired.name) else { return }
        service.resumeWaiters(with: nil)
        wakeWaiting(for: desired.name)
        try await completeUpdate(afterRemovalOf: desired)
        var last = ServiceView.status(desired, .idle, nil, created: nil, error: nil)
        last.status = .removed
        onStatus(last)
        if !change.finals.isEmpty { onFinal() }
        logger.info("removed", metadata: ["service": "\(desired.name)"])
    }
}
