import EventLoop
import NodeProtocol
import StatusCache

/// Where the API's facts come from, and who does what it is asked to do.
package protocol NodeSource: Sendable {
    /// What the daemons last wrote. Waits for none of them.
    func snapshot() async throws -> StatusSnapshot
    /// What the supervisor last said. Waits for nobody.
    func supervisorView() -> SupervisorView
    /// Throws `IPCCallError`.
    func restart(_ subsystem: Subsystem) async throws -> SubsystemStatus
    /// Returns when the service's container has been restarted. Throws `IPCCallError`.
    func restart(service: String) async throws -> ServiceStatus
}

/// What the supervisor last said, and when.
package struct SupervisorView: Sendable {
    /// The newest answer; nil before the first.
    package var answer: SupervisorMethods.Status.Answer?
    /// When it came.
    package var stamp: MonotonicInstant?
    /// Why the newest attempt to ask failed; nil when it did not.
    package var failure: String?

    package init(
        answer: SupervisorMethods.Status.Answer? = nil, stamp: MonotonicInstant? = nil, failure: String? = nil
    ) {
        self.answer = answer
        self.stamp = stamp
        self.failure = failure
    }

    /// An answer is good for this long: three times the interval of asking.
    static let goodFor = LiveNode.pollInterval * 3

    func isStale(at now: MonotonicInstant) -> Bool {
        guard let stamp, failure == nil else { return true }
        return stamp.duration(to: now) > Self.goodFor
    }

    func status(of subsystem: Subsystem) -> SubsystemStatus? {
        answer?.subsystems.first { $0.name == subsystem }
    }
}
