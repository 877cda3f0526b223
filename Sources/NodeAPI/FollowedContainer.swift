import EventLoop
import NodeProtocol

/// Whether a container whose output is followed has ended, from what deployd has written of it. Pure.
///
/// A restart is an end as well: so the engine has it. As long as nothing new is written, by a deployd that is down, it has
/// not ended.
struct FollowedContainer {
    /// What is written may be some time behind what the caller has just seen happen.
    static let settlingTime = Duration.milliseconds(500)

    private let service: String
    private let container: String
    private let begin: MonotonicInstant
    /// The same moment in nanoseconds since 1970.
    private let beginTime: Int64

    init(_ file: ServiceOutputFile, at now: MonotonicInstant, unixNanoseconds: Int64) {
        service = file.service
        container = file.container
        begin = now
        beginTime = unixNanoseconds
    }

    /// - Parameter services: Nil: it cannot be read.
    func hasEnded(in services: [ServiceStatus]?, at now: MonotonicInstant) -> Bool {
        guard let services else { return false }
        guard begin.duration(to: now) >= Self.settlingTime else { return false }
        guard let status = services.first(where: { $0.service == service }) else { return true }
        // Without an id deployd does not know yet, or the container is gone, which its file tells.
        guard let id = status.id else { return false }
        guard id == container else { return true }
        if let start = status.startedAt.flatMap(CalendarTime.unixNanoseconds), start > beginTime { return true }
        // A container that is paused does not run; it is `starting`, or about to be, and goes on.
        return !status.running && status.status != .starting
    }
}
