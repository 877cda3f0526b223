import DockerEngine
import NodeProtocol

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

    /// Whether a plan makes a new container, and so depends on image and names.
    static func needsNewContainer(_ desired: DesiredService, _ actual: ActualService) -> Bool {
        guard desired.wanted == .running else { return false }
        guard let main = actual.main(of: desired) else { return true }
        return !isCurrent(main, desired)
    }

    private static func run(_ desired: DesiredService, _ actual: ActualService) -> DeploymentPlan {
        let main = actual.main(of: desired)
        if desired.mustPull {
            // What there is goes on until there is something else, also after the host was restarted without a network.
            // That may also be another new version, which has the ports of the old one.
            let isAnyUp = actual.own.contains(where: \.isUp)
            let old = main.flatMap { isGoodAndDown($0, desired) && !isAnyUp ? $0 : nil }
            return .steps((old.map { [.start(.existing($0.id))] } ?? []) + [.pull])
        }
        guard let main, isCurrent(main, desired) else { return replace(main, desired, actual) }
        let leftovers = actual.own.filter { $0.id != main.id }.flatMap(discard)
        return .steps(leftovers + keep(main, desired, actual))
    }

    private static func isGoodAndDown(_ main: ActualContainer, _ desired: DesiredService) -> Bool {
        guard let good = desired.good, good.wanted == .running, main.state == .exited else { return false }
        return main.labels[OwnershipLabels.configHash] == good.hash
    }

    // MARK: The container that is as wanted

    private static func keep(
        _ main: ActualContainer, _ desired: DesiredService, _ actual: ActualService
    ) -> [DeploymentStep] {
        let start: [DeploymentStep] = [.start(.existing(main.id)), .awaitReady(.existing(main.id))]
        switch main.state {
        case .running, .restarting: return keepUp(main, desired)
        case .paused: return [.resume(main.id)]
        case .created: return start
        case .exited, .dead, .removing:
            if desired.nudge != .none { return start }
            if isStartedAgain(main, desired.spec.container.restart, actual.restarts) {
                return [.revive(main.id)] + proof(main, desired)
            }
            // A container that has ended and is to stay so: was it what it was to be?
            return desired.pending.isEmpty ? [] : proof(main, desired)
        }
    }

    private static func keepUp(_ main: ActualContainer, _ desired: DesiredService) -> [DeploymentStep] {
        if desired.nudge == .restart { return [.restart(main.id), .awaitReady(.existing(main.id))] }
        var steps: [DeploymentStep] = main.isRestartedByEngine ? [.takeOver(main.id)] : []
        steps += main.missingNetworks.map { .attach(main.id, network: $0) }
        if main.health == .unhealthy, desired.spec.isRestartedWhenUnhealthy { steps.append(.revive(main.id)) }
        return steps + proof(main, desired)
    }

    private static func proof(_ main: ActualContainer, _ desired: DesiredService) -> [DeploymentStep] {
        desired.isProven || main.isReady ? [] : [.awaitReady(.existing(main.id))]
    }

    private static func isStartedAgain(_ main: ActualContainer, _ policy: RestartPolicy, _ restarts: Int) -> Bool {
        switch policy {
        case .no: false
        case .always, .unlessStopped: true
        case .onFailure(let maximum): main.exitCode != 0 && (maximum == 0 || restarts < maximum)
        }
    }

    // MARK: Another container in its place

    private static func replace(
        _ main: ActualContainer?, _ desired: DesiredService, _ actual: ActualService
    ) -> DeploymentPlan {
        if let foreign = actual.foreign {
            return .blocked(
                ServiceError(
                    .nameConflict,
                    "the name \(foreign.name) belongs to container \(foreign.id.prefix(12)), which is not this node's"))
        }
        let successor = successor(of: main, desired, actual)
        let leftovers = actual.own.filter { $0.id != main?.id && $0.id != successor?.id }.flatMap(discard)
        guard let main else {
            // What is there already was renamed, or is to be: what is done about it then is the next plan's.
            if let successor { return .steps(leftovers + [.promote(.existing(successor.id))]) }
            return create(.own, desired, actual, leftovers) { [.start($0), .awaitReady($0)] }
        }
        if let successor {
            return .steps(leftovers + succeed(main, by: .existing(successor.id), successor, desired, actual.isAwaited))
        }
        return create(.successor, desired, actual, leftovers) {
            succeed(main, by: $0, nil, desired, actual.isAwaited)
        }
    }

    private static func create(
        _ name: NewContainerName, _ desired: DesiredService, _ actual: ActualService, _ before: [DeploymentStep],
        then after: (ContainerTarget) -> [DeploymentStep]
    ) -> DeploymentPlan {
        guard actual.image != nil else {
            guard desired.spec.pullPolicy == .never else { return .steps([.pull]) }
            let image = desired.spec.container.image
            let platform = desired.spec.container.platform.map { " for \($0)" } ?? ""
            return .blocked(
                ServiceError(.imageNotFound, "\(image) is not on this host\(platform), and pull_policy is never"))
        }
        return .steps(before + [.create(name)] + after(.created))
    }

    /// The container made from what is wanted that is to take the place of the main one; of several the one that runs.
    private static func successor(
        of main: ActualContainer?, _ desired: DesiredService, _ actual: ActualService
    ) -> ActualContainer? {
        let candidates = actual.own.filter { $0.id != main?.id && isCurrent($0, desired) }
        return candidates.first(where: \.isUp) ?? candidates.first { $0.name == desired.name.successorName }
            ?? candidates.first
    }

    /// The successor is proven before the old container goes, unless that never was any good, or has what it needs.
    private static func succeed(
        _ main: ActualContainer, by target: ContainerTarget, _ successor: ActualContainer?, _ desired: DesiredService,
        _ isAwaited: Bool
    ) -> [DeploymentStep] {
        let isUp = successor?.isUp ?? false
        let start: [DeploymentStep] = isUp ? [] : [.start(target)]
        let resume: [DeploymentStep] = successor.map { $0.state == .paused ? [.resume($0.id)] : [] } ?? []
        guard let good = desired.good else {
            return discard(main) + [.promote(target)] + resume + start + [.awaitReady(target)]
        }
        let prove: [DeploymentStep] = successor?.isReady == true ? [] : [.awaitReady(target)]
        let known = good.spec.unreadable == nil ? good.spec : nil
        // It need not be of the good version: a newer one may have been proven, and not yet have taken its place.
        let isInTheWay = isAwaited || UpdateOrder.overlap(desired.spec.container.ports, main.ports)
        let order = isInTheWay ? .stopFirst : UpdateOrder.make(from: known, to: desired.spec)
        let isStoppedFirst = main.isUp && !isUp && order == .stopFirst
        guard isStoppedFirst else { return resume + start + prove + discard(main) + [.promote(target)] }
        return [.stop(main.id)] + start + prove + [.remove(main.id), .promote(target)]
    }

    // MARK: No container

    private static func stop(_ desired: DesiredService, _ actual: ActualService) -> DeploymentPlan {
        let main = actual.main(of: desired)
        let leftovers = actual.own.filter { $0.id != main?.id }.flatMap(discard)
        guard let main, main.isUp else { return .steps(leftovers) }
        return .steps(leftovers + [.stop(main.id)])
    }

    private static func discard(_ container: ActualContainer) -> [DeploymentStep] {
        container.isUp ? [.stop(container.id), .remove(container.id)] : [.remove(container.id)]
    }

    /// Whether the container was made from what is wanted. `dead` and `removing` are no containers any more.
    private static func isCurrent(_ container: ActualContainer, _ desired: DesiredService) -> Bool {
        guard container.state != .dead, container.state != .removing, !container.isSpoiled,
            container.labels[OwnershipLabels.configHash] == desired.hash
        else { return false }
        guard let imageID = desired.imageID else { return true }
        return container.labels[OwnershipLabels.imageID] == imageID
    }
}
