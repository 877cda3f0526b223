import ComposeFile
import DockerEngine
import EventLoop
import NodeProtocol

/// What a service of a compose project is to those that need it.
struct MemberCondition: Sendable, Equatable {
    var isUp = false
    var isStarted = false
    var isReady = false
    var hasCompleted = false

    init() {}

    /// - Parameter isProven: its version has been seen to be what it is to be.
    init(_ main: ActualContainer?, isProven: Bool) {
        guard let main else { return }
        isUp = main.isUp
        hasCompleted = main.state == .exited && main.exitCode == 0
        isStarted = isUp || hasCompleted
        isReady = isUp && (main.health == .healthy || main.health == nil && (main.isReady || isProven))
    }

    func meets(_ condition: ComposeDependency.Condition) -> Bool {
        switch condition {
        case .started: isStarted
        case .healthy: isReady
        case .completedSuccessfully: hasCompleted
        }
    }
}

/// Services of one compose project: what waits for what, and when an instruction for all of them has ended.
extension Reconciler {
    /// Why the service cannot be started, or stopped, yet; nil when it can.
    func unmetDependency(of desired: DesiredService) -> ServiceError? {
        desired.wanted == .running
            ? unmetNeed(of: desired) ?? unfinishedLeaving(before: desired)
            : unfinishedUser(of: desired) ?? unfinishedUpdate(of: desired)
    }

    private func unmetNeed(of desired: DesiredService) -> ServiceError? {
        for (name, dependency) in (desired.spec.member?.dependencies ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard let other = services[name] else {
                guard dependency.isRequired else { continue }
                return ServiceError(.dependency, "it needs \(name), which is not there")
            }
            guard !other.condition.meets(dependency.condition) else { continue }
            guard dependency.isRequired || !other.hasFailed else { continue }
            let what =
                switch dependency.condition {
                case .started: "to be started"
                case .healthy: "to be healthy"
                case .completedSuccessfully: "to end with status 0"
                }
            return ServiceError(.dependency, "it waits for \(name) \(what)")
        }
        return nil
    }

    /// Services that need this one are stopped before it.
    func unfinishedUser(of desired: DesiredService) -> ServiceError? {
        let user = services.first { _, other in
            other.desired.spec.member?.dependencies[desired.name] != nil && other.desired.wanted != .running
                && other.condition.isUp
        }
        return user.map { ServiceError(.dependency, "it waits for \($0.key) to be stopped") }
    }

    /// Notes what a service is now to those that wait for it.
    func note(_ condition: MemberCondition, of name: ServiceName) {
        guard let service = services[name], service.condition != condition else { return }
        services[name]?.condition = condition
        wakeWaiting(for: name)
    }

    func wakeWaiting(for name: ServiceName) {
        for (other, service) in services where other != name && service.error?.type == .dependency { wake(other) }
    }

    /// Restarts those that ask for it when a service that they need was replaced, or restarted by an instruction.
    /// - Parameter instructions: Those of them that one of these concerns, are left to that.
    func restartUsers(of name: ServiceName, except instructions: Set<String> = []) async throws {
        for (user, service) in services
        where service.desired.spec.member?.dependencies[name]?.restarts == true && service.condition.isUp
            && service.desired.wanted == .running && !service.isConcerned(by: instructions)
        {
            service.restartWishes += 1
            try await change(user) { $0.nudge = .restart }
            wake(user)
        }
    }

    /// Whether other services of its project are left.
    func hasSiblings(_ desired: DesiredService) -> Bool {
        guard let project = desired.spec.member?.project else { return false }
        return services.contains { $0.key != desired.name && $0.value.desired.spec.member?.project == project }
    }

    /// Puts the end of a service's instructions into the outbox. That of one for a whole project comes with the last
    /// member that succeeds, or with the first that fails; then the others' part in it is over too.
    func finish(
        _ desired: DesiredService, _ error: ServiceError?, _ status: ServiceStatus?, in change: inout StoreChange
    ) {
        for pending in desired.pending {
            guard let project = pending.project else {
                change.end(pending.id, pending.action, of: desired.name, error, status)
                continue
            }
            let others = services.filter { name, other in
                name != desired.name && other.desired.pending.contains { $0.id == pending.id }
            }.map(\.key)
            guard let error else {
                if others.isEmpty { change.end(pending.id, pending.action, of: project, nil) }
                continue
            }
            let named = ServiceError(error.type, "\(desired.name): \(error.message)")
            change.end(pending.id, pending.action, of: project, named)
            for other in others {
                services[other]?.desired.pending.removeAll { $0.id == pending.id }
                services[other]?.ended = (pending.id, .failed)
                if let saved = services[other]?.desired { change.saved.append(saved) }
            }
        }
    }
}
