import DockerEngine
import NodeProtocol

/// Which of the containers with this node's label are removed because nobody has a use for them. Pure.
///
/// Left over is what no service of the node has to do with and what does not run: a container that the engine was still
/// asked to make when its service was removed, or one whose labels cannot be read. What runs is never touched.
struct LeftoverContainers: Equatable {
    private(set) var removals: [ContainerSummary] = []
    /// How long each of the others has been left over now, by id.
    private(set) var unused: [String: Duration] = [:]

    /// - Parameters:
    ///   - containers: All that have the node's label.
    ///   - unused: As the last time had it.
    ///   - elapsed: Since then.
    init(
        _ containers: [ContainerSummary], services: Set<ServiceName>, unused: [String: Duration], elapsed: Duration,
        isDiskFull: Bool, _ settings: CollectionSettings
    ) {
        var times = LeftoverTimes(unused, elapsed: elapsed)
        for container in containers where Self.isLeftOver(container, services) {
            let limit = isDiskFull ? settings.shortestUnusedTime : settings.unusedTime
            if times.isDue(container.id, after: min(limit, settings.unusedTime)) { removals.append(container) }
        }
        self.unused = times.kept
    }

    private static func isLeftOver(_ container: ContainerSummary, _ services: Set<ServiceName>) -> Bool {
        switch container.state {
        case .created, .exited, .dead: break
        case .running, .restarting, .paused, .removing: return false
        }
        let name = container.labels[OwnershipLabels.service].flatMap { try? ServiceName($0) }
        return name.map { !services.contains($0) } ?? true
    }
}
