import EventLoop

/// Tells when a deadline has come that others keep putting off.
///
/// A timer that is early finds nothing due, and is set anew by whoever hears of it: words that come in floods, each of
/// which puts off the deadline, cost no timers.
@LoopActor
final class DeadlineTimer {
    /// Later than this means that this process did not run, not that somebody else was silent.
    private static let stall = Duration.seconds(1)

    private var timer: LoopTimer?
    private var expected: MonotonicInstant?
    /// Called at a deadline, or at an earlier one that was put off since; with whether this process stood still.
    private let onTick: @LoopActor (_ wasStalled: Bool) -> Void

    init(_ onTick: @escaping @LoopActor (Bool) -> Void) { self.onTick = onTick }

    /// - Parameter deadline: Nil when nothing is waited for.
    func set(_ deadline: MonotonicInstant?) {
        guard let deadline else {
            timer?.cancel()
            timer = nil
            return
        }
        if timer != nil, let expected, expected <= deadline { return }
        timer?.cancel()
        let wait = max(.zero, MonotonicInstant.now.duration(to: deadline))
        expected = .now.advanced(by: wait)
        timer = EventLoop.main.schedule(after: wait) { [weak self] in self?.tick() }
    }

    private func tick() {
        timer = nil
        onTick(expected.map { $0.duration(to: .now) > Self.stall } ?? false)
    }
}
