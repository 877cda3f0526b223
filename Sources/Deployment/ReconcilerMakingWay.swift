import DockerEngine
import EventLoop
import NodeProtocol

/// What only one container can have, as a host port, goes from one service to another in order: whoever has it lets go
/// of it first, and whoever is to have it waits for that.
extension Reconciler {
    /// How long a port that is in use, and may have been the service's own until now, is tried again before the attempt
    /// has failed: the engine may still carry out what a process before this one has asked for.
    static let patience = Duration.seconds(10)

    // MARK: Who waits

    /// The container of another service that is going to leave and stands in the way of this one's start.
    func unfinishedLeaving(before desired: DesiredService) -> ServiceError? {
        let fixed = desired.spec.container.ports.filter { $0.hostPort != nil }
        for (name, other) in services.sorted(by: { $0.key < $1.key }) where name != desired.name {
            // A project has its end together; nobody else has to wait for what does not get on.
            guard isOneProject(desired, other.desired) || !other.hasFailed else { continue }
            for container in other.leaving {
                if let port = fixed.first(where: { UpdateOrder.overlap([$0], container.ports) })?.hostPort {
                    return ServiceError(.dependency, "it waits for \(name) to let go of port \(port)")
                }
                guard container.isUp, isOneProject(desired, other.desired), other.desired.wanted != .running,
                    UpdateOrder.areExclusive(other.desired.spec, desired.spec)
                else { continue }
                return ServiceError(.dependency, "it waits for \(name) to be stopped")
            }
        }
        return nil
    }

    /// The same for the name of the service's container.
    func unfinishedLeaving(of containerName: String, before desired: DesiredService) -> ServiceError? {
        let owner = services.first { name, other in
            name != desired.name && other.leaving.contains { $0.name == containerName }
        }
        return owner.map { ServiceError(.dependency, "it waits for \($0.key), whose container has its name") }
    }

    // MARK: Who makes way

    /// Whether a service that leaves its project has something that one of the new version needs, or is needed by one
    /// that has. Then its container goes at once; the service is known until its time has come.
    func mustMakeWay(_ desired: DesiredService) -> Bool {
        guard let project = desired.spec.member?.project else { return false }
        let members = updated(project).compactMap { services[$0]?.desired }
        var leaving = members.filter { $0.wanted == .removed }
        let coming = members.filter { $0.wanted == .running }
        var going = leaving.filter { old in coming.contains { isInTheWay(old, of: $0) } }
        // Who needs one of those is stopped before it.
        while true {
            leaving.removeAll { old in going.contains { $0.name == old.name } }
            let users = leaving.filter { old in going.contains { old.spec.member?.dependencies[$0.name] != nil } }
            guard !users.isEmpty else { return going.contains { $0.name == desired.name } }
            going += users
        }
    }

    private func isInTheWay(_ old: DesiredService, of new: DesiredService) -> Bool {
        old.name != new.name
            && (old.spec.containerName == new.spec.containerName || UpdateOrder.areExclusive(old.spec, new.spec))
    }

    /// Whether the service's container has a port that another service of its project is to have: then it is stopped
    /// before there is another in its place, and before the turn of that has come.
    func isAwaitedByOthers(_ desired: DesiredService) -> Bool {
        guard desired.wanted == .running, let leaving = services[desired.name]?.leaving, !leaving.isEmpty else {
            return false
        }
        return services.values.contains { other in
            other.desired.name != desired.name && other.desired.wanted == .running
                && isOneProject(other.desired, desired)
                && leaving.contains { UpdateOrder.overlap(other.desired.spec.container.ports, $0.ports) }
        }
    }

    private func isOneProject(_ one: DesiredService, _ other: DesiredService) -> Bool {
        one.spec.member != nil && one.spec.member?.project == other.spec.member?.project
    }

    // MARK: What is had

    /// Notes what the service's containers have now, and lets those go on that have waited for a change of that.
    func noteHeld(_ actual: ActualService, of name: ServiceName) {
        guard let service = services[name] else { return }
        let held = actual.own.map { HeldContainer($0, of: service.desired) }.sorted { $0.id < $1.id }
        guard service.held != held else { return }
        service.held = held
        wakeWaiting(for: name)
    }

    /// The same when one of them has been stopped or removed.
    func noteReleased(_ id: String, of name: ServiceName, isGone: Bool) {
        guard let service = services[name], let index = service.held.firstIndex(where: { $0.id == id }) else { return }
        let held = service.held[index]
        if isGone { service.held.remove(at: index) } else { service.held[index] = held.stopped }
        let now = MonotonicInstant.now
        released = released.filter { $0.value.duration(to: now) < Self.patience }
        for port in held.ports { released[port] = now }
        wakeWaiting(for: name)
    }

    /// Whether a port that is in use may become free again: the node's services had it a moment ago.
    func maySoonBeFree(_ desired: DesiredService, _ actual: ActualService) -> Bool {
        let now = MonotonicInstant.now
        let fresh = released.filter { $0.value.duration(to: now) < Self.patience }.map(\.key)
        return !actual.own.isEmpty || desired.previous != nil
            || UpdateOrder.overlap(desired.spec.container.ports, fresh)
    }
}
