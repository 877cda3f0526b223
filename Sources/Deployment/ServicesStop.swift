import DockerEngine
import EventLoop
import Logging
import NodeProtocol

/// Stopping services with the node.
extension Reconciler {
    /// Stops all containers of this node, those that others need last, and then those of no service that is known, within
    /// one deadline; what has not ended by then is killed. What is wanted stays as it is: the next process starts it again.
    /// Nothing else is done from now on.
    package func stopServices(within deadline: Duration) async {
        await stop()
        let end = MonotonicInstant.now.advanced(by: deadline)
        do {
            let running = try await engine.containers(labels: ["\(OwnershipLabels.worker)=\(node)"])
                .filter { $0.state == .running || $0.state == .paused }
            let byService = Dictionary(grouping: running) { $0.labels[OwnershipLabels.service] ?? "" }
            try await rememberToStart(byService)
            let dependencies = services.mapValues { Set(($0.desired.spec.member?.dependencies ?? [:]).keys) }
            for stage in ShutdownOrder.stages(dependencies) {
                await stop(stage.flatMap { byService[$0.text] ?? [] }, by: end)
            }
            let known = Set(services.keys.map(\.text))
            await stop(byService.filter { !known.contains($0.key) }.flatMap(\.value), by: end)
            logger.info("services are stopped", metadata: ["containers": "\(running.count)"])
        } catch {
            logger.error("services cannot be stopped", metadata: ["error.message": "\(error)"])
        }
    }

    /// One that is not started again when it ends by itself would stay down.
    private func rememberToStart(_ running: [String: [ContainerSummary]]) async throws {
        var change = StoreChange()
        for (name, service) in services
        where running[name.text] != nil && service.desired.wanted == .running && service.desired.unreadable == nil {
            var desired = service.desired
            if desired.nudge == .none { desired.nudge = .start }
            change.saved.append(desired)
        }
        try await store.commit(change)
    }

    /// Side by side; each has its own grace, as far as the deadline leaves it.
    private func stop(_ containers: [ContainerSummary], by end: MonotonicInstant) async {
        // The loop below waits for these tasks.
        let tasks = containers.map { container in Task { @LoopActor in await stop(container, by: end) } }
        for task in tasks { await task.value }
    }

    private func stop(_ container: ContainerSummary, by end: MonotonicInstant) async {
        let name = container.labels[OwnershipLabels.service].flatMap { try? ServiceName($0) }
        let grace = name.flatMap { services[$0]?.desired.spec.container.stopGraceSeconds } ?? 10
        let rest = max(.zero, min(.seconds(grace), MonotonicInstant.now.duration(to: end)))
        do throws(EngineError) {
            try await engine.stop(container.id, grace: rest, timeout: rest)
        } catch {
            logger.warning(
                "a container cannot be stopped",
                metadata: ["container.name": "\(container.name)", "error.message": "\(error)"])
        }
    }
}

/// In which order services are stopped.
enum ShutdownOrder {
    /// Stages: each has services that no service of a later stage needs. A circle comes last, all at once.
    /// - Parameter dependencies: What each service needs.
    static func stages(_ dependencies: [ServiceName: Set<ServiceName>]) -> [[ServiceName]] {
        var stages: [[ServiceName]] = []
        var rest = dependencies
        while !rest.isEmpty {
            let needed = rest.values.reduce(into: Set()) { $0.formUnion($1) }
            let stage = rest.keys.filter { !needed.contains($0) }.sorted()
            guard !stage.isEmpty else { return stages + [rest.keys.sorted()] }
            stages.append(stage)
            for name in stage { rest[name] = nil }
        }
        return stages
    }
}
