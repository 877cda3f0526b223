import Deployment
import EventLoop
import Settings
import StatusCache

/// What deployd does at steady intervals, and when files change.
@LoopActor
final class Rounds {
    private var timers: [RepeatingTimer] = []
    private let files: DirectorySource?

    init(
        _ configuration: NodeConfiguration, _ reconciler: Reconciler, _ files: DirectorySource?, _ table: ServiceTable,
        _ cache: StatusWriter
    ) {
        self.files = files
        timers = [
            EventLoop.main.every(Self.resync) {
                // Nobody waits for this task: it looks at every service once.
                Task { @LoopActor in await reconciler.reconcileAll() }
            },
            EventLoop.main.every(configuration.serviceStatusInterval) {
                reconciler.tellReports()
                cache.put(engine: reconciler.engineStatus)
                table.write()
                reconciler.releaseHeapSoon()
            },
        ]
        files?.start(interval: configuration.deploymentCheckInterval)
    }

    /// Events tell of changes as they happen; this is for those that were missed.
    private static let resync = Duration.seconds(60)

    func stop() {
        for timer in timers { timer.cancel() }
        files?.stop()
    }
}
