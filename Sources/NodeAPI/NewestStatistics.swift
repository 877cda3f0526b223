import EventLoop
import IPC
import NodeProtocol
import Synchronization

/// What services used when they were last measured: as deployd has written it, or, of those that somebody asks for, as it
/// has answered since. Whoever asks gets what is known, and has it measured anew for whoever asks next.
final class NewestStatistics: Sendable {
    /// What is younger is measured for nobody.
    private static let freshFor = Duration.seconds(1)
    /// How many are measured at the same time, and of how many the answers are kept: for so many, other answers go.
    private static let askLimit = 16
    private static let keepLimit = 64

    private struct State {
        /// By service.
        var answers: [String: StatisticsSample] = [:]
        var asking: Set<String> = []
    }

    private let deployd: IPCClient
    private let state = Mutex(State())

    init(_ deployd: IPCClient) { self.deployd = deployd }

    /// - Parameter written: What the status cache has, of all services.
    func newest(of service: ServiceStatus, written: [StatisticsSample]) async -> StatisticsSample? {
        let name = service.service
        guard let container = service.id, service.running else { return nil }
        let (newest, mustAsk) = state.withLock { state in
            let written = written.first { $0.statistics.service == name }
            let known = [written, state.answers[name]].compactMap(\.self).filter { $0.container == container }
            let newest = known.max { $0.monotonicSeconds < $1.monotonicSeconds }
            let isFresh = newest.map { $0.age(at: .now) < Self.freshFor } ?? false
            let mustAsk = !isFresh && state.asking.count < Self.askLimit && state.asking.insert(name).inserted
            return (newest, mustAsk)
        }
        // Nobody waits for this task: it has its own deadline.
        if mustAsk { Task { @LoopActor in await ask(name, container) } }
        return newest
    }

    @LoopActor
    private func ask(_ name: String, _ container: String) async {
        // When it cannot be measured, what is known grows old, and tells it.
        let answer = try? await deployd.call(
            ServiceMethods.Statistics.self, ServiceMethods.ServiceName(name),
            deadline: ServiceMethods.Statistics.deadline)
        state.withLock { state in
            state.asking.remove(name)
            guard let answer else { return }
            if state.answers.count >= Self.keepLimit, state.answers[name] == nil {
                let oldest = state.answers.min { $0.value.monotonicSeconds < $1.value.monotonicSeconds }
                if let oldest { state.answers[oldest.key] = nil }
            }
            state.answers[name] = StatisticsSample(
                container: container, monotonicSeconds: MonotonicInstant.now.seconds, statistics: answer)
        }
    }
}

extension StatisticsSample {
    /// How long ago it was measured.
    func age(at now: MonotonicInstant) -> Duration { .seconds(now.seconds - monotonicSeconds) }
}

extension MonotonicInstant {
    fileprivate var seconds: Double { Double(nanoseconds) / 1e9 }
}
