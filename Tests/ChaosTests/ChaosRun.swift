import EventLoop
import JSON
import TestSupport

/// One run: faults on a node in rounds, everything watched meanwhile, and after each round a look whether the node has
/// come to rest.
struct ChaosRun: Sendable {
    private let chaos: ChaosNode
    private let journal: FaultJournal
    private let verdict: Verdict
    private let injector: FaultInjector
    private let load: HealthLoad
    private let machine = MachineLoad()
    private let heartbeats: HeartbeatMonitor
    private let processes: ProcessMonitor

    /// From the end of the last fault to `online`.
    private static let recovery = Duration.seconds(5)
    /// After this long nobody waits any more; what takes longer than it should is told with its time.
    private static let patience = Duration.seconds(60)

    init(_ chaos: ChaosNode, _ journal: FaultJournal, _ verdict: Verdict) {
        self.chaos = chaos
        self.journal = journal
        self.verdict = verdict
        injector = FaultInjector(chaos, journal)
        load = HealthLoad(port: chaos.node.port)
        heartbeats = HeartbeatMonitor(chaos.node)
        processes = ProcessMonitor(chaos.control)
    }

    func carryOut(_ schedule: FaultSchedule) async throws {
        let descriptors = try await restingDescriptors()
        let incarnation = try await chaos.web.incarnation()
        machine.start()
        load.start()
        async let heartbeatWatch: Void = heartbeats.run()
        async let processWatch: Void = processes.run()
        do {
            try await withThrowingTaskGroup(of: Void.self) { lasting in
                for (index, round) in schedule.rounds.enumerated() {
                    await inflict(round, lasting: &lasting)
                    try await expectRest(after: index + 1)
                    verdict.require(try await chaos.web.incarnation() == incarnation, "the service was touched")
                }
                try await lasting.waitForAll()
            }
            try await load.stop()
            try await expectRest(after: 0)
            try await expectDescriptors(descriptors)
            verdict.require(try await chaos.web.incarnation() == incarnation, "the service was touched")
        } catch {
            verdict.record("\(error)")
        }
        try await load.stop()
        heartbeats.stop()
        processes.stop()
        machine.stop()
        _ = await (heartbeatWatch, processWatch)
        judge()
    }

    // MARK: Faults

    /// Returns when the faults of the round are over, but for one that outlasts rounds. The last comes when all others
    /// are over, so that the way back begins with it.
    private func inflict(_ round: [FaultSchedule.Step], lasting: inout ThrowingTaskGroup<Void, any Error>) async {
        await withTaskGroup(of: Void.self) { group in
            for step in round {
                if step.number == round.last?.number { await group.waitForAll() }
                try? await Task.sleep(for: step.pause)
                if step.fault.duration >= FaultSchedule.longLock {
                    lasting.addTask { await injector.inflict(step) }
                } else {
                    group.addTask { await injector.inflict(step) }
                }
            }
        }
    }

    // MARK: What must be so between rounds

    private func expectRest(after round: Int) async throws {
        let begin = MonotonicInstant.now
        var trouble: [String] = []
        var online: MonotonicInstant?
        while true {
            let now = MonotonicInstant.now
            if let what = await chaos.trouble() {
                online = nil
                if trouble.last != what { trouble.append(what) }
                guard begin.duration(to: now) < Self.patience else { break }
            } else {
                let since = online ?? now
                online = since
                if since.duration(to: now) > .seconds(1) { break }  // and it stays so
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        let time = begin.duration(to: online ?? .now)
        let allowed = Self.recovery + machine.delay(from: begin, to: .now)
        tell("chaos: round \(round): online \(time.seconds) s after its last fault")
        let told = "\(time) until online, \(allowed) allowed:\n\(trouble.joined(separator: "\n"))"
        verdict.require(online != nil && time <= allowed, "round \(round): \(told)")
        if let page = try await injector.settleDeployments() {
            try await chaos.side.waitForPage(page)
            let count = try await chaos.side.containerCount()
            verdict.require(count == 1, "round \(round): \(count) containers of the service that was updated")
        }
    }

    /// Connections that a process may keep for another use, and happened not to have before.
    private static let keptConnections = 2

    /// Descriptors while nothing happens and nobody asks, at most, by role.
    private func restingDescriptors() async throws -> [String: Int] {
        var most: [String: Int] = [:]
        for _ in 0..<10 {
            most.merge(await chaos.descriptorCounts()) { max($0, $1) }
            try await Task.sleep(for: .milliseconds(200))
        }
        return most
    }

    private func expectDescriptors(_ before: [String: Int]) async throws {
        var after: [String: Int] = [:]
        do {
            try await eventually("no process has more descriptors open than before", within: .seconds(60)) {
                after = await chaos.descriptorCounts()
                return after.allSatisfy { $0.value <= (before[$0.key] ?? 0) + Self.keptConnections }
            }
        } catch {
            let open = await chaos.descriptors(of: after.filter { $0.value > before[$0.key] ?? 0 }.keys.sorted())
            throw NodeWithService.Unexpected("\(error): \(before) before, \(after) now:\n\(open)")
        }
        tell(
            "chaos: descriptors \(before.sorted { $0.key < $1.key }) before, \(after.sorted { $0.key < $1.key }) after")
    }

    // MARK: What must have been so throughout

    private func judge() {
        let counts = load.counts
        tell(
            """
            chaos: \(counts.sent) requests, \(counts.answered) answered, slowest \(counts.slowest.seconds) s, \
            \(counts.broken) broken off, \(counts.silent) silent, \(counts.refused) refused, \
            other statuses \(counts.otherStatuses)
            chaos: \(heartbeats.count) signs of life at the conductor
            """)
        if let last = counts.lastRefusal {
            let faults = journal.text(from: last.advanced(by: .seconds(-3)), to: last)
            verdict.record(
                "\(counts.refused) connections were refused, the last at \(journal.time(last)) s, after\n\(faults)")
        }
        verdict.require(counts.failures.isEmpty, "requests failed: \(counts.failures)")
        verdict.require(counts.otherStatuses.isEmpty, "/health answered \(counts.otherStatuses)")
        verdict.require(counts.answered * 2 > counts.sent, "the API answered \(counts.answered) of \(counts.sent)")
        verdict.require(heartbeats.failures.isEmpty, "the conductor failed: \(heartbeats.failures)")
        verdict.require(heartbeats.workers == [chaos.worker], "one node, and the workers \(heartbeats.workers)")
        for gap in heartbeats.gaps.sorted(by: { $0.length > $1.length }).prefix(5) {
            let allowed = ChaosNode.bound.allowed(gap, journal, machine)
            let place = "\(gap.length.seconds) s from \(journal.time(gap.begin)) s on, \(allowed.seconds) s allowed"
            tell("chaos: no heartbeat for \(place)")
        }
        for gap in heartbeats.gaps {
            let allowed = ChaosNode.bound.allowed(gap, journal, machine)
            guard gap.length > allowed else { continue }
            verdict.record(
                """
                no heartbeat for \(gap.length.seconds) s from \(journal.time(gap.begin)) s on, \(allowed.seconds) s \
                allowed, in the time of
                \(journal.text(from: gap.begin.advanced(by: .seconds(-1)), to: gap.end))
                """)
        }
        verdict.require(processes.looks > 0 && processes.zombies.isEmpty, "zombies: \(processes.zombies)")
        let failed = journal.entries.filter { $0.failure != nil }
        verdict.require(failed.isEmpty, "faults that could not be inflicted: \(failed)")
    }
}
