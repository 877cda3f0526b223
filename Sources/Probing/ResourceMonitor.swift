import EventLoop
import Synchronization

/// Samples the host at a steady interval and keeps the newest report.
///
/// Sampling happens on a thread of its own. While a sample hangs (statvfs(3) on a dead file system) no second one is
/// begun, and the newest report stays as it is, with its timestamp.
@LoopActor
package final class ResourceMonitor {
    /// The newest report; nil before the first sample.
    package private(set) var latest: ResourceReport?
    /// How many samples have been taken.
    package private(set) var sampleCount = 0

    private let thread = WorkerThread(name: "sampler")
    private let take: @Sendable () -> HostSample
    private let interval: Duration
    private let warmUp: Duration
    private let onReport: @LoopActor (ResourceReport, _ isChange: Bool) -> Void
    private var previous: HostSample?
    private var detector = ChangeDetector()
    private var isSampling = false
    private var timer: RepeatingTimer?

    /// - Parameters:
    ///   - interval: Between samples, and so what shares and rates are averages over.
    ///   - warmUp: Between the first sample and the second, which makes the first rates.
    ///   - take: Takes a sample; called on one thread, never twice at once.
    ///   - onReport: Hears each report, and whether it moved enough to be told to subscribers.
    package init(
        interval: Duration, warmUp: Duration = .milliseconds(300), take: @escaping @Sendable () -> HostSample,
        onReport: @escaping @LoopActor (ResourceReport, _ isChange: Bool) -> Void
    ) {
        self.interval = interval
        self.warmUp = min(warmUp, interval)
        self.take = take
        self.onReport = onReport
    }

    /// Returns when there is a report; its rates are 0 until the second sample has been taken.
    package func start() async {
        let first = await withCheckedContinuation { continuation in
            thread.submit { [take] in continuation.resume(returning: take()) }  // the queue is empty: it has room
        }
        // Not told as a change: its rates are not real yet.
        accept(first)
        EventLoop.main.schedule(after: warmUp) { [weak self] in
            guard let self else { return }
            self.sample()
            self.timer = EventLoop.main.every(self.interval) { [weak self] in self?.sample() }
        }
    }

    private func sample() {
        guard !isSampling else { return }
        isSampling = true
        thread.submit { [take, weak self] in
            let sample = take()
            EventLoop.main.call {
                self?.isSampling = false
                self?.accept(sample)
            }
        }
    }

    private func accept(_ sample: HostSample) {
        let report = ResourceReport(sample, since: previous)
        let isChange = previous != nil && detector.isChange(report)
        previous = sample
        latest = report
        sampleCount += 1
        onReport(report, isChange)
    }

    /// Two samples `interval` apart, and the report they make.
    package static func once(hostRoot: String, interval: Duration) async throws -> ResourceReport {
        let sampler = Mutex(HostSampler(hostRoot: hostRoot))
        let thread = WorkerThread(name: "sampler")
        let first = try await thread.run { sampler.withLock { $0.sample() } }
        try await LoopActor.sleep(for: interval)
        let second = try await thread.run { sampler.withLock { $0.sample() } }
        return ResourceReport(second, since: first)
    }
}
