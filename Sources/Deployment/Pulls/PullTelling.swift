import EventLoop

/// How often the progress of a pull is told: the engine tells of it many times a second.
struct PullTelling: Sendable {
    /// In the service's status, at most so often.
    static let shownEvery = Duration.seconds(1)
    /// In the log; the first time that long after the pull has begun.
    static let loggedEvery = Duration.seconds(10)

    private var shown: MonotonicInstant?
    private var logged: MonotonicInstant

    init(begun: MonotonicInstant) { logged = begun }

    /// What is to be done about progress at `now`; it counts as done.
    mutating func due(at now: MonotonicInstant) -> (shows: Bool, logs: Bool) {
        let shows = shown.map { $0.duration(to: now) >= Self.shownEvery } ?? true
        let logs = logged.duration(to: now) >= Self.loggedEvery
        if shows { shown = now }
        if logs { logged = now }
        return (shows, logs)
    }

    /// How long after `now` what was not shown for having come too soon is to be shown.
    func untilNextShowing(at now: MonotonicInstant) -> Duration {
        shown.map { max(.zero, Self.shownEvery - $0.duration(to: now)) } ?? .zero
    }
}
