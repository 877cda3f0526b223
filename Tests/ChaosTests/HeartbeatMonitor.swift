import EventLoop
import Foundation
import JSON
import Synchronization
import TestSupport

/// When the conductor last heard of the node, asked of the conductor twenty times a second.
///
/// A change of `last_seen` that is seen at one look and was not at the one before has come in between; a gap reaches
/// from the look before the first to the look that saw the next, and so is never taken for shorter than it was.
final class HeartbeatMonitor: Sendable {
    struct Gap: Sendable {
        let begin: MonotonicInstant
        let end: MonotonicInstant
        var length: Duration { begin.duration(to: end) }
    }

    fileprivate struct State {
        var gaps: [Gap] = []
        var count = 0
        var heard: MonotonicInstant?
        var seen: JSON?
        var workers: Set<String> = []
        var failures: [String] = []
        var isStopped = false
    }

    /// Shorter gaps are not worth a thought.
    private static let noticed = Duration.seconds(1)
    private let node: TestNode
    private let state = Mutex(State())

    init(_ node: TestNode) { self.node = node }

    /// Gaps of more than a second, that which is still open among them.
    var gaps: [Gap] {
        state.withLock { state in
            let open = state.heard.map { Gap(begin: $0, end: .now) }
            return (state.gaps + [open].compactMap(\.self)).filter { $0.length > Self.noticed }
        }
    }

    /// How often `last_seen` was seen to have changed.
    var count: Int { state.withLock(\.count) }
    /// Ids of all workers that the conductor has ever named.
    var workers: Set<String> { state.withLock(\.workers) }
    /// The conductor did not answer: nothing is known then.
    var failures: [String] { state.withLock(\.failures) }
    func stop() { state.withLock { $0.isStopped = true } }

    func run() async {
        while !state.withLock(\.isStopped) {
            let before = MonotonicInstant.now
            do {
                let workers = try await node.workers()
                state.withLock { $0.take(workers, before: before, now: .now, noticed: Self.noticed) }
            } catch {
                state.withLock { if $0.failures.count < 20 { $0.failures.append("\(error)") } }
            }
            try? await Task.sleep(for: .milliseconds(50))
        }
    }
}

extension HeartbeatMonitor.State {
    fileprivate mutating func take(
        _ workers: [JSON], before: MonotonicInstant, now: MonotonicInstant, noticed: Duration
    ) {
        self.workers.formUnion(workers.compactMap { $0["id"]?.string })
        guard let newest = workers.first?["last_seen"], newest != seen else { return }
        seen = newest
        count += 1
        if let heard {
            let gap = HeartbeatMonitor.Gap(begin: heard, end: now)
            if gap.length > noticed { gaps.append(gap) }
        }
        heard = before
    }
}
