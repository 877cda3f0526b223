import DockerEngine

/// A container as it was when the work on its service last came to its end, as far as a list of containers tells.
struct RestedContainer: Equatable {
    let name: String
    let state: ContainerState
    let isUnhealthy: Bool
    let networks: Set<String>

    init(_ container: ActualContainer) {
        name = container.name
        state = container.state
        isUnhealthy = container.health == .unhealthy
        networks = container.networks
    }

    init(_ container: ContainerSummary) {
        name = container.name
        state = container.state
        isUnhealthy = container.isUnhealthy
        networks = container.networks
    }
}
