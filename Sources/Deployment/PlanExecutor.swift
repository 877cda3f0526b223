import DockerEngine
import EventLoop
import NodeProtocol

/// Performs steps on the engine.
@LoopActor
package final class PlanExecutor {
    private let engine: EngineClient
    private let node: String
    private let puller: ImagePuller
    /// What containers are told of the node, beside their own environment.
    var environment: @LoopActor (ServiceName) async throws -> ServiceEnvironment? = { _ in nil }
    private let networks = Gate(width: 1)

    init(engine: EngineClient, node: String, puller: ImagePuller) {
        self.engine = engine
        self.node = node
        self.puller = puller
    }

    /// What the engine has of a service now.
    package func observe(_ desired: DesiredService) async throws(EngineError) -> ActualService {
        var actual = ActualService()
        let labels = ["\(OwnershipLabels.worker)=\(node)", "\(OwnershipLabels.service)=\(desired.name)"]
        for summary in try await engine.containers(labels: labels) {
            guard let container = try await observe(summary.id, desired) else { continue }
            actual.own.append(container)
        }
        guard desired.wanted == .running else { return actual }
        let main = actual.main(of: desired)
        guard
            main?.labels[OwnershipLabels.configHash] != desired.hash || main?.isSpoiled == true
                || main?.labels[OwnershipLabels.imageID] != desired.imageID
        else { return actual }
        for name in [desired.spec.containerName, desired.name.successorName]
        where !actual.own.contains(where: { $0.name == name }) {
            guard let details = try await engine.container(name) else { continue }
            // One that was made since the list was is no stranger.
            let isOwn =
                details.labels[OwnershipLabels.worker] == node
                && details.labels[OwnershipLabels.service] == desired.name.text
            if isOwn { actual.own.append(ActualContainer(details)) } else { actual.foreign = ActualContainer(details) }
        }
        actual.hasImage = try await image(of: desired) != nil
        return actual
    }

    /// One container; nil when it is gone.
    package func observe(_ id: String, _ desired: DesiredService) async throws(EngineError) -> ActualContainer? {
        guard let details = try await engine.container(id) else { return nil }
        var container = ActualContainer(details)
        if case .named(let networks) = desired.spec.container.network {
            container.missingNetworks = networks.map(\.name).filter { details.networks[$0] == nil }
        }
        return container
    }

    /// The id of the image that the service's next container is made of: the one it had before while that is here, else
    /// what its name means here.
    package func image(of desired: DesiredService) async throws(EngineError) -> String? {
        if let id = desired.imageID, try await engine.image(id: id) != nil { return id }
        return try await engine.image(desired.spec.container.image)?.id
    }

    /// Whether all networks that the service's containers are to be in are there.
    package func hasNetworks(_ desired: DesiredService) async throws(EngineError) -> Bool {
        guard case .named(let networks) = desired.spec.container.network else { return true }
        for network in networks where try await engine.network(named: network.name) == nil { return false }
        return true
    }

    /// Pulls the service's image and returns its id, see ``ImagePuller``.
    package func pull(
        _ desired: DesiredService, onProgress: @escaping @LoopActor (PullProgress) -> Void
    ) async throws -> String {
        try await puller.pull(desired.spec.container.image, desired.spec.credentials, onProgress: onProgress)
    }

    /// Makes the service's next container of the image with that id, with its networks; its id.
    package func create(_ desired: DesiredService, imageID: String) async throws -> String {
        try await ensureSurroundings(of: desired)
        var configuration = desired.spec.container
        // Its name may mean another image by now.
        if let image = ImageReference(imageID), try await engine.image(configuration.image)?.id != imageID {
            configuration.image = image
        }
        // deployd starts it again, with its own delays and in its own order.
        configuration.restart = .no
        if let told = try await environment(desired.name) {
            configuration.environment = told.added(to: configuration.environment)
        }
        configuration.labels.merge(OwnershipLabels.labels(node: node, desired, imageID: imageID)) { $1 }
        let id = try await engine.createContainer(name: desired.name.successorName, configuration)
        guard let files = desired.spec.member?.files, !files.isEmpty else { return id }
        do throws(EngineError) {
            try await engine.put(files, into: id, at: "/")
        } catch {
            try? await engine.remove(id)  // the first failure is what the caller needs to know
            throw error
        }
        return id
    }

    /// Networks and volumes that the service's container needs.
    private func ensureSurroundings(of desired: DesiredService) async throws {
        guard let member = desired.spec.member else {
            guard case .named(let networks) = desired.spec.container.network else { return }
            for network in networks { try await ensureNetwork(network.name) }
            return
        }
        for network in member.networks { try await ensure(network) }
        for volume in member.volumes { try await ensure(volume) }
    }

    private func ensure(_ network: ProjectMember.Network) async throws {
        var configuration = network.configuration
        guard !network.isExternal else {
            guard try await engine.network(named: configuration.name) != nil else {
                throw ServiceError(
                    .invalidConfig, "the external network \(configuration.name) is not there: make it first")
            }
            return
        }
        configuration.labels[OwnershipLabels.worker] = node
        try await networks.pass { [configuration] in _ = try await self.engine.ensureNetwork(configuration) }
    }

    private func ensure(_ volume: ProjectMember.Volume) async throws {
        var configuration = volume.configuration
        guard !volume.isExternal else {
            guard try await engine.volume(configuration.name) != nil else {
                throw ServiceError(
                    .invalidConfig, "the external volume \(configuration.name) is not there: make it first")
            }
            return
        }
        configuration.labels[OwnershipLabels.worker] = node
        _ = try await engine.ensureVolume(configuration)
    }

    /// Networks are made when they are first wanted, one after the other: the engine allows two of one name.
    private func ensureNetwork(_ name: String) async throws {
        try await networks.pass {
            guard try await self.engine.networkLabels(name) == nil else { return }
            try await self.engine.createNetwork(name, labels: [OwnershipLabels.worker: self.node])
        }
    }

    package func stop(_ id: String, _ desired: DesiredService) async throws(EngineError) {
        try await engine.stop(id, grace: grace(of: desired))
    }

    package func restart(_ id: String, _ desired: DesiredService) async throws(EngineError) {
        try await engine.restart(id, grace: grace(of: desired))
    }

    package func start(_ id: String) async throws(EngineError) { try await engine.start(id) }
    package func resume(_ id: String) async throws(EngineError) { try await engine.unpause(id) }
    package func takeOver(_ id: String) async throws(EngineError) { try await engine.setRestartPolicy(.no, of: id) }

    package func attach(_ id: String, to name: String, _ desired: DesiredService) async throws {
        try await ensureSurroundings(of: desired)
        guard case .named(let networks) = desired.spec.container.network,
            let network = networks.first(where: { $0.name == name })
        else { return }
        try await engine.connect(id, to: network)
    }

    package func remove(_ id: String) async throws(EngineError) { try await engine.remove(id) }

    package func promote(_ id: String, _ desired: DesiredService) async throws(EngineError) {
        try await engine.rename(id, to: desired.spec.containerName)
    }

    /// Removes those of the service's volumes that were made for its project and that no container uses. What the last
    /// user has is thereby removed with that.
    package func removeVolumes(of desired: DesiredService) async throws(EngineError) {
        for volume in desired.spec.member?.volumes ?? [] where !volume.isExternal {
            let name = volume.configuration.name
            guard try await engine.volume(name)?.labels[OwnershipLabels.worker] == node else { continue }
            _ = try await engine.removeVolume(name)
        }
    }

    /// Removes those of the service's networks that are this node's and that nobody uses.
    package func releaseNetworks(of desired: DesiredService) async throws(EngineError) {
        guard case .named(let networks) = desired.spec.container.network else { return }
        for network in networks where try await engine.networkLabels(network.name)?[OwnershipLabels.worker] == node {
            try await engine.removeUnusedNetwork(network.name)
        }
    }

    private func grace(of desired: DesiredService) -> Duration {
        .seconds(desired.spec.container.stopGraceSeconds ?? 10)
    }
}
