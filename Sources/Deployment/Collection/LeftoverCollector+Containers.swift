import DockerEngine
import Logging

/// Containers and networks with this node's label that no service has to do with any more.
extension LeftoverCollector {
    func collectContainers(_ elapsed: Duration, _ disk: ImageCollection.Disk?) async throws {
        let containers = try await engine.containers(labels: ["\(OwnershipLabels.worker)=\(reconciler.node)"])
        let known = try await store.unused(.containers)
        let leftovers = LeftoverContainers(
            containers, services: reconciler.knownServices, unused: known, elapsed: elapsed,
            isDiskFull: disk.map { $0.usedFraction >= settings.highWatermark } ?? false, settings)
        if leftovers.unused != known { try await store.setUnused(.containers, leftovers.unused) }
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

    func collectNetworks(_ elapsed: Duration) async throws {
        let own = try await engine.networks(labels: ["\(OwnershipLabels.worker)=\(reconciler.node)"])
        let wanted = reconciler.wantedNetworks
        let names = Dictionary(own.filter { !wanted.contains($0.name) }.map { ($0.id, $0.name) }) { $1 }
        let known = try await store.unused(.networks)
        let leftovers = LeftoverNetworks(Array(names.keys), unused: known, elapsed: elapsed, settings)
        if leftovers.unused != known { try await store.setUnused(.networks, leftovers.unused) }
        for id in leftovers.removals {
            try Task.checkCancellation()
            // A service may have come to want it meanwhile. The engine removes none that a container is in.
            guard let name = names[id], !reconciler.wantedNetworks.contains(name),
                try await engine.removeNetwork(id) == .removed
            else { continue }
            removed += 1
            logger.notice("an unused network is removed", metadata: ["network": "\(name)"])
        }
    }
}
