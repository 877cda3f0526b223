import Deployment
import EventLoop
import NodeProtocol
import StatusCache

/// The services' rows of the status cache, and why each is as it is. Changes that come close together are written as
/// one: while many services are deployed the engine needs the processors more than readers need every step between.
@LoopActor
final class ServiceTable {
    private static let pause = Duration.milliseconds(20)

    private let cache: StatusWriter
    private let reconciler: Reconciler
    private let delivery: StatusDelivery
    private var timer: LoopTimer?
    private var written: (services: [ServiceStatus], explanations: [ServiceExplanation])?

    init(_ cache: StatusWriter, _ reconciler: Reconciler, _ delivery: StatusDelivery) {
        self.cache = cache
        self.reconciler = reconciler
        self.delivery = delivery
    }

    /// Writes soon what has changed, if anything has.
    func change() {
        guard timer == nil else { return }
        timer = EventLoop.main.schedule(after: Self.pause) { [weak self] in self?.writeChanges() }
    }

    private func writeChanges() {
        timer = nil
        let (services, explanations) = (reconciler.statuses, explanations)
        guard written?.services != services || written?.explanations != explanations else { return }
        write(services, explanations)
    }

    /// Writes now. Also what has not changed: the rows' stamps say that it is still so.
    func write() {
        timer?.cancel()
        timer = nil
        write(reconciler.statuses, explanations)
    }

    private func write(_ services: [ServiceStatus], _ explanations: [ServiceExplanation]) {
        cache.put(explanations: explanations)
        cache.put(services: services)
        written = (services, explanations)
    }

    private var explanations: [ServiceExplanation] {
        let refused = delivery.undelivered.refused
        return reconciler.explanations.map { $0.withRefused(of: refused) }
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
