import Doctor
import EventLoop
import NodeProtocol
import StatusCache
import Synchronization

/// Examines the node for the API: what the daemons last wrote and this machine's own files. It waits for no other daemon,
/// and neither for a disk nor for a name server longer than a moment.
package final class NodeDoctor: Sendable {
    private struct State {
        var last: (diagnosis: Diagnosis, at: MonotonicInstant)?
        /// Who wants the diagnosis that is being made.
        var waiting: [CheckedContinuation<Diagnosis, Never>] = []
    }

    /// How long a diagnosis is given out again.
    private static let goodFor = Duration.seconds(5)
    private static let patience = Duration.seconds(2)

    private let plan: NodePlan
    private let collector = FactCollector()
    private let lookup = NameLookup()
    private let state = Mutex(State())

    package init(_ plan: NodePlan) { self.plan = plan }

    /// - Parameter look: What the node's programs last said.
    func diagnosis(
        _ look: @escaping @Sendable () async -> (snapshot: StatusSnapshot, supervisor: SupervisorView)
    ) async -> Diagnosis {
        await withCheckedContinuation { continuation in
            let (known, mustBegin) = state.withLock { state -> (Diagnosis?, Bool) in
                if let last = state.last, last.at.duration(to: .now) < Self.goodFor { return (last.diagnosis, false) }
                state.waiting.append(continuation)
                return (nil, state.waiting.count == 1)
            }
            if let known { continuation.resume(returning: known) }
            // All who are waiting wait for this task; each of its steps has a deadline.
            if mustBegin { Task { self.finish(await self.examine(look)) } }
        }
    }

    private func examine(
        _ look: @Sendable () async -> (snapshot: StatusSnapshot, supervisor: SupervisorView)
    ) async -> Diagnosis {
        let (snapshot, supervisor) = await look()
        let now = MonotonicInstant.now
        let answer = supervisor.isStale(at: now) ? nil : supervisor.answer
        async let name = lookup.look(up: plan, within: Self.patience)
        let local = await collector.facts(
            plan, engine: snapshot.engine?.value.information, supervisor: answer?.pid, hasPort: true,
            within: Self.patience)
        return Examination(
            plan: plan, snapshot: snapshot, subsystems: answer?.subsystems, supervisorFailure: supervisor.failure,
            local: local, name: await name
        ).diagnosis(at: now)
    }

    private func finish(_ diagnosis: Diagnosis) {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            state.last = (diagnosis, .now)
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: diagnosis) }
    }
}
