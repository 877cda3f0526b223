import Faults
import Logging
import NodeProtocol

/// The update of a compose project as a whole: it has come to its end when every service is proven, or all of them go
/// back together.
extension Reconciler {
    /// The services that have a part in an update of this project.
    func updated(_ project: ServiceName) -> [ServiceName] {
        services.filter { $0.value.desired.spec.member?.project == project && $0.value.desired.previous != nil }
            .map(\.key).sorted()
    }

    /// What is saved when the update of a project has come to its end: nothing is left to go back to. Nothing to be saved
    /// while it has not.
    /// - Parameter desired: What one of its services is from now on.
    func completion(of desired: DesiredService) -> [DesiredService] {
        guard let project = desired.spec.member?.project else { return [] }
        let members = updated(project).compactMap { $0 == desired.name ? desired : services[$0]?.desired }
        guard !members.isEmpty, !members.contains(where: \.isBeingUpdated) else { return [] }
        return members.map { member in
            var member = member
            member.previous = nil
            return member
        }
    }

    /// Ends the update of the service's project when this service was the last one.
    func completeUpdate(of name: ServiceName) async throws {
        guard let desired = services[name]?.desired, desired.spec.member != nil else { return }
        var change = StoreChange()
        change.saved = completion(of: desired)
        guard !change.saved.isEmpty else { return }
        for member in change.saved { services[member.name]?.desired = member }
        try await store.commit(change)
        wakeWaiting(for: name)
    }

    /// The same after one of its services has been removed.
    func completeUpdate(afterRemovalOf desired: DesiredService) async throws {
        guard let project = desired.spec.member?.project, let other = updated(project).first else { return }
        try await completeUpdate(of: other)
    }

    /// What no longer belongs to a project goes when the others are as wanted, for it may have to stay: nil when its time
    /// has come.
    func unfinishedUpdate(of desired: DesiredService) -> ServiceError? {
        guard desired.wanted == .removed, desired.previous != nil, let project = desired.spec.member?.project,
            let other = updated(project).first(where: { services[$0]?.desired.isBeingUpdated == true })
        else { return nil }
        return ServiceError(.dependency, "it is removed when \(other) is as wanted")
    }

    /// Whether the service's failure now would end the update of its project.
    func goesBackWithProject(_ name: ServiceName) -> Bool {
        guard let desired = services[name]?.desired else { return false }
        guard let project = desired.spec.member?.project, desired.wanted == .running, desired.previous != nil,
            !desired.pending.isEmpty, desired.spec.update.rollsBack
        else { return false }
        return updated(project).allSatisfy { services[$0]?.desired.previous?.isReadable == true }
    }

    /// Ends the instruction that has updated a project, because of one service of it, and puts back all that it has
    /// changed; false where there is nothing to go back to.
    func rollBackProject(because name: ServiceName, _ error: ServiceError) async throws -> Bool {
        guard goesBackWithProject(name), let project = services[name]?.desired.spec.member?.project else {
            return false
        }
        // An instruction that comes first interrupts this, and is what counts then.
        try await applying.pass {
            let others = self.updated(project).filter { $0 != name }
            self.held.formUnion(others)
            defer {
                self.held.subtract(others)
                for other in others { self.wake(other) }
            }
            for other in others { await self.interrupt(other) }
            try await self.putBack([name] + others, because: error, at: name)
        }
        services[name]?.mustLookAgain = true
        logger.warning(
            "the project's version before is put back",
            metadata: [
                "project": "\(project)", "service": "\(name)", "error.type": "\(error.type.rawValue)",
                "error.message": "\(error.message)",
            ])
        return true
    }

    /// In one durable step: a crash finds all of the services in the one version, or all in the other. Nobody works on
    /// them meanwhile.
    func putBack(_ names: [ServiceName], because error: ServiceError, at cause: ServiceName) async throws {
        let told = ServiceError(error.type, "\(error.message); the project's version before is put back")
        let failed = Set((services[cause]?.desired.pending ?? []).map(\.id))
        var change = StoreChange()
        var back: [DesiredService] = []
        for name in names {
            guard let service = services[name] else { continue }
            let desired = service.desired
            finish(desired, told, name == cause ? service.status : nil, in: &change)
            if let id = desired.pending.last?.id ?? service.ended?.id, failed.contains(id) {
                service.ended = (id, .failed)
            }
            service.desired.pending = []
            let reason = name == cause ? error : ServiceError(error.type, "\(cause): \(error.message)")
            if let next = desired.goingBackWithProject(because: reason) { back.append(next) }
        }
        change.saved += back  // what was saved before of the same services does not count
        try await store.commit(change)
        FaultPoint.reached("deploy.rolled_back", "\(cause)")
        for next in back {
            services[next.name]?.desired = next
            services[next.name]?.failures = 0
            services[next.name]?.record.gaveUp(for: next.name == cause ? nil : cause)
            services[next.name]?.error = nil
            services[next.name]?.schedule = RestartSchedule()
            memories.note(next.name, .soon)
            show(next.name)
        }
        if !change.finals.isEmpty { onFinal() }
    }
}
