import EventLoop
import NodeProtocol

/// What the supervisor last said, and when.
package struct SupervisorView: Sendable {
    /// The newest answer, with the changes that were told since; nil before the first.
    package private(set) var answer: SupervisorMethods.Status.Answer?
    /// When the answer came.
    package private(set) var stamp: MonotonicInstant?
    /// Why nothing is heard of the supervisor now; nil when that is not so.
    package var failure: String?

    package init(
        answer: SupervisorMethods.Status.Answer? = nil, stamp: MonotonicInstant? = nil, failure: String? = nil
    ) {
        self.answer = answer
        self.stamp = stamp
        self.failure = failure
    }

    /// An answer is good for this long: three times the interval of asking.
    private static let goodFor = LiveNode.refreshInterval * 3

    func isStale(at now: MonotonicInstant) -> Bool {
        guard let stamp, failure == nil else { return true }
        return stamp.duration(to: now) > Self.goodFor
    }

    func status(of subsystem: Subsystem) -> SubsystemStatus? {
        answer?.subsystems.first { $0.name == subsystem }
    }

    /// Puts what was told of one subsystem in place of what was known of it. Before the first answer there is nothing
    /// to put it into: the answer will have it.
    mutating func apply(_ change: SubsystemStatus) {
        guard var answer else { return }
        guard let index = answer.subsystems.firstIndex(where: { $0.name == change.name }) else { return }
        answer.subsystems[index] = change
        self.answer = answer
    }
}
