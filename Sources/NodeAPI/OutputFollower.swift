import EventLoop
import NodeProtocol

/// Waits for more of a container's output, or for its end.
@LoopActor
final class OutputFollower {
    /// So often it is looked at, also when nothing is told of the file.
    private static let interval = Duration.milliseconds(500)

    /// What deployd has last written of the services; nil when that cannot be read.
    private let services: @LoopActor () async -> [ServiceStatus]?
    private let container: FollowedContainer
    /// Nil where there can be no more of them.
    private var growth: FileGrowth?
    /// Since it was last waited for.
    private var hasGrown = false
    private var lastLook = MonotonicInstant.now
    private var timer: LoopTimer?
    private var onWake: (@LoopActor (Bool) -> Void)?

    init(_ file: ServiceOutputFile, services: @escaping @LoopActor () async -> [ServiceStatus]?) {
        self.services = services
        // The clock is read in whole milliseconds.
        container = FollowedContainer(
            file, at: .now, unixNanoseconds: (Timestamp.nowMilliseconds + 1) * 1_000_000)
        growth = try? FileGrowth { [weak self] in self?.grow() }
    }

    /// To be waited for in files, from any thread.
    var watch: FileGrowth? { growth }

    /// Calls `body` when the file has grown or may have, with whether the container has ended.
    func wait(_ body: @escaping @LoopActor (Bool) -> Void) {
        onWake = body
        if hasGrown { return wake() }
        timer = EventLoop.main.schedule(after: Self.interval) { [weak self] in self?.wake() }
    }

    /// Final.
    func cancel() {
        onWake = nil
        timer?.cancel()
        growth?.cancel()
        growth = nil
    }

    private func grow() {
        hasGrown = true
        wake()
    }

    private func wake() {
        guard let body = onWake else { return }
        onWake = nil
        hasGrown = false
        timer?.cancel()
        guard lastLook.duration(to: .now) >= Self.interval else { return body(false) }
        lastLook = .now
        // Nobody waits for this task: it reads the cache once.
        Task { @LoopActor in
            let services = await services()
            body(container.hasEnded(in: services, at: .now))
        }
    }
}
