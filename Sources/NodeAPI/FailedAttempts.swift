import EventLoop
import HTTPServer
import Synchronization

/// How often each peer has shown a wrong token of late: after several it has to wait, and nobody else does.
final class FailedAttempts: Sendable {
    /// So many in a row; then one more for each of these times that passes.
    static let burst = 10
    static let recovery = Duration.seconds(6)
    /// Peers that are remembered. Of more, the one that has been quiet for longest is forgotten.
    static let limit = 256

    private struct Entry {
        var failures: Double
        var last: MonotonicInstant
    }
    private let entries = Mutex<[PeerAddress: Entry]>([:])

    /// How long the peer has to wait; nil when it need not.
    func wait(_ peer: PeerAddress, at now: MonotonicInstant) -> Duration? {
        entries.withLock { entries in
            guard let entry = entries[peer] else { return nil }
            let excess = Self.failures(entry, at: now) - Double(Self.burst) + 1
            return excess > 0 ? .seconds(excess * Self.recovery.seconds) : nil
        }
    }

    func note(_ peer: PeerAddress, at now: MonotonicInstant) {
        entries.withLock { entries in
            let before = entries[peer].map { Self.failures($0, at: now) } ?? 0
            if entries[peer] == nil, entries.count >= Self.limit,
                let oldest = entries.min(by: { $0.value.last < $1.value.last })
            {
                entries[oldest.key] = nil
            }
            entries[peer] = Entry(failures: min(before + 1, Double(Self.burst)), last: now)
        }
    }

    /// A right token, when there is no better one to guess, forgives what was typed wrong before it.
    func forgive(_ peer: PeerAddress) { entries.withLock { $0[peer] = nil } }

    private static func failures(_ entry: Entry, at now: MonotonicInstant) -> Double {
        max(0, entry.failures - entry.last.duration(to: now).seconds / recovery.seconds)
    }
}
