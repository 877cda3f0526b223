import Instruments
import NodeProtocol

/// How long the steps of deployments take, and how they fail.
package struct StepMetrics: Sendable {
    private let durations = Histogram(
        "aerekos_deploy_step_duration_seconds", "How long steps of deployments took that came to their end.",
        labels: ["step"], bounds: Histogram.longTimes, limit: 20)
    private let failures = Counter(
        "aerekos_deploy_step_failures_total", "Steps of deployments that failed, by the kind of failure.",
        labels: ["step", "error_type"], limit: 100)

    func done(_ step: DeploymentStep, in time: Duration) { durations.observe(time, step.metricName) }
    func failed(_ step: DeploymentStep, _ kind: ServiceError.Kind) { failures.add(step.metricName, kind.rawValue) }

    package var families: [MetricFamily] { [durations.family, failures.family] }
}

extension DeploymentStep {
    fileprivate var metricName: String {
        switch self {
        case .pull: "pull"
        case .create: "create"
        case .stop: "stop"
        case .remove: "remove"
        case .promote: "promote"
        case .start: "start"
        case .restart: "restart"
        case .awaitReady: "prove"
        case .revive: "revive"
        case .resume: "resume"
        case .attach: "attach"
        case .takeOver: "take_over"
        case .forget: "forget"
        }
    }
}
