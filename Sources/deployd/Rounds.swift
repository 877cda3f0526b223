import Deployment
import EventLoop
import Settings
import StatusCache

/// What deployd does at steady intervals.
@LoopActor
final class Rounds {
    private var timers: [RepeatingTimer] = []

    init(_ configuration: NodeConfiguration, _ reconciler: Reconciler, _ files: DirectorySource?, _ cache: StatusWriter)
    {
        timers = [
            EventLoop.main.every(Self.resync) {
                // Nobody waits for this task: it looks at every service once.
                Task { @LoopActor in await reconciler.reconcileAll() }
            },
            // Also what has not changed is written: the rows' stamps say that it is still so.
            EventLoop.main.every(configuration.serviceStatusInterval) {
                reconciler.tellReports()
                cache.put(engine: reconciler.engineStatus)
                cache.put(services: reconciler.statuses)
            },
        ]
        guard let files else { return }
        // Looked at rather than watched: a watch says nothing on a network file system, and ends with a mount.
        look(files)
        timers.append(EventLoop.main.every(configuration.deploymentCheckInterval) { [weak self] in self?.look(files) })
    }

    private func look(_ files: DirectorySource) {
        // Nobody waits for this task: it looks once.
        Task { @LoopActor in await files.look() }
    }

    /// Events tell of changes as they happen; this is for those that were missed.
    private static let resync = Duration.seconds(60)

    func stop() {
        for timer in timers { timer.cancel() }
    }
}
