import DockerEngine
import NodeProtocol

/// One thing to do to the engine. Containers are named by id; a plan's own new one is ``ContainerTarget/created``.
package enum DeploymentStep: Sendable, Equatable {
    case pull
    /// Makes the service's next container under its successor name.
    case create
    case stop(String)
    case remove(String)
    /// Gives the successor the service's name.
    case promote(ContainerTarget)
    case start(ContainerTarget)
    case restart(String)
    /// Nothing is left of a service to be removed: drop it from the store.
    case forget
}

package enum ContainerTarget: Sendable, Equatable {
    case existing(String)
    case created
}

/// What the engine has of one service.
package struct ActualService: Sendable, Equatable {
    /// The containers with this node's labels and this service's.
    package var own: [ContainerSummary]
    /// A container of others under one of the names that this service's containers have.
    package var foreign: ContainerSummary?
    /// Whether the wanted image is on this host.
    package var hasImage: Bool

    package init(own: [ContainerSummary] = [], foreign: ContainerSummary? = nil, hasImage: Bool = true) {
        self.own = own
        self.foreign = foreign
        self.hasImage = hasImage
    }

    /// Picks one service's out of all containers of the engine.
    package init(of name: ServiceName, node: String, in containers: [ContainerSummary], hasImage: Bool) {
        let isOwn = { (container: ContainerSummary) in
            container.labels[OwnershipLabels.worker] == node
                && container.labels[OwnershipLabels.service] == name.text
        }
        own = containers.filter(isOwn)
        foreign = containers.first {
            ($0.name == name.containerName || $0.name == name.successorName) && !isOwn($0)
        }
        self.hasImage = hasImage
    }

    /// The container that is the service.
    package func main(of name: ServiceName) -> ContainerSummary? { own.first { $0.name == name.containerName } }
}

/// What is to be done so that a service becomes what is wanted.
///
/// The steps may be cut off after any of them, by a crash for one: a new plan, made from what is there then, leads to
/// the same end, with exactly one container or none. After the steps of a plan comes another plan, until one is empty.
package enum DeploymentPlan: Sendable, Equatable {
    case steps([DeploymentStep])
    /// Nothing can be done before something else changes; nothing has been touched.
    case blocked(ServiceError)

    package static func make(_ desired: DesiredService, _ actual: ActualService) -> DeploymentPlan {
        switch desired.wanted {
        case .running: run(desired, actual)
        case .stopped: stop(desired, actual)
        case .removed: .steps(actual.own.flatMap(discard) + [.forget])
        }
    }

    private static func run(_ desired: DesiredService, _ actual: ActualService) -> DeploymentPlan {
        if desired.mustPull { return .steps([.pull]) }
        let main = actual.main(of: desired.name)
        guard let main, isCurrent(main, desired) else { return replace(main, desired, actual) }
        let leftovers = actual.own.filter { $0.id != main.id }.flatMap(discard)
        return .steps(leftovers + wake(main, desired))
    }

    private static func wake(_ main: ContainerSummary, _ desired: DesiredService) -> [DeploymentStep] {
        switch main.state {
        case .running, .restarting, .paused: return desired.nudge == .restart ? [.restart(main.id)] : []
        case .created: return [.start(.existing(main.id))]
        case .exited, .dead, .removing:
            // A container that has ended by itself and is not to be kept up stays ended until someone asks.
            let isKeptUp = desired.spec.container.restart == .always || desired.spec.container.restart == .unlessStopped
            return desired.nudge != .none || isKeptUp ? [.start(.existing(main.id))] : []
        }
    }

    /// The successor is made while the old container still runs, then takes its place.
    private static func replace(
        _ main: ContainerSummary?, _ desired: DesiredService, _ actual: ActualService
    ) -> DeploymentPlan {
        if let foreign = actual.foreign {
            return .blocked(
                ServiceError(
                    .nameConflict,
                    "the name \(foreign.name) belongs to container \(foreign.id.prefix(12)), which is not this node's"))
        }
        guard actual.hasImage else {
            guard desired.spec.pullPolicy == .never else { return .steps([.pull]) }
            let image = desired.spec.container.image
            return .blocked(ServiceError(.imageNotFound, "\(image) is not on this host, and pull_policy is never"))
        }
        let successor = actual.own.first {
            $0.name == desired.name.successorName && $0.state == .created && isCurrent($0, desired)
        }
        let leftovers = actual.own.filter { $0.id != main?.id && $0.id != successor?.id }
        let target = successor.map { ContainerTarget.existing($0.id) } ?? .created
        return .steps(
            leftovers.flatMap(discard) + (successor == nil ? [.create] : []) + (main.map(discard) ?? [])
                + [.promote(target), .start(target)])
    }

    private static func stop(_ desired: DesiredService, _ actual: ActualService) -> DeploymentPlan {
        let main = actual.main(of: desired.name)
        let leftovers = actual.own.filter { $0.id != main?.id }.flatMap(discard)
        guard let main, isUp(main) else { return .steps(leftovers) }
        return .steps(leftovers + [.stop(main.id)])
    }

    private static func discard(_ container: ContainerSummary) -> [DeploymentStep] {
        isUp(container) ? [.stop(container.id), .remove(container.id)] : [.remove(container.id)]
    }

    private static func isUp(_ container: ContainerSummary) -> Bool {
        switch container.state {
        case .running, .restarting, .paused: true
        case .created, .exited, .dead, .removing: false
        }
    }

    /// Whether the container was made from what is wanted. `dead` and `removing` are no containers any more.
    private static func isCurrent(_ container: ContainerSummary, _ desired: DesiredService) -> Bool {
        guard container.state != .dead, container.state != .removing,
            container.labels[OwnershipLabels.configHash] == desired.hash
        else { return false }
        guard let imageID = desired.imageID else { return true }
        return container.labels[OwnershipLabels.imageID] == imageID
    }
}
