import DockerEngine
import EventLoop
import NodeProtocol

/// Performs steps on the engine.
@LoopActor
package final class PlanExecutor {
    private let engine: EngineClient
    private let node: String
    private let pulls = Gate(width: 3)
    private let networks = Gate(width: 1)

    package init(engine: EngineClient, node: String) {
        self.engine = engine
        self.node = node
    }

    /// What the engine has of a service now.
    package func observe(_ desired: DesiredService) async throws(EngineError) -> ActualService {
        let containers = try await engine.containers()
        let hasImage =
            desired.wanted == .running ? try await engine.image(desired.spec.container.image) != nil : true
        return ActualService(of: desired.name, node: node, in: containers, hasImage: hasImage)
    }

    /// Pulls the service's image and returns its id. A failure is looked into: the registry tells by status code
    /// whether the image is there.
    package func pull(
        _ desired: DesiredService, onProgress: @escaping @LoopActor (PullProgress) -> Void
    ) async throws -> String {
        let image = desired.spec.container.image
        let credentials = desired.spec.credentials
        do {
            try await pulls.pass { try await self.engine.pull(image, credentials, onProgress: onProgress) }
        } catch let error as EngineError {
            let plain = ServiceError(error, during: .pull)
            guard plain.type == .imagePullFailed else { throw error == .cancelled ? CancellationError() : plain }
            // Whether the question succeeds or not, the pull failed: only "absent" makes it another error.
            guard case .absent? = try? await engine.registryAnswer(for: image, credentials) else { throw plain }
            throw ServiceError(.imageNotFound, plain.message)
        }
        guard let details = try await engine.image(image) else {
            throw ServiceError(.imagePullFailed, "\(image) was pulled and is not here")
        }
        return details.id
    }

    /// Makes the service's next container, with its networks; its id.
    package func create(_ desired: DesiredService) async throws -> String {
        let image = desired.spec.container.image
        guard let imageID = try await engine.image(image)?.id else {
            throw ServiceError(.imageNotFound, "\(image) is not on this host any more")
        }
        if case .named(let networks) = desired.spec.container.network {
            for network in networks { try await ensureNetwork(network.name) }
        }
        var configuration = desired.spec.container
        configuration.labels.merge(OwnershipLabels.labels(node: node, desired, imageID: imageID)) { $1 }
        return try await engine.createContainer(name: desired.name.successorName, configuration)
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
    package func remove(_ id: String) async throws(EngineError) { try await engine.remove(id) }

    package func promote(_ id: String, _ desired: DesiredService) async throws(EngineError) {
        try await engine.rename(id, to: desired.name.containerName)
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
