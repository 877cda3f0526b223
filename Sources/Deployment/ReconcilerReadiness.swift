import DockerEngine
import EventLoop
import Logging
import NodeProtocol

/// Waiting for a started container to become what it is to be, and noticing what was changed by hand.
extension Reconciler {
    private static let shortestLook = Duration.milliseconds(50)
    private static let longestLook = Duration.seconds(1)

    /// Returns when the container is ready. Throws `exited` or `unhealthy` when it is not going to be.
    @inline(never)
    func awaitReady(_ id: String, _ desired: DesiredService) async throws {
        let name = desired.name
        setActivity(name, .starting)
        let timing = timing.adapted(to: desired.spec.update)
        let begun = MonotonicInstant.now
        var running: (start: String, since: MonotonicInstant)?
        var pause = Self.shortestLook
        while true {
            let container = try await executor.observe(id, desired)
            let now = MonotonicInstant.now
            if let container, container.state == .running {
                // A start by somebody else begins a new life.
                if running?.start != container.startedAt { running = (container.startedAt, now) }
            } else {
                running = nil
            }
            let runningFor = running?.since.duration(to: now) ?? .zero
            switch Readiness.judge(
                container, desired.spec.container.restart, running: runningFor, waited: begun.duration(to: now), timing)
            {
            case .ready:
                services[name]?.ready = id
                var ready = container
                ready?.isReady = true
                note(MemberCondition(ready, isProven: true), of: name)
                return
            case .failed(let error): throw error
            case .notYet: break
            }
            var next = pause
            if running != nil, container?.health == nil {
                next = max(Self.shortestLook, min(timing.stable - runningFor, Self.longestLook))
            }
            try await LoopActor.sleep(for: next)
            pause = min(pause * 2, Self.longestLook)
        }
    }

    /// What is there, with what only this process knows of it.
    @inline(never)
    func observe(_ desired: DesiredService) async throws -> ActualService {
        let actual = marked(try await executor.observe(desired), desired)
        guard DeploymentPlan.needsNewContainer(desired, actual) else { return actual }
        let complete = try await executor.observeNeeds(of: desired, actual)
        return complete.own.count == actual.own.count ? complete : marked(complete, desired)
    }

    private func marked(_ observed: ActualService, _ desired: DesiredService) -> ActualService {
        var actual = observed
        guard let service = services[desired.name] else { return actual }
        actual.restarts = service.schedule.restarts
        for index in actual.own.indices {
            let container = actual.own[index]
            actual.own[index].isReady = service.ready == container.id
            actual.own[index].isSpoiled = service.spoiled == container.id
        }
        let main = actual.main(of: desired)
        let isCurrent = main?.labels[OwnershipLabels.configHash] == desired.hash || desired.wanted != .running
        note(MemberCondition(isCurrent ? main : nil, isProven: desired.isProven), of: desired.name)
        noteHeld(actual, of: desired.name)
        actual.isAwaited = isAwaitedByOthers(desired)
        guard let main else { return actual }
        let limits = main.limits.hashValue
        if service.limits?.id != main.id { services[desired.name]?.limits = (main.id, limits) }
        if let applied = services[desired.name]?.limits?.applied, applied != limits {
            services[desired.name]?.spoiled = main.id
            logger.notice("the limits of a container were changed by hand", metadata: ["service": "\(desired.name)"])
            for index in actual.own.indices where actual.own[index].id == main.id { actual.own[index].isSpoiled = true }
        }
        return actual
    }

    /// A container whose network was removed and made anew cannot be started any more: another takes its place.
    func replaceIfUnstartable(_ id: String, _ desired: DesiredService, after error: EngineError) async -> Bool {
        guard let status = error.status, status == 404 || status >= 500,
            let hasNetworks = try? await executor.hasNetworks(desired), !hasNetworks
        else { return false }
        services[desired.name]?.spoiled = id
        return true
    }
}
