import EventLoop

/// When a container that has ended by itself, or is unhealthy, is started again: after 100 ms, doubled each time up to
/// 30 s. Ten minutes of good running forget the past.
struct RestartSchedule: Sendable, Equatable {
    static let first = Duration.milliseconds(100)
    static let cap = Duration.seconds(30)
    static let forgiveness = Duration.seconds(600)

    /// Since the last instruction.
    private(set) var restarts = 0
    private(set) var streak = 0
    private var due: MonotonicInstant?
    /// Nil: not by this process.
    private(set) var lastStart: MonotonicInstant?

    init() {}

    /// As a process before this one has left it.
    init(_ memory: ServiceMemory) {
        restarts = memory.restarts
        streak = memory.streak
    }

    /// When the container that is found down at `now` may be started; the same until it was.
    mutating func due(at now: MonotonicInstant) -> MonotonicInstant {
        if let due { return due }
        if let lastStart, lastStart.duration(to: now) >= Self.forgiveness { streak = 0 }
        let delay = min(Self.first * Double(1 << min(streak, 16)), Self.cap)
        let moment = now.advanced(by: delay)
        due = moment
        return moment
    }

    mutating func restarted(at now: MonotonicInstant) {
        restarts += 1
        streak += 1
        started(at: now)
    }

    /// It was started because somebody asked.
    mutating func started(at now: MonotonicInstant) {
        lastStart = now
        due = nil
    }
}
