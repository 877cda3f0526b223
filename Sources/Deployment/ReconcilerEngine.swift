import DockerEngine
import EventLoop
import JSON
import Logging
import NodeProtocol

/// The link to the engine: lost and found again.
extension Reconciler {
    /// Asks for the engine until it answers, then looks after everything, and from then on after what it tells of.
    package func connect() {
        follow()
        guard !isConnecting else { return }
        isConnecting = true
        engineRetry?.cancel()
        engineRetry = nil
        // Nobody waits for this task; it ends by itself, or with the process.
        Task { @LoopActor in await tryToConnect() }
    }

    private func tryToConnect() async {
        defer { isConnecting = false }
        let restless: [ServiceName]
        do {
            let version = try await engine.connect()
            if !hasAdopted { try await adopt() }
            hasAdopted = true
            restless = try await self.restless()
            engineFailures = 0
            set(EngineStatus(connected: true, version: version.engine, apiVersion: "\(version.api)"))
        } catch {
            return lostEngine((error as? EngineError) ?? .unavailable("\(error)"))
        }
        // What was given up for the engine's sake is tried again, whatever its containers are like.
        for (name, service) in services where service.retry != nil || service.error != nil { wake(name) }
        for name in restless { wake(name) }
        await learnFacts()
    }

    /// What the engine tells of itself is for people: everything works without it.
    private func learnFacts() async {
        do {
            let information = try await engine.information()
            guard engineStatus.connected, case .available(let version) = engine.state else { return }
            var status = engineStatus
            status.information = EngineFacts(information, version, at: engine.address)
            set(status)
        } catch {
            logger.debug("the engine does not tell of itself", metadata: ["error.message": "\(error)"])
        }
    }

    func lostEngine(_ error: EngineError) {
        let isSilent: Bool
        if case .unresponsive = engine.state { isSilent = true } else { isSilent = false }
        set(
            EngineStatus(
                connected: false, state: isSilent ? .unresponsive : .unavailable, reason: error.description))
        engineFailures += 1
        let delay = RetryDelay.after(failures: engineFailures, cap: min(retryCap, .seconds(10)), using: &generator)
        engineRetry?.cancel()
        engineRetry = EventLoop.main.schedule(after: delay) { [weak self] in self?.connect() }
    }

    /// Takes what the client has learnt of the engine, from a ping for one.
    func heard(_ state: EngineState) {
        switch state {
        case .available: if !engineStatus.connected { connect() }
        case .unavailable(let reason):
            if engineStatus.connected { lostEngine(.unavailable(reason)) }
        case .unresponsive(let reason):
            if engineStatus.connected { return lostEngine(.unavailable(reason)) }
            set(EngineStatus(connected: false, state: .unresponsive, reason: reason))
        }
    }

    private func set(_ status: EngineStatus) {
        if status.connected != engineStatus.connected || engineStatus.reason == "not asked yet" {
            if status.connected {
                logger.info(
                    "the container engine answers",
                    metadata: ["version": "\(status.version ?? "")", "api": "\(status.apiVersion ?? "")"])
            } else {
                logger.warning("the container engine does not answer", metadata: ["reason": "\(status.reason ?? "")"])
            }
        }
        var status = status
        status.since = status.state == engineStatus.state ? engineStatus.since ?? Timestamp.now() : Timestamp.now()
        guard status != engineStatus else { return }
        engineStatus = status
        onEngine(status)
    }

    /// Containers of this node that the store does not know come from a lost store: their labels tell what was wanted.
    private func adopt() async throws {
        var change = StoreChange()
        let isSuccessor = { (container: ContainerSummary) in container.name.hasPrefix(ServiceName.successorPrefix) }
        let containers = try await engine.containers(labels: ["\(OwnershipLabels.worker)=\(node)"])
        // A successor tells only when it is alone: which of the two was proven is not known.
        for container in containers.filter({ !isSuccessor($0) }) + containers.filter(isSuccessor) {
            guard let name = container.labels[OwnershipLabels.service].flatMap({ try? ServiceName($0) }),
                services[name] == nil, !change.saved.contains(where: { $0.name == name })
            else { continue }
            guard let config = container.labels[OwnershipLabels.config].flatMap({ try? JSON(parsing: $0) }),
                let spec = try? ServiceSpec(name: name, config: config)
            else {
                logger.error(
                    "a container of this node has no readable configuration; it is left alone",
                    metadata: ["container.name": "\(container.name)"])
                continue
            }
            let isUp = container.state == .running || container.state == .restarting
            var desired = DesiredService(spec: spec, wanted: isUp ? .running : .stopped)
            desired.hash = container.labels[OwnershipLabels.configHash] ?? desired.hash
            change.saved.append(desired)
            logger.notice("a service was found again by its container's labels", metadata: ["service": "\(name)"])
        }
        guard !change.saved.isEmpty else { return }
        try await store.commit(change)
        for desired in change.saved {
            services[desired.name] = ServiceEntry(desired)
            try await adoptToken(of: desired)
        }
    }

    /// What runs goes on showing the token that it was given.
    private func adoptToken(of desired: DesiredService) async throws {
        guard let container = try await engine.container(desired.spec.containerName),
            container.labels[OwnershipLabels.worker] == node,
            let token = ServiceEnvironment.token(
                in: container.environment, own: desired.spec.container.environment)
        else { return }
        try await store.adopt(token: token, of: desired.name)
    }
}
