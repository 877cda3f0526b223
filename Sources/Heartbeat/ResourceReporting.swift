import Conductor
import EventLoop

/// When the node's resources are to be put: on change, but not too often; on the interval; and again after a failure.
struct ResourceReporting: Sendable {
    private let timing: ConductorLink.Timing
    private(set) var due = Due.never
    /// A report is under way.
    private(set) var isPutting = false
    /// There is something newer than what was sent last.
    private var isOutdated = false
    private var lastSent: MonotonicInstant?
    private var failures = 0
    private var isOffered = true

    init(timing: ConductorLink.Timing) { self.timing = timing }

    mutating func take(_ now: MonotonicInstant) -> Bool {
        guard due.take(now) else { return false }
        isPutting = true
        isOutdated = false
        return true
    }

    /// A registration carried the newest report.
    mutating func sentOtherwise(_ now: MonotonicInstant) {
        isOutdated = false
        lastSent = now
        due.set(now.advanced(by: timing.resources))
    }

    /// The conductor has none yet.
    mutating func missing(_ now: MonotonicInstant) { due.set(now) }

    /// Makes sure that a report comes some time.
    mutating func begin(_ now: MonotonicInstant) {
        if due.at == nil, !isPutting { due.set(now) }
    }

    mutating func changed(_ now: MonotonicInstant) {
        isOutdated = true
        if isOffered, failures == 0 { due.set(noLaterThan: earliestAfterChange(now)) }
    }

    mutating func accepted(_ now: MonotonicInstant) {
        isPutting = false
        failures = 0
        isOffered = true
        lastSent = now
        due.set(isOutdated ? earliestAfterChange(now) : now.advanced(by: timing.resources))
    }

    mutating func unavailable(_ now: MonotonicInstant) {
        isPutting = false
        due.set(now.advanced(by: timing.resourceGap))
    }

    /// The conductor does not offer the call; true when that is news.
    mutating func notOffered(_ now: MonotonicInstant) -> Bool {
        defer { isOffered = false }
        isPutting = false
        due.set(now.advanced(by: timing.notOffered))
        return isOffered
    }

    mutating func failed(until moment: MonotonicInstant) {
        isPutting = false
        failures += 1
        due.set(moment)
    }

    mutating func failed(_ now: MonotonicInstant, _ random: inout some RandomNumberGenerator) {
        failed(until: now.advanced(by: timing.retry.delay(after: failures + 1, using: &random)))
    }

    private func earliestAfterChange(_ now: MonotonicInstant) -> MonotonicInstant {
        max(now, lastSent?.advanced(by: timing.resourceGap) ?? now)
    }
}
