import DockerEngine

/// A container as it was when the work on its service last came to its end, as far as a list of containers tells.
struct RestedContainer: Hashable {
    let id: String
    let name: String
    let state: ContainerState
    let isUnhealthy: Bool
    let networks: Set<String>

    init(_ container: ActualContainer) {
        id = container.id
        name = container.name
        state = container.state
        isUnhealthy = container.health == .unhealthy
        networks = container.networks
    }

    init(_ container: ContainerSummary) {
        id = container.id
        name = container.name
        state = container.state
        isUnhealthy = container.isUnhealthy
        networks = container.networks
    }

    /// The same for the same containers in any order, within this process. It is kept of each service in their place.
    static func fingerprint(of containers: [RestedContainer]) -> Int { Set(containers).hashValue }
}
