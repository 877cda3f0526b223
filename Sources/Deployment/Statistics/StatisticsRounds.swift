import DockerEngine
import EventLoop
import NodeProtocol

/// Measures what the running services use, at an interval, so that who asks waits for nobody.
///
/// A container is measured soon after it has begun to run, over a second; then at the interval, over the time since the
/// sample before, which is one short call of the engine. Of many services each round takes those whose samples are the
/// oldest: however many there are, the engine has little work by it.
@LoopActor
package final class StatisticsRounds {
    /// How many are measured in a round.
    static let roundSize = 50
    /// How many at the same time.
    static let width = 4
    /// From a status that has changed to the measuring of containers that are new. The engine has other work until then.
    private static let pause = Duration.seconds(2)

    private struct Kept {
        let container: String
        let at: MonotonicInstant
        let statistics: ContainerStatistics
        let cpuPercent: Double?
    }

    private let reconciler: Reconciler
    private let put: @LoopActor ([StatisticsSample]) -> Void
    private let interval: Duration
    private var kept: [ServiceName: Kept] = [:]
    private var timer: RepeatingTimer?
    private var soon: LoopTimer?
    private var isMeasuring = false
    /// Containers may have come while others were being measured.
    private var mustLookAgain = false

    /// - Parameters:
    ///   - interval: Between two rounds; ``StatisticsSample/shortestInterval`` at least.
    ///   - put: Hears after each round what is known by then, by name.
    package init(
        _ reconciler: Reconciler, interval: Duration, put: @escaping @LoopActor ([StatisticsSample]) -> Void
    ) {
        self.reconciler = reconciler
        self.interval = max(interval, StatisticsSample.shortestInterval)
        self.put = put
    }

    /// Measures from now on, until ``stop()``.
    package func start() {
        timer = EventLoop.main.every(interval) { [weak self] in self?.beginRound() }
        statusChanged()
    }

    package func stop() {
        timer?.cancel()
        soon?.cancel()
        (timer, soon) = (nil, nil)
    }

    /// A service's status has changed: a container that is new is measured in a moment.
    package func statusChanged() {
        guard timer != nil, soon == nil else { return }
        soon = EventLoop.main.schedule(after: Self.pause) { [weak self] in
            guard let self else { return }
            soon = nil
            beginRound(ofNewAlone: true)
        }
    }

    private func beginRound(ofNewAlone isOfNew: Bool = false) {
        mustLookAgain = isMeasuring && (isOfNew || mustLookAgain)
        guard !isMeasuring, reconciler.engineStatus.connected else { return }
        isMeasuring = true
        // Nobody waits for this task: each of its calls has a deadline.
        Task { @LoopActor in
            await round(ofNewAlone: isOfNew)
            isMeasuring = false
            if mustLookAgain { statusChanged() }
        }
    }

    /// Measures the running services, the longest unmeasured first.
    func round(ofNewAlone isOfNew: Bool = false) async {
        let running = reconciler.runningContainers
        let before = kept.count
        kept = kept.filter { running[$0.key] == $0.value.container }
        let due = Self.due(running.keys, measured: kept.mapValues(\.at), newAlone: isOfNew)
        guard !due.isEmpty || kept.count != before else { return }
        await withTaskGroup { group in
            for lane in 0..<min(Self.width, due.count) {
                let names = stride(from: lane, to: due.count, by: Self.width).map { due[$0] }
                group.addTask { await self.measure(names, running) }
            }
        }
        put(samples)
    }

    /// Whose turn it is, the longest unmeasured first.
    static func due(
        _ running: some Collection<ServiceName>, measured: [ServiceName: MonotonicInstant], newAlone: Bool = false
    ) -> [ServiceName] {
        let wanted = running.filter { !newAlone || measured[$0] == nil }
        let longest = wanted.sorted { (measured[$0]?.nanoseconds ?? 0, $0) < (measured[$1]?.nanoseconds ?? 0, $1) }
        return Array(longest.prefix(roundSize))
    }

    /// One after the other.
    private func measure(_ names: [ServiceName], _ running: [ServiceName: String]) async {
        for name in names {
            guard let container = running[name] else { continue }
            await measure(name, container)
        }
    }

    /// One that cannot be measured keeps its last sample, which tells its age.
    private func measure(_ name: ServiceName, _ container: String) async {
        let former = kept[name]
        let answer = try? await reconciler.engine.statistics(of: container, isInstant: former != nil)
        guard let sample = answer ?? nil else { return }
        let percent = former.map { sample.cpuPercent(since: $0.statistics) } ?? sample.cpuPercent
        kept[name] = Kept(container: container, at: .now, statistics: sample, cpuPercent: percent)
    }

    private var samples: [StatisticsSample] {
        kept.sorted { $0.key < $1.key }.map { name, kept in
            StatisticsSample(
                container: kept.container, monotonicSeconds: Double(kept.at.nanoseconds) / 1e9,
                statistics: ServiceStatistics(name.text, kept.statistics, cpuPercent: kept.cpuPercent))
        }
    }
}

extension Reconciler {
    /// The containers of the services that run.
    var runningContainers: [ServiceName: String] {
        services.compactMapValues { service in
            let status = service.status
            return status.running ? status.id : nil
        }
    }
}

extension ServiceStatistics {
    init(_ service: String, _ sample: ContainerStatistics, cpuPercent: Double?) {
        self.init(
            service: service, readAt: sample.readAt, cpuPercent: cpuPercent,
            cpuSeconds: Double(sample.cpuNanoseconds) / 1e9, memoryBytes: sample.memoryBytes,
            memoryLimitBytes: sample.memoryLimitBytes, processes: sample.processes,
            receivedBytes: sample.receivedBytes, sentBytes: sample.sentBytes, readBytes: sample.readBytes,
            writtenBytes: sample.writtenBytes)
    }
}
