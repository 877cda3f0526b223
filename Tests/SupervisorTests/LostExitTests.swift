import Glibc
import JSON
import TestSupport
import Testing

/// No end of a daemon is missed, however many there are and however close together; and nothing is left of them.
@Suite(.serialized, .timeLimit(.minutes(8)))
struct LostExitTests {
    @Test func `of twelve hundred daemons killed four at once, none is missed`() async throws {
        // The program is slow to begin: while one is on its way, the next end is already there.
        let daemons = try ScriptedDaemons()
        let supervisor = try await daemons.start("sleep 0.01; say READY=1; rest")
        var before = try await daemons.allReady()
        let restarts = try await daemons.restarts()
        for _ in 0..<300 {
            for pid in before.values { kill(pid, SIGKILL) }
            let dead = before
            before = try await eventually("all four are replaced", within: .seconds(60)) {
                guard let now = try? await daemons.allReady() else { return nil }
                return ScriptedDaemons.names.allSatisfy { now[$0] != dead[$0] } ? now : nil
            }
        }
        #expect(try await daemons.restarts() == restarts.map { $0 + 300 })
        #expect(ProcessFacts.children(of: supervisor).allSatisfy { $0.state != "Z" })
        try await daemons.supervisor.stop()
    }

    /// Daemons that end as soon as they have said that they are ready: most have ended before the supervisor has looked
    /// at them for the first time. A hundred thousand where the machine gets that far in two minutes, 20,000 at least.
    @Test func `a hundred thousand ends at once leave no zombie, descriptor, memory or wake-up behind`() async throws {
        let daemons = try ScriptedDaemons()
        let supervisor = try await daemons.start("say READY=1")
        func restarts(_ count: Int, orSeconds limit: Double = .infinity) async throws {
            let start = MonotonicClock.seconds
            let reached = try await eventually("\(count) restarts", within: .seconds(420)) { () -> Int? in
                try await Task.sleep(for: .milliseconds(200))  // asking costs the supervisor time
                let reached = try await daemons.restarts().reduce(0, +)
                return reached >= count || MonotonicClock.seconds - start > limit ? reached : nil
            }
            print("\(reached) restarts; the last ones took \(Int(MonotonicClock.seconds - start)) s")
        }
        try await restarts(10_000)
        for name in ScriptedDaemons.names { _ = try await daemons.call("supervisor.stop", name) }
        try await allStopped(daemons)
        let descriptors = ProcessFacts.descriptorCount(supervisor)
        let memory = ProcessFacts.residentKilobytes(supervisor)
        for name in ScriptedDaemons.names { _ = try await daemons.call("supervisor.start", name) }
        try await restarts(20_000)
        try await restarts(100_000, orSeconds: 120)
        let all = try await daemons.all()
        #expect(all.allSatisfy { $0["restarts"]?.int ?? 0 > 1000 }, "none is crowded out: \(all)")
        try daemons.write("say READY=1; rest")
        try await daemons.allReady()
        #expect(ProcessFacts.children(of: supervisor).map(\.state).sorted() == ["S", "S", "S", "S"])
        for name in ScriptedDaemons.names { _ = try await daemons.call("supervisor.stop", name) }
        try await allStopped(daemons)
        #expect(ProcessFacts.children(of: supervisor).isEmpty)
        try await eventually("the last client's connection is closed") {
            ProcessFacts.descriptorCount(supervisor) <= descriptors
        }
        #expect(ProcessFacts.residentKilobytes(supervisor) <= memory + 4096)

        // The timers that the last starts have set are the only ones left: at most one wake-up each.
        let wakeUps = ProcessFacts.voluntarySwitches(supervisor)
        let processor = ProcessFacts.processorNanoseconds(supervisor)
        try await Task.sleep(for: .seconds(5))  // the time in which nothing may happen
        #expect(ProcessFacts.voluntarySwitches(supervisor) - wakeUps <= 4)
        #expect(ProcessFacts.processorNanoseconds(supervisor) - processor < 1_000_000)
        try await daemons.supervisor.stop()
    }

    private func allStopped(_ daemons: ScriptedDaemons) async throws {
        try await eventually("all have stopped", within: .seconds(60)) {
            try await daemons.all().allSatisfy { $0["state"] == "stopped" }
        }
    }
}
