import EventLoop
import NodeProtocol

/// Works out what instructions change, one after the other, without changing anything yet.
struct InstructionBatch {
    fileprivate(set) var change = StoreChange()
    /// By instruction id.
    private(set) var errors: [String: ServiceError] = [:]
    fileprivate var services: [ServiceName: DesiredService]
    fileprivate var names: Set<ServiceName> = []

    init(_ services: [ServiceName: DesiredService]) { self.services = services }

    /// What is wanted now of the services that were changed.
    var changed: [DesiredService] { names.sorted().compactMap { services[$0] } }

    mutating func take(_ result: Result<Instruction, RejectedInstruction>) {
        change.applied.append(result.id)
        defer { change.saved = changed }
        switch result {
        case .failure(let rejected):
            errors[rejected.id] = rejected.error
            change.end(rejected.id, rejected.action, of: rejected.service ?? .unnamed, rejected.error)
        case .success(let instruction):
            let name = instruction.service
            do throws(ServiceError) {
                if try takeForProject(instruction) { return }
                guard let desired = try DesiredService.applying(instruction, to: services[name]) else {
                    return change.end(instruction.id, instruction.action.name, of: name, nil)
                }
                services[name] = desired
                names.insert(name)
            } catch {
                errors[instruction.id] = error
                change.end(instruction.id, instruction.action.name, of: name, error)
            }
        }
    }
}

extension InstructionBatch {
    /// What an instruction for a compose project changes of its members; false for one that is for a service alone.
    private mutating func takeForProject(_ instruction: Instruction) throws(ServiceError) -> Bool {
        let project = instruction.service
        let single = services[project].flatMap { $0.wanted == .removed ? nil : $0 }
        let members = services.values.filter { $0.spec.member?.project == project && $0.wanted != .removed }
        try checkOrigin(of: instruction, among: members + (single.map { [$0] } ?? []))
        switch instruction.action {
        case .deployProject(let specs), .updateProject(let specs):
            guard single == nil else {
                throw ServiceError(.nameConflict, "\(project) is a service of one container: remove it first")
            }
            let previous = previousVersions(of: project)
            let leaving = services.values.filter { $0.spec.member?.project == project && previous?[$0.name] != nil }
            try take(specs, instruction, present: (members + leaving).map(\.name))
            note(previous, in: project)
            return true
        case .deploy, .update(.some):
            guard members.isEmpty else {
                throw ServiceError(.nameConflict, "\(project) is a compose project: remove it first")
            }
            if let owner = services[project]?.spec.member?.project, services[project]?.wanted != .removed {
                throw ServiceError(.nameConflict, "\(project) belongs to the compose project \(owner)")
            }
            return false
        case .start, .stop, .restart, .update(nil), .remove:
            guard single == nil, !members.isEmpty else { return false }
            if instruction.action != .remove, let unreadable = members.lazy.compactMap(\.unreadable).first {
                throw unreadable
            }
            let previous = instruction.action == .update(nil) ? previousVersions(of: project) : nil
            for member in members { try change(member.name, by: instruction) }
            if instruction.action == .update(nil) { note(previous, in: project) }
            return true
        }
    }

    /// What the services of a project go back to when an update fails that begins now. Nil: to nothing, because it is the
    /// first version, or not all of it has ever been as wanted.
    private func previousVersions(of project: ServiceName) -> [ServiceName: PreviousVersion]? {
        let members = services.values.filter { $0.spec.member?.project == project }
        // An update that is under way is replaced by this one, and begins where that began.
        if members.contains(where: { $0.previous != nil && $0.wanted != .removed }) {
            return Dictionary(
                uniqueKeysWithValues: members.compactMap { member in member.previous.map { (member.name, $0) } })
        }
        let present = members.filter { $0.wanted != .removed }
        guard !present.isEmpty, present.allSatisfy({ $0.isProven && $0.unreadable == nil }) else {
            return nil
        }
        return Dictionary(uniqueKeysWithValues: present.map { ($0.name, .version(GoodVersion(of: $0))) })
    }

    private mutating func note(_ previous: [ServiceName: PreviousVersion]?, in project: ServiceName) {
        for (name, service) in services where service.spec.member?.project == project && names.contains(name) {
            services[name]?.previous = previous.map { $0[name] ?? .absent }
        }
    }

    /// What comes from a file is changed by that file alone, and a file changes nothing that comes from elsewhere.
    private mutating func checkOrigin(
        of instruction: Instruction, among present: [DesiredService]
    ) throws(ServiceError) {
        let name = instruction.service
        switch (instruction.action, instruction.origin) {
        case (.start, _), (.stop, _), (.restart, _), (.update(nil), _): return
        case (.deploy, .request), (.deployProject, .request), (.update, .request), (.updateProject, .request),
            (.remove, .request):
            guard let other = present.first(where: \.isFromDirectory) else { return }
            let project = other.spec.member?.project ?? name
            throw ServiceError(.nameConflict, "\(project) comes from a file in SERVICES_DIR: change or remove that")
        case (_, .directory(let hash)):
            guard present.allSatisfy(\.isFromDirectory) else {
                throw ServiceError(.nameConflict, "\(name) was deployed by an instruction: remove it first")
            }
            change.directoryHashes[name] = hash
        }
    }

    private mutating func take(
        _ specs: [ServiceSpec], _ instruction: Instruction, present: [ServiceName]
    ) throws(ServiceError) {
        for spec in specs {
            guard let other = services[spec.name], other.wanted != .removed,
                other.spec.member?.project != instruction.service
            else { continue }
            let owner = other.spec.member.map { "the compose project \($0.project)" } ?? "a service of one container"
            throw ServiceError(.nameConflict, "\(spec.name) is the name of \(owner) already")
        }
        let pulls = if case .updateProject = instruction.action { true } else { false }
        for spec in specs {
            let own = Instruction(
                id: instruction.id, service: spec.name, action: pulls ? .update(spec) : .deploy(spec),
                origin: instruction.origin)
            try change(spec.name, by: own, of: instruction.service)
        }
        for name in Set(present).subtracting(specs.map(\.name)).sorted() {
            try change(
                name, by: Instruction(id: instruction.id, service: name, action: .remove), of: instruction.service)
        }
    }

    private mutating func change(
        _ name: ServiceName, by instruction: Instruction, of project: ServiceName? = nil
    ) throws(ServiceError) {
        services[name] = try DesiredService.applying(
            instruction, to: services[name], in: project ?? instruction.service)
        names.insert(name)
    }
}

extension Result<Instruction, RejectedInstruction> {
    /// The instruction's id, whatever became of it.
    package var id: String {
        switch self {
        case .success(let instruction): instruction.id
        case .failure(let rejected): rejected.id
        }
    }
}

extension StoreChange {
    /// Puts the end of an instruction into the outbox.
    mutating func end(
        _ id: String, _ action: String?, of service: ServiceName, _ error: ServiceError?,
        _ status: ServiceStatus? = nil
    ) {
        let body = ServiceStatus.finalReport(
            instructionID: id, action: action, error: error, of: status, at: Timestamp.now())
        finals.append((service: service, instructionID: id, body: body))
    }
}
