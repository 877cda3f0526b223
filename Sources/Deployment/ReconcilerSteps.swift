import DockerEngine
import EventLoop
import Logging
import NodeProtocol

/// The steps of a plan, one by one, as they are asked of the engine.
extension Reconciler {
    /// Performs one step and counts it. True when the service is no more.
    @inline(never)
    func measured(_ step: DeploymentStep, _ name: ServiceName, _ actual: ActualService) async throws -> Bool {
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
    @inline(never)
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
                let wishes = services[name]?.restartWishes
                try await executor.restart(id, desired)
                // Killed between the two, deployd restarts all of them once more.
                try await restartUsers(of: name, except: Set(desired.pending.map(\.id)))
                try await fulfilled(name, wishes)
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

    @inline(never)
    private func start(_ id: String, _ desired: DesiredService) async throws {
        begin(desired.name)
        services[desired.name]?.schedule.started(at: .now)
        let wishes = services[desired.name]?.restartWishes
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
        try await fulfilled(desired.name, wishes)
    }

    /// The service was started or restarted as asked for; a wish that came while the engine was at it is another one.
    private func fulfilled(_ name: ServiceName, _ wishes: Int?) async throws {
        guard services[name]?.restartWishes == wishes else { return }
        try await change(name) { $0.nudge = .none }
    }

    @inline(never)
    private func restartOrReplace(_ id: String, _ desired: DesiredService) async throws {
        do throws(EngineError) {
            try await executor.restart(id, desired)
        } catch {
            guard await replaceIfUnstartable(id, desired, after: error) else { throw error }
            throw ServiceError(.engineTimeout, error.description)
        }
    }

    @inline(never)
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

    @inline(never)
    private func pull(_ desired: DesiredService) async throws {
        let name = desired.name
        logger.info(
            "pulling", metadata: ["service": "\(name)", "container.image.name": "\(desired.spec.container.image)"])
        setActivity(name, .pulling(PullProgress()))
        var telling = PullTelling(begun: .now)
        // A pull that stands still is shown as far as it has come.
        var late: LoopTimer?
        defer { late?.cancel() }
        let imageID = try await pullOrKeep(desired) { [weak self] progress in
            self?.services[name]?.activity = .pulling(progress)
            let due = telling.due(at: .now)
            late?.cancel()
            if due.shows {
                self?.show(name)
            } else {
                late = EventLoop.main.schedule(after: telling.untilNextShowing(at: .now)) { self?.show(name) }
            }
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
                metadata: ["service": "\(desired.name)", "error.message": "\(error.message)"])
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
