import EventLoop
import Instruments
import NodeProtocol

/// The services. Of so many that a scrape would become large, the first by name are told, and that it is not all.
struct ServiceMetrics {
    static let limit = 500

    /// What was measured longer ago is not shown: a service that cannot be measured uses nobody knows what.
    private static let oldest = Duration.seconds(600)

    private let services: [ServiceStatus]?
    /// By container.
    private let statistics: [String: ServiceStatistics]

    init(_ services: [ServiceStatus]?, _ samples: [StatisticsSample], now: MonotonicInstant) {
        self.services = services
        let young = samples.filter { $0.age(at: now) < Self.oldest }
        statistics = Dictionary(young.map { ($0.container, $0.statistics) }) { $1 }
    }

    var families: [MetricFamily] {
        guard let services else { return [] }
        var state = MetricFamily.gauge(
            "aerekos_service_state", "1 for a service's present state; there is no sample for the others.")
        var running = MetricFamily.gauge("aerekos_service_running", "Whether the service's container runs.")
        var restarts = MetricFamily.counter(
            "aerekos_service_restarts_total",
            "How often the service was started again after it had ended by itself or was unhealthy.")
        var healthy = MetricFamily.gauge(
            "aerekos_service_healthy", "Whether the container's health check succeeds; only of those that have one.")
        var start = MetricFamily.gauge(
            "aerekos_service_start_time_seconds", "When the container was last started, in seconds since 1970.")
        var use = ServiceUseMetrics()
        for service in services.sorted(by: { $0.service < $1.service }).prefix(Self.limit) {
            var labels = ["service": service.service]
            running.add(service.running ? 1 : 0, labels)
            restarts.add(Double(service.restartCount), labels)
            if let health = service.health, health != "none" { healthy.add(health == "healthy" ? 1 : 0, labels) }
            if service.running {
                start.add(service.startedAt.flatMap(CalendarTime.unixSeconds).map(Double.init), labels)
            }
            use.add(service.id.flatMap { statistics[$0] }, labels)
            labels["state"] = service.status.rawValue
            labels["project"] = service.project ?? ""
            state.add(1, labels)
        }
        var count = MetricFamily.gauge("aerekos_services", "How many services are in a state.")
        for known in ServiceStatus.State.allCases {
            count.add(Double(services.count { $0.status == known }), ["state": known.rawValue])
        }
        let untold = MetricFamily.gauge(
            "aerekos_services_untold", "Services that are not told of one by one, for there are too many.",
            Double(max(0, services.count - Self.limit)))
        return [state, running, restarts, healthy, start, count, untold] + use.families
    }
}
