import Deployment
import EventLoop
import Settings
import StatusCache

/// What deployd does at steady intervals.
@LoopActor
final class Rounds {
    private var timers: [RepeatingTimer] = []

    init(_ configuration: NodeConfiguration, _ reconciler: Reconciler, _ cache: StatusWriter) {
        timers = [
            EventLoop.main.every(configuration.deploymentCheckInterval) {
                // Nobody waits for this task: it looks at every service once.
                Task { @LoopActor in await reconciler.reconcileAll() }
            },
            EventLoop.main.every(configuration.serviceStatusInterval) {
                Self.refresh(reconciler, cache)
            },
        ]
    }

    /// Also what has not changed is written: the rows' stamps say that it is still so.
    private static func refresh(_ reconciler: Reconciler, _ cache: StatusWriter) {
        // Nobody waits for this task: it asks the engine about every service once.
        Task { @LoopActor in
            await reconciler.refreshAll()
            cache.put(engine: reconciler.engineStatus)
            cache.put(services: reconciler.statuses)
        }
    }

    func stop() {
        for timer in timers { timer.cancel() }
    }
}
