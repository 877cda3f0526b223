import Deployment
import EventLoop
import Instruments
import NodeProtocol

/// What deployd tells of its outbox and its readers.
@LoopActor
enum DeployMetrics {
    static func families(_ delivery: StatusDelivery, _ readers: LogReaders) -> [MetricFamily] {
        let undelivered = delivery.undelivered
        return [
            .gauge(
                "aerekos_outbox_statuses", "Final statuses of instructions that the conductor has not taken yet.",
                Double(undelivered.waiting)),
            .gauge(
                "aerekos_outbox_refused_statuses",
                "Final statuses that the conductor has refused, as far as they are kept.",
                Double(undelivered.refused.count)),
            .counter(
                "aerekos_statuses_delivered_total", "Statuses of services that the conductor has taken.",
                Double(delivery.delivered)),
            .counter(
                "aerekos_statuses_dropped_total", "Final statuses that were given up, for the outbox was full.",
                Double(undelivered.dropped)),
            .gauge("aerekos_log_readers", "Readers of services' output that are open.", Double(readers.count)),
        ]
    }
}
