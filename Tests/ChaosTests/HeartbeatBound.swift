import EventLoop

/// How long the conductor may be without a sign of the node: the promise, and what the design itself takes when a fault
/// hits heartbeatd so that it must be waited for.
///
/// - Whatever happens: the interval and two seconds.
/// - heartbeatd is stopped (SIGSTOP) for a time: that time, but at most the watchdog's time-out, the 2 s from its
///   SIGABRT (which a stopped process does not take) to SIGKILL, and the quarter of the time-out by which words of life
///   may be apart.
/// - heartbeatd may have no more descriptors: that time, and the back-off that grew with it (1 s, then as long again).
/// - heartbeatd ends while there is no supervisor, or one that stands still: nobody is there to start another, so that
///   time; and when it was killed, the half second in which the next one gathers the sockets that others hold, or the
///   5 s that it gives those that cannot answer (SIGSTOP, no descriptors).
/// - The machine did not let this test run for a time: that time.
struct HeartbeatBound: Sendable {
    let interval: Duration
    let watchdog: Duration

    func allowed(_ gap: HeartbeatMonitor.Gap, _ journal: FaultJournal, _ load: MachineLoad) -> Duration {
        // What ended a moment before may be what the gap begins with.
        let earlier = gap.begin.advanced(by: .zero - Self.aftermath)
        let entries = journal.entries.filter { $0.overlaps(earlier, gap.end) }
        let isHit = entries.contains { $0.fault.victims.contains(.heartbeatd) }
        let isMute = entries.contains(where: \.fault.makesMute)
        let excuses = entries.map { excuse(for: $0.fault, isHeartbeatHit: isHit, isAnyoneMute: isMute) }
        return interval + .seconds(2) + excuses.reduce(.zero, +) + load.delay(from: gap.begin, to: gap.end)
    }

    private static let aftermath = Duration.milliseconds(500)

    private func excuse(for fault: Fault, isHeartbeatHit: Bool, isAnyoneMute: Bool) -> Duration {
        switch fault {
        case .paused(.heartbeatd, let duration): min(duration, watchdog * 5 / 4 + .seconds(2))
        case .descriptorsExhausted(.heartbeatd, _, let duration): duration * 2 + .seconds(1)
        case .supervisorPaused(let duration): isHeartbeatHit ? duration : .zero
        case .supervisorKilled(_, let duration):
            isHeartbeatHit ? duration + (isAnyoneMute ? .seconds(5) : .milliseconds(500)) : .zero
        case .signal, .burst, .killedWhileRegistering, .killedWhileDeploying, .paused, .cacheDeleted, .cacheTruncated,
            .cacheBitsFlipped, .cacheLocked, .runtimeDirectoryFull, .descriptorsExhausted, .flooded, .clockStepped:
            .zero
        }
    }
}

extension Fault {
    /// A daemon under it cannot introduce itself to a new supervisor.
    fileprivate var makesMute: Bool {
        switch self {
        case .paused, .descriptorsExhausted: true
        case .signal, .burst, .killedWhileRegistering, .killedWhileDeploying, .supervisorPaused, .supervisorKilled,
            .cacheDeleted, .cacheTruncated, .cacheBitsFlipped, .cacheLocked, .runtimeDirectoryFull, .flooded,
            .clockStepped:
            false
        }
    }
}
