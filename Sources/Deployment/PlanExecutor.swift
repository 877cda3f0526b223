import DockerEngine
import EventLoop
import Faults
import ImageNames
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
    /// Networks that were there a moment ago are not asked for again: the services of a project come together. Should one
    /// be gone after all, the container that needs it cannot be started, and is made anew.
    private var networksSeen: [String: MonotonicInstant] = [:]
    private static let moment = Duration.seconds(2)

    init(engine: EngineClient, node: String, puller: ImagePuller) {
        self.engine = engine
        self.node = node
        self.puller = puller
    }

    /// The containers that the engine has of a service now.
    @inline(never)
    package func observe(_ desired: DesiredService) async throws(EngineError) -> ActualService {
        var actual = ActualService()
        for summary in try await engine.containers(labels: labels(of: desired)) {
            guard let details = try await engine.container(summary.id) else { continue }
            actual.add(details, seen(details, desired), desired)
        }
        return actual
    }

    /// Those that all containers of a service have, and no others.
    func labels(of desired: DesiredService) -> [String] {
        ["\(OwnershipLabels.worker)=\(node)", "\(OwnershipLabels.service)=\(desired.name)"]
    }

    /// `actual` with what a new container needs: its image, and its name if that is to be had.
    @inline(never)
    package func observeNeeds(
        of desired: DesiredService, _ actual: ActualService
    ) async throws(EngineError) -> ActualService {
        var actual = actual
        // The name that the next container gets first.
        let name = actual.main(of: desired) == nil ? desired.spec.containerName : desired.name.successorName
        if !actual.own.contains(where: { $0.name == name }), let details = try await engine.container(name) {
            // One that was made since the list was is no stranger.
            let isOwn =
                details.labels[OwnershipLabels.worker] == node
                && details.labels[OwnershipLabels.service] == desired.name.text
            if isOwn {
                actual.add(details, seen(details, desired), desired)
            } else {
                actual.foreign = ActualContainer(details)
            }
        }
        actual.image = try await image(of: desired)
        return actual
    }

    /// One container; nil when it is gone.
    @inline(never)
    package func observe(_ id: String, _ desired: DesiredService) async throws(EngineError) -> ActualContainer? {
        try await engine.container(id).map { seen($0, desired) }
    }

    private func seen(_ details: ContainerDetails, _ desired: DesiredService) -> ActualContainer {
        var container = ActualContainer(details)
        if case .named(let networks) = desired.spec.container.network {
            container.missingNetworks = networks.map(\.name).filter { details.networks[$0] == nil }
        }
        return container
    }

    /// The image that the service's next container is made of: the one it had before while that is here, else what its
    /// name means here. One for another platform than the service names is none.
    package func image(of desired: DesiredService) async throws(EngineError) -> LocalImage? {
        let platform = desired.spec.container.platform.flatMap { ImagePlatform($0) }
        let details = try await engine.image(desired.spec.container.image, for: platform)
        let isRight = details.map { details in
            // What was pulled for this very configuration has been looked at.
            details.id == desired.imageID || platform.map { details.platform.meets($0) } ?? true
        }
        let named = isRight == true ? details.map { LocalImage(id: $0.id, isNamed: true) } : nil
        guard let id = desired.imageID, id != named?.id, try await engine.image(id: id) != nil else { return named }
        return LocalImage(id: id, isNamed: false)
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
        let container = desired.spec.container
        return try await puller.pull(
            container.image, platform: container.platform, desired.spec.credentials, onProgress: onProgress)
    }

    /// Makes the service's next container of that image, with its networks; its id.
    package func create(
        _ desired: DesiredService, as name: NewContainerName, of image: LocalImage
    ) async throws -> String {
        try await ensureSurroundings(of: desired)
        var configuration = desired.spec.container
        if !image.isNamed, let byID = ImageReference(image.id) { configuration.image = byID }
        // deployd starts it again, with its own delays and in its own order.
        configuration.restart = .no
        if let told = try await environment(desired.name) {
            configuration.environment = told.added(to: configuration.environment)
        }
        configuration.labels.merge(OwnershipLabels.labels(node: node, desired, imageID: image.id)) { $1 }
        let containerName =
            switch name {
            case .own: desired.spec.containerName
            case .successor: desired.name.successorName
            }
        let id = try await engine.createContainer(name: containerName, configuration)
        FaultPoint.reached("deploy.made", "\(desired.name)#\(desired.revision)")
        do throws(EngineError) {
            try await fill(id, desired)
        } catch {
            try? await engine.remove(id)  // the first failure is what the caller needs to know
            throw error
        }
        return id
    }

    /// Gives a container the files of its configs and secrets. Those that it has already are replaced.
    package func fill(_ id: String, _ desired: DesiredService) async throws(EngineError) {
        for (directory, files) in desired.spec.member?.files ?? [:] {
            try await engine.put(files, into: id, at: directory)
        }
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
        try await networks.pass { [configuration] in
            guard !self.wasSeen(configuration.name) else { return }
            try await self.engine.ensureNetwork(configuration)
            self.networksSeen[configuration.name] = .now
        }
    }

    private func wasSeen(_ network: String) -> Bool {
        let now = MonotonicInstant.now
        networksSeen = networksSeen.filter { $0.value.duration(to: now) < Self.moment }
        return networksSeen[network] != nil
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
            networksSeen[network.name] = nil
            try await engine.removeUnusedNetwork(network.name)
        }
    }

    private func grace(of desired: DesiredService) -> Duration {
        .seconds(desired.spec.container.stopGraceSeconds ?? 10)
    }
}
