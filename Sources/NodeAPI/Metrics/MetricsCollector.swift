import EventLoop
import IPC
import Instruments
import JSON
import NodeProtocol
import Synchronization

/// What the other processes count and measure: asked for every few seconds, at ``CollectionPace``, so that whoever
/// scrapes waits for none of them.
package final class MetricsCollector: Sendable {
    private static let interval = Duration.seconds(10)
    private static let patience = Duration.seconds(2)
    /// What a process told is shown for so long after it has been heard last.
    private static let goodFor = Duration.seconds(60)

    private struct Report {
        var families: [MetricFamily]
        var stamp: MonotonicInstant
    }

    /// By the name of the process.
    private let clients: [String: IPCClient]
    private let reports = Mutex<[String: Report]>([:])
    /// Who is being asked.
    @LoopActor private var asking: Set<String> = []
    @LoopActor private var pace = CollectionPace()

    /// What this process itself counts.
    private let own: @LoopActor @Sendable () -> [MetricFamily]

    /// - Parameters:
    ///   - clients: Of the other processes, by their names.
    ///   - own: What this process itself counts and measures.
    package init(_ clients: [String: IPCClient], own: @escaping @LoopActor @Sendable () -> [MetricFamily] = { [] }) {
        self.clients = clients
        self.own = own
    }

    /// Asks, now and until the returned timer is released.
    @LoopActor
    package func follow() -> RepeatingTimer {
        beginRound()
        return EventLoop.main.every(Self.interval) { [weak self] in self?.takeTurn() }
    }

    @LoopActor
    private func takeTurn() { if pace.takesTurn(at: .now) { beginRound() } }

    @LoopActor
    private func heedScrape(at now: MonotonicInstant) { if pace.scrape(at: now) { beginRound() } }

    @LoopActor
    private func beginRound() {
        for (name, client) in clients where asking.insert(name).inserted {
            // Nobody waits for this task: it has its own deadline.
            Task { @LoopActor in await ask(name, client) }
        }
    }

    @LoopActor
    private func ask(_ name: String, _ client: IPCClient) async {
        defer { asking.remove(name) }
        // A process that does not answer is told of by its state; its numbers grow old.
        guard let answer = try? await client.call(Metrics.name, deadline: Self.patience) else { return }
        let families = (answer.array ?? []).compactMap(MetricFamily.init)
        reports.withLock { $0[name] = Report(families: families, stamp: .now) }
    }

    /// What is known, with its age. Waits for nobody.
    package func families(at now: MonotonicInstant) async -> [MetricFamily] {
        await heedScrape(at: now)
        var age = MetricFamily.gauge(
            "aerekos_metrics_age_seconds", "How long ago a process told the numbers that are shown here.")
        var families: [MetricFamily] = []
        for (name, report) in reports.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            let time = report.stamp.duration(to: now)
            guard time <= Self.goodFor else { continue }
            age.add(time.seconds, ["subsystem": name])
            families += report.families
        }
        return await own() + families + [age]
    }
}
