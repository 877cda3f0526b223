import DockerEngine
import Logging

/// Containers and networks with this node's label that no service has to do with any more.
extension LeftoverCollector {
    func collectContainers(_ elapsed: Duration, _ disk: ImageCollection.Disk?) async throws {
        let containers = try await engine.containers(labels: ["\(OwnershipLabels.worker)=\(reconciler.node)"])
        let known = try await store.leftoverContainers()
        let leftovers = LeftoverContainers(
            containers, services: reconciler.knownServices, unused: known, elapsed: elapsed,
            isDiskFull: disk.map { $0.usedFraction >= settings.highWatermark } ?? false, settings)
        if leftovers.unused != known { try await store.setLeftoverContainers(leftovers.unused) }
        for container in leftovers.removals {
            try Task.checkCancellation()
            // It may have been started meanwhile, or be a service's now.
            guard let now = try await engine.container(container.id), now.state != .running,
                !reconciler.isKnown(now.labels[OwnershipLabels.service])
            else { continue }
            try await engine.remove(container.id)
            removed += 1
            logger.notice("a left-over container is removed", metadata: ["container.name": "\(container.name)"])
        }
    }

    /// Networks of this node that no service wants and no container is in, for two rounds.
    func collectNetworks() async throws {
        let own = try await engine.networks(labels: ["\(OwnershipLabels.worker)=\(reconciler.node)"])
        let wanted = reconciler.wantedNetworks
        let unused = own.filter { !wanted.contains($0.name) }
        for network in unused where unusedNetworks.contains(network.id) {
            guard try await engine.removeNetwork(network.id) == .removed else { continue }
            removed += 1
            logger.notice("an unused network is removed", metadata: ["network": "\(network.name)"])
        }
        unusedNetworks = Set(unused.map(\.id))
    }
}
