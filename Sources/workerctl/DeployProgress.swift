import EventLoop
import NodeProtocol

/// Judges from a service's statuses whether a deployment has come to its end. Pure.
///
/// A status does not say which instruction it is the result of. So an end counts once the service has been seen to move
/// since the deployment was accepted: to another state, container or error than before. Where nothing moves, the
/// deployment asked for what is there already, and ``settleTime`` without movement is the end.
struct DeployProgress {
    enum Verdict: Equatable { case goesOn, good, bad }

    static let settleTime = Duration.seconds(3)

    private let before: ServiceStatus?
    private var last: ServiceStatus?
    private var lastMove: MonotonicInstant
    private var hasMoved = false

    init(before: ServiceStatus?, now: MonotonicInstant) {
        self.before = before
        last = before
        lastMove = now
    }

    mutating func verdict(on status: ServiceStatus?, now: MonotonicInstant) -> Verdict {
        if !Self.isSame(status, last) { lastMove = now }
        if !Self.isSame(status, before) { hasMoved = true }
        last = status
        let hasSettled = lastMove.duration(to: now) >= Self.settleTime
        guard let status, hasMoved || hasSettled else { return .goesOn }
        switch status.status {
        // With an error it is the former container that still runs.
        case .running: return status.error == nil ? .good : .bad
        case .failed, .rolledBack, .unhealthy: return .bad
        // A service may end by itself; between two containers it is stopped for a moment only.
        case .stopped where hasSettled: return status.exitCode == 0 && status.error == nil ? .good : .bad
        case .pending, .pulling, .starting, .stopped, .removed: return .goesOn
        }
    }

    private static func isSame(_ left: ServiceStatus?, _ right: ServiceStatus?) -> Bool {
        left?.status == right?.status && left?.id == right?.id && left?.error == right?.error
    }
}
