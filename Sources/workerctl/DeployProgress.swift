import EventLoop
import NodeProtocol

/// Judges from a service's statuses whether a deployment has come to its end. Pure.
///
/// A status does not say which instruction it is the result of. So a good or bad end counts once the service has been
/// seen to move since the deployment was accepted: another state, container or image than before. Where nothing
/// moves, the deployment asked for what runs already, and `settleTime` without movement is the end.
struct DeployProgress {
    enum Verdict: Equatable { case goesOn, good, bad }

    static let settleTime = Duration.seconds(3)

    private let image: String
    private let before: ServiceStatus?
    private let began: MonotonicInstant
    private var hasMoved = false

    init(image: String, before: ServiceStatus?, now: MonotonicInstant) {
        self.image = image
        self.before = before
        began = now
    }

    mutating func verdict(on status: ServiceStatus?, now: MonotonicInstant) -> Verdict {
        guard let status else { return .goesOn }
        if status.status != before?.status || status.id != before?.id || status.image != before?.image {
            hasMoved = true
        }
        guard hasMoved || began.duration(to: now) >= Self.settleTime else { return .goesOn }
        switch status.status {
        // Only the image that was asked for: what ran before may still be running.
        case .running: return status.image == image ? .good : .goesOn
        case .failed, .rolledBack, .unhealthy: return .bad
        case .pending, .pulling, .starting, .stopped, .removed: return .goesOn
        }
    }
}
