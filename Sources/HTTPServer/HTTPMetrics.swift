import EventLoop
import Instruments

/// The requests that a server has answered: by method, by the pattern of their route, and by the class of the answer's
/// status. What the table has no route for is counted together, so that nobody fills memory with paths.
package final class HTTPMetrics: Sendable {
    private static let known: Set<String> = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]

    private let requests = Counter(
        "aerekos_http_requests_total", "Requests answered, by the pattern of their route.",
        labels: ["method", "route", "code"], limit: 400)
    private let durations = Histogram(
        "aerekos_http_request_duration_seconds",
        "From a whole request to its answer, or to the first piece of one that goes on.", labels: ["method", "route"],
        bounds: Histogram.shortTimes, limit: 200)

    package init() {}

    package var families: [MetricFamily] { [requests.family, durations.family] }

    /// - Parameter pattern: Of its route; nil when there is none.
    func note(_ method: String, _ pattern: String?, status: Int, since begin: MonotonicInstant) {
        let method = Self.known.contains(method) ? method : "other"
        let route = pattern ?? "none"
        requests.add(method, route, "\(status / 100)xx")
        durations.observe(since: begin, method, route)
    }

    /// What was no request, or none that a route could take.
    func noteRefused(_ status: Int) { requests.add("other", "none", "\(status / 100)xx") }
}
