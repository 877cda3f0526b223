import JSON
import NodeProtocol

/// What a service is to be, as the store keeps it.
package struct DesiredService: Sendable, Equatable {
    package enum Wanted: String, Sendable, CaseIterable { case running, stopped, removed }

    /// What an instruction asks for once, beyond a state that lasts.
    package enum Nudge: String, Sendable, CaseIterable {
        case none
        /// Start it also when it had ended by itself.
        case start
        case restart
        /// Of one to be removed: the project's volumes go with it.
        case removeVolumes = "remove_volumes"
    }

    /// An instruction whose end is still to be told.
    package struct Pending: Sendable, Equatable {
        package let id: String
        package let action: String
        /// The compose project that the instruction was for; nil: this service alone. It ends when all members have.
        package let project: ServiceName?
        package init(id: String, action: String, project: ServiceName? = nil) {
            self.id = id
            self.action = action
            self.project = project
        }
    }

    package var spec: ServiceSpec
    /// ``ServiceSpec/hash`` at the time of the instruction. Kept, so that a later version of this program that hashes
    /// differently does not replace what runs.
    package var hash: String
    package var wanted: Wanted
    package var nudge = Nudge.none
    /// Pull before deciding whether the container is up to date.
    package var mustPull = false
    /// The image that was pulled for this configuration; nil: whichever was here.
    package var imageID: String?
    package var pending: [Pending] = []
    /// Counts the instructions that changed it.
    package var revision = 0
    /// As it last was when everything was as wanted.
    package var good: GoodVersion?
    /// While an update of its compose project is under way that may have to be put back as a whole.
    package var previous: PreviousVersion?
    /// Why the version asked for last was given up for the one before; nil after the next instruction.
    package var rolledBack: ServiceError?
    /// Its file in `SERVICES_DIR` says what it is; nobody else changes that.
    package var isFromDirectory = false
    /// Why it is left alone until the next instruction; nil when it is looked after.
    package var setAside: String?

    package var name: ServiceName { spec.name }

    /// Why nothing is done about it until the next instruction; nil when it is looked after. Its removal takes nothing that
    /// is not known.
    package var leftAlone: ServiceError? {
        if let unreadable, wanted != .removed { return unreadable }
        return setAside.map { ServiceError(.setAside, $0) }
    }

    /// Why it can be deployed anew or removed, and nothing else; nil for a service whose configuration is known.
    var unreadable: ServiceError? {
        spec.unreadable.map {
            ServiceError(
                .invalidConfig,
                "this version cannot read the configuration that an earlier one has stored (\($0)): \(name) is left as it "
                    + "runs; deploy it again, or remove it")
        }
    }

    package init(spec: ServiceSpec, wanted: Wanted) {
        self.spec = spec
        hash = spec.hash
        self.wanted = wanted
    }
}

extension DesiredService {
    /// How many unfinished instructions of one service are told apart; beyond that the oldest are not reported.
    private static let pendingLimit = 50

    /// What `current` becomes by an instruction. Nil: there is nothing to remove. Throws `unknown_service`.
    ///
    /// An instruction that comes while an earlier one is being carried out replaces its goal; both end together.
    package static func applying(
        _ instruction: Instruction, to current: DesiredService?, in project: ServiceName? = nil
    ) throws(ServiceError) -> DesiredService? {
        // What is being removed is known no longer, except to be removed.
        let known = current?.wanted == .removed ? nil : current
        var next: DesiredService
        switch instruction.action {
        case .deploy(let spec):
            next = replacing(known, by: spec)
            next.mustPull = spec.pullPolicy == .always || spec.pullPolicy == .ifNewer
        case .update(let spec):
            guard let spec = spec ?? known?.spec else { throw unknown(instruction.service) }
            if let unreadable = known?.unreadable, spec == known?.spec { throw unreadable }
            next = replacing(known, by: spec)
            next.mustPull = spec.pullPolicy != .never
        case .deployProject, .updateProject:
            throw ServiceError(.invalidConfig, "\(instruction.service) is a compose project")
        case .start, .restart:
            guard let known else { throw unknown(instruction.service) }
            if let unreadable = known.unreadable { throw unreadable }
            next = known
            next.wanted = .running
            next.previous = known.previous?.wanting(.running)
            next.nudge = instruction.action == .restart || known.nudge == .restart ? .restart : .start
        case .stop:
            guard let known else { throw unknown(instruction.service) }
            if let unreadable = known.unreadable { throw unreadable }
            next = known
            next.wanted = .stopped
            next.previous = known.previous?.wanting(.stopped)
            next.nudge = .none
        case .remove:
            guard let current else { return nil }
            next = current
            next.wanted = .removed
            next.previous = nil
            next.nudge = instruction.removesVolumes ? .removeVolumes : .none
        }
        switch instruction.action {
        case .deploy, .update(.some): next.isFromDirectory = instruction.origin != .request
        case .start, .stop, .restart, .remove, .update(nil), .deployProject, .updateProject: break
        }
        next.setAside = nil
        next.rolledBack = nil
        next.pending =
            (current?.pending ?? []) + [Pending(id: instruction.id, action: instruction.action.name, project: project)]
        next.pending = next.pending.suffix(pendingLimit)
        next.revision = (current?.revision ?? 0) + 1
        return next
    }

    private static func replacing(_ current: DesiredService?, by spec: ServiceSpec) -> DesiredService {
        var next = DesiredService(spec: spec, wanted: .running)
        if let current, current.hash == next.hash { next.imageID = current.imageID }
        next.nudge = .start
        next.good = current?.good
        next.previous = current?.previous
        return next
    }

    private static func unknown(_ name: ServiceName) -> ServiceError {
        ServiceError(.unknownService, "there is no service \(name)")
    }
}
