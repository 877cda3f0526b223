import DaemonLifecycle
import EventLoop
import Faults
import JSON
import Logging
import NodeProtocol

/// What deployd keeps dying on is set aside, and the rest goes on.
extension Reconciler {
    /// Takes instructions as the conductor gives them, see ``apply(_:)``. The same list may come again and again: those
    /// that were taken before are not looked at, but the conductor is told again how they ended.
    /// - Returns: Whether there were others.
    @discardableResult
    package func apply(delivered list: [JSON]) async throws -> Bool {
        let applied = try await store.applied(among: list.map(Instruction.identifier))
        let new = list.filter { !applied.contains(Instruction.identifier($0)) }
        let told = try await store.tellAgain(repeated.due(applied, now: .now))
        repeated.tell(told, now: .now)
        if !told.isEmpty { onFinal() }
        if new.contains(where: { marks.isSuspect(Instruction.inputKey($0)) }) {
            for instruction in new { try await accept([instruction]) }
        } else {
            try await accept(new)
        }
        return !new.isEmpty
    }

    private func accept(_ list: [JSON]) async throws {
        guard !list.isEmpty else { return }
        let keys = list.map(Instruction.inputKey)
        var marked: [String] = []
        var outcome = InputMarks.Outcome.unfinished
        defer { for key in marked { marks.end(key, outcome) } }
        var parsed: [Result<Instruction, RejectedInstruction>] = []
        for (json, key) in zip(list, keys) {
            guard !marks.isSetAside(key) else {
                parsed.append(.failure(Instruction.setAside(json, because: Self.setAsideMessage)))
                continue
            }
            marks.begin(key)
            marked.append(key)
            FaultPoint.reached("instruction.received", json["service"]?.string ?? "")
            parsed.append(Instruction.parse(json))
        }
        try await apply(parsed)
        for json in list { FaultPoint.reached("instruction.applied", json["service"]?.string ?? "") }
        outcome = .finished
        for key in keys where marks.isSetAside(key) { marks.forget(key) }
    }

    static var setAsideMessage: String {
        "deployd crashed \(InputMarks.limit) times in a row while it worked on this; it is set aside until something new "
            + "is asked for"
    }

    /// Works on one service, marked; on one that may have crashed this daemon only while no other such is worked on.
    func workMarked(on name: ServiceName, _ body: @LoopActor (GatePlace) async throws -> Void) async throws {
        guard let desired = services[name]?.desired else { return }
        if marks.isSuspect(desired.inputKey) {
            try await suspects.pass { try await self.attend(to: name, body) }
        } else {
            try await attend(to: name, body)
        }
    }

    private func attend(to name: ServiceName, _ body: @LoopActor (GatePlace) async throws -> Void) async throws {
        try await attention.pass { place in
            guard let desired = self.services[name]?.desired else { return }
            try await self.marks.during(desired.inputKey) {
                FaultPoint.reached("deploy.begun", "\(desired.name)#\(desired.revision)")
                try await body(place)
            }
        }
    }

    /// Ends the instructions of a service that has crashed this daemon too often, and goes back to its last good version.
    func setAsideIfNeeded(_ name: ServiceName) async throws {
        guard let desired = services[name]?.desired, marks.isSetAside(desired.inputKey) else { return }
        let error = ServiceError(.setAside, Self.setAsideMessage)
        if let project = desired.spec.member?.project, desired.previous != nil {
            marks.forget(desired.inputKey)
            return try await putBack([name] + updated(project).filter { $0 != name }, because: error, at: name)
        }
        let next = desired.settingAside(because: error.message)
        var change = StoreChange()
        finish(desired, error, nil, in: &change)
        change.saved.append(next)
        try await store.commit(change)
        marks.forget(desired.inputKey)
        services[name]?.desired = next
        services[name]?.error = error
        if let last = desired.pending.last { services[name]?.ended = (last.id, .failed) }
        show(name)
        logger.error(
            "a service crashes deployd and is set aside",
            metadata: [
                "service": "\(name)", "revision": "\(desired.revision)",
                "instead": next.setAside == nil ? "its last good version" : "it is left as it is",
            ])
    }
}
