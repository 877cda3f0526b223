import TestSupport
import Testing

/// Random faults against a live node: docs/supervision.md says what is watched and what is promised.
///
/// The faults are a function of the seed: `CHAOS_SEED` repeats them, `CHAOS_FAULTS` sets their number. `CHAOS_LOG` names
/// a file for the node's log.
@Suite(.dockerEngine, .timeLimit(.minutes(15)))
struct ChaosTests {
    @Test func `whatever happens to its parts, the node stays reachable, heard of, and true to its service`()
        async throws
    {
        let plan = ChaosPlan.fromEnvironment()
        tell("chaos: CHAOS_SEED=\(plan.seed) CHAOS_FAULTS=\(plan.faults)")
        let chaos = try await ChaosNode.start()
        let journal = FaultJournal()
        let verdict = Verdict(journal)
        do {
            try await expectClockToBeFollowed(chaos)
            let schedule = FaultSchedule(seed: plan.seed, count: plan.faults)
            try await ChaosRun(chaos, journal, verdict).carryOut(schedule)
        } catch {
            verdict.record("\(error)")
        }
        plan.keep(chaos.node.log)
        if !verdict.isGood { tell("chaos: the node's last words:\n\(chaos.node.log.suffix(6000))") }
        try await chaos.end()
    }

    /// Or stepping it would be no fault.
    private func expectClockToBeFollowed(_ chaos: ChaosNode) async throws {
        let year = try await chaos.year()
        chaos.clock.set(seconds: 315_576_000)
        // An answer may stand for a moment.
        try await eventually("the node is ten years on") { try await chaos.year() == year.map { $0 + 10 } }
        chaos.clock.set(seconds: 0)
    }

    @Test func `the same seed gives the same faults, another seed others`() {
        let schedules = (0..<2).map { _ in FaultSchedule(seed: 7, count: 500).rounds.flatMap(\.self) }
        #expect(schedules[0].map(\.fault) == schedules[1].map(\.fault))
        #expect(schedules[0].map(\.pause) == schedules[1].map(\.pause))
        #expect(schedules[0].count == 500)
        let other = FaultSchedule(seed: 8, count: 500).rounds.flatMap(\.self)
        #expect(schedules[0].map(\.fault) != other.map(\.fault))
    }
}
