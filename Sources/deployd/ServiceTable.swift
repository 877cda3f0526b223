import Deployment
import EventLoop
import NodeProtocol
import StatusCache

/// The services' rows of the status cache, and why each is as it is. Changes that come close together are written as
/// one: while many services are deployed the engine needs the processors more than readers need every step between.
@LoopActor
final class ServiceTable {
    private static let pause = Duration.milliseconds(20)
    /// Steps of the work come in quick succession, and are there for who asks why.
    private static let workPause = Duration.milliseconds(100)

    private let cache: StatusWriter
    private let reconciler: Reconciler
    private let delivery: StatusDelivery
    private var timer: LoopTimer?
    private var workTimer: LoopTimer?
    /// Where output lies, as last written; nil until it is known what the process before has written.
    private var outputFiles: [ServiceOutputFile]?

    init(_ cache: StatusWriter, _ reconciler: Reconciler, _ delivery: StatusDelivery) {
        self.cache = cache
        self.reconciler = reconciler
        self.delivery = delivery
    }

    /// Writes soon: a status has changed, or what all explanations begin with.
    func change() {
        guard timer == nil else { return }
        timer = EventLoop.main.schedule(after: Self.pause) { [weak self] in self?.write() }
    }

    /// Writes in a moment: the work on a service has come further.
    func changeWork() {
        guard workTimer == nil else { return }
        workTimer = EventLoop.main.schedule(after: Self.workPause) { [weak self] in self?.write() }
    }

    /// Writes now. Also what has not changed: the rows' stamps say that it is still so.
    func write() {
        timer?.cancel()
        timer = nil
        workTimer?.cancel()
        workTimer = nil
        let refused = delivery.undelivered.refused
        cache.put(explanations: reconciler.explanations.map { $0.withRefused(of: refused) })
        // Before the services: whose container is known can be listened to.
        if let outputFiles, outputFiles != reconciler.outputFiles { putOutputFiles() }
        cache.put(services: reconciler.statuses)
    }

    /// Begins to write where output lies.
    /// - Parameter former: What the process before has written; nil when that cannot be read.
    func begin(outputFiles former: [ServiceOutputFile]?) {
        reconciler.remember(outputFiles: former ?? [])
        putOutputFiles()
    }

    private func putOutputFiles() {
        let files = reconciler.outputFiles
        outputFiles = files
        cache.put(outputFiles: files)
    }
}

extension ServiceExplanation {
    /// With the last status of the service that the conductor has refused.
    func withRefused(of statuses: [RefusedStatus]) -> ServiceExplanation {
        var explanation = self
        explanation.refused = statuses.last { $0.service == service }
        return explanation
    }
}
