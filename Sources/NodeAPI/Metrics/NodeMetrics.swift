import EventLoop
import HTTPServer
import Instruments
import NodeProtocol
import StatusCache

/// `GET /metrics`: what is known of the node at this moment, from the status cache, from what the supervisor last said,
/// and from what the daemons last told of themselves. Pure.
struct NodeMetrics {
    let snapshot: StatusSnapshot
    let statistics: [StatisticsSample]
    let supervisor: SupervisorView
    let node: NodeDescription
    /// Of the daemons and the supervisor.
    let told: [MetricFamily]
    let now: MonotonicInstant

    var families: [MetricFamily] {
        let own =
            wholeNode + cache + conductor + SubsystemMetrics(supervisor, now).families
            + HostMetrics(snapshot.resources?.value).families
            + ServiceMetrics(snapshot.services?.value, statistics, now: now).families
        return (own + told).merged
    }

    private var wholeNode: [MetricFamily] {
        let health = NodeHealth(snapshot, supervisor, node, now: now)
        var status = MetricFamily.gauge(
            "aerekos_node_status", "1 for the node's present status, 0 for the others.")
        for known in NodeHealth.Status.allCases {
            status.add(known == health.status ? 1 : 0, ["status": known.rawValue])
        }
        var problems = MetricFamily.gauge(
            "aerekos_node_problem", "1 for each part of the node that is not well, see /health.")
        for subject in Set(health.problems.map(\.subject)).sorted() { problems.add(1, ["subject": subject]) }
        let count = MetricFamily.gauge(
            "aerekos_node_problems", "How many reasons there are why the node is not well.",
            Double(health.problems.count))
        let link = snapshot.conductor?.value
        let info = MetricFamily.gauge("aerekos_node_info", "1; what the node is, in its labels.").with(
            1,
            [
                "version": NodeVersion.current, "hostname": link?.hostname ?? node.hostname,
                "worker_id": link?.workerID ?? "",
            ])
        return [info, status, problems, count]
    }

    private var cache: [MetricFamily] {
        var age = MetricFamily.gauge(
            "aerekos_cache_age_seconds", "How long ago a part of the status cache was written.")
        age.add(snapshot.resources?.age(at: now).seconds, ["part": "resources"])
        age.add(snapshot.conductor?.age(at: now).seconds, ["part": "conductor"])
        age.add(snapshot.engine?.age(at: now).seconds, ["part": "engine"])
        age.add(snapshot.services?.age(at: now).seconds, ["part": "services"])
        let engine = snapshot.engine?.value
        return [
            age,
            .gauge(
                "aerekos_engine_connected", "Whether deployd speaks with the container engine.",
                engine.map { $0.connected ? 1 : 0 }),
        ]
    }

    private var conductor: [MetricFamily] {
        let link = snapshot.conductor?.value
        return [
            .gauge(
                "aerekos_conductor_registered", "Whether the conductor has accepted the node's registration.",
                link.map { $0.registered ? 1 : 0 }),
            .gauge(
                "aerekos_conductor_consecutive_failures",
                "Failed attempts to reach the conductor since the last good one.",
                link.map { Double($0.consecutiveFailures) }),
            .gauge(
                "aerekos_conductor_last_heartbeat_timestamp_seconds",
                "When the conductor last answered a heartbeat, in seconds since 1970.",
                link?.lastHeartbeat.flatMap(CalendarTime.unixSeconds).map(Double.init)),
        ]
    }
}
