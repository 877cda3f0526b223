import EventLoop
import Instruments

/// How this process's calls of others went.
package enum IPCMetrics {
    private static let durations = Histogram(
        "aerekos_ipc_call_duration_seconds",
        "How long calls between the node's processes took, with those that failed.",
        labels: ["peer", "method"], bounds: Histogram.shortTimes, limit: 50)
    private static let failures = Counter(
        "aerekos_ipc_call_failures_total",
        "Calls between the node's processes that had no answer, or an error for one.",
        labels: ["peer", "method"], limit: 50)

    package static var families: [MetricFamily] { [durations.family, failures.family] }

    static func note(_ peer: String, _ method: String, since begin: MonotonicInstant, hasFailed: Bool) {
        durations.observe(since: begin, peer, method)
        if hasFailed { failures.add(peer, method) }
    }
}
