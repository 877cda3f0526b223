import Deployment
import EventLoop
import StatusCache

/// The services' rows of the status cache. Changes that come close together are written as one: while many services
/// are deployed the engine needs the processors more than readers need every step between.
@LoopActor
final class ServiceTable {
    private static let pause = Duration.milliseconds(20)

    private let cache: StatusWriter
    private let reconciler: Reconciler
    private var timer: LoopTimer?

    init(_ cache: StatusWriter, _ reconciler: Reconciler) {
        self.cache = cache
        self.reconciler = reconciler
    }

    /// Writes soon.
    func change() {
        guard timer == nil else { return }
        timer = EventLoop.main.schedule(after: Self.pause) { [weak self] in self?.write() }
    }

    /// Writes now. Also what has not changed: the rows' stamps say that it is still so.
    func write() {
        timer?.cancel()
        timer = nil
        cache.put(services: reconciler.statuses)
    }
}
