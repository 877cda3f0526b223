import EventLoop
import NodeProtocol

/// Whether the wall clock can be right.
package enum ClockCheck {
    package struct Evidence: Sendable, Equatable {
        /// Seconds since 1970.
        package var now: Int64
        /// What the conductor's clock said at that moment; nil when it has not been asked.
        package var conductor: Int64?
        /// Whether heartbeatd says that the clock is not set.
        package var isReportedUnset = false

        package init(now: Int64, conductor: Int64? = nil, isReportedUnset: Bool = false) {
            self.now = now
            self.conductor = conductor
            self.isReportedUnset = isReportedUnset
        }
    }

    /// 2024-01-01: this program is younger.
    package static let leastCredible: Int64 = 1_704_067_200
    /// Beyond these certificates and logs mislead.
    private static let toleratedSeconds: Int64 = 30
    private static let hopelessSeconds: Int64 = 600

    private static let remedy =
        "set the clock and keep it set: timedatectl set-ntp true, or chrony; without a battery clock start the node after time-sync.target"

    package static func finding(_ evidence: Evidence) -> Finding {
        let now = Timestamp.string(unixMilliseconds: evidence.now.multipliedReportingOverflow(by: 1000).partialValue)
        guard evidence.now >= leastCredible, !evidence.isReportedUnset else {
            return Finding(.clock, .problem, "the clock is not set: it says \(now)", remedy: remedy)
        }
        guard let conductor = evidence.conductor else {
            return Finding(.clock, .ok, "\(now); not compared with another clock")
        }
        let offset = evidence.now.subtractingReportingOverflow(conductor).partialValue
        let words =
            offset == 0
            ? "as the conductor's" : "\(abs(offset)) s \(offset > 0 ? "ahead of" : "behind") the conductor's"
        switch abs(offset) {
        case ...toleratedSeconds: return Finding(.clock, .ok, "\(now), \(words)")
        case ...hopelessSeconds: return Finding(.clock, .warning, "\(now), \(words)", remedy: remedy)
        default: return Finding(.clock, .problem, "\(now), \(words)", remedy: remedy)
        }
    }
}
