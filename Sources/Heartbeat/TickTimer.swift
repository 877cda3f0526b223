import EventLoop

/// Calls back at the moment for which a link wants its next tick; one call for however often that is told.
@LoopActor
final class TickTimer {
    private var timer: LoopTimer?
    private var moment: MonotonicInstant?

    nonisolated init() {}

    /// - Parameter next: Nil: no tick is wanted.
    func set(_ next: MonotonicInstant?, _ tick: @escaping @LoopActor () -> Void) {
        guard next != moment || timer == nil else { return }
        cancel()
        moment = next
        guard let next else { return }
        timer = EventLoop.main.schedule(after: max(.zero, MonotonicInstant.now.duration(to: next))) { [weak self] in
            self?.timer = nil
            tick()
        }
    }

    func cancel() {
        timer?.cancel()
        timer = nil
    }
}
