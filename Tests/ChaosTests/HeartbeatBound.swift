import EventLoop

/// How long the conductor may be without a sign of the node: the interval and two seconds, in which those times do not
/// count in which a fault keeps heartbeatd itself from running and the design answers by waiting.
///
/// - heartbeatd is stopped (SIGSTOP): that time, but at most the watchdog's time-out, the 2 s from its SIGABRT (which a
///   stopped process does not take) to SIGKILL, and the quarter of the time-out by which words of life may be apart.
/// - heartbeatd may have no more descriptors: that time, and the back-off that grew with it (1 s, then as long again).
/// - heartbeatd was ended, and there is no supervisor to start another, or one that stands still: until there is one, and
///   the half second in which it gathers the sockets that others hold, or the 5 s that it gives those that cannot
///   answer (SIGSTOP, no descriptors).
/// - The machine did not let this test run: that time.
struct HeartbeatBound: Sendable {
    let interval: Duration
    let watchdog: Duration

    func allowed(_ gap: HeartbeatMonitor.Gap, _ journal: FaultJournal, _ load: MachineLoad) -> Duration {
        // What ended a moment before may be what the gap begins with.
        let earlier = gap.begin.advanced(by: .zero - Self.aftermath)
        let entries = journal.entries.filter { $0.overlaps(earlier, gap.end) }
        let isHit = entries.contains { $0.fault.victims.contains(.heartbeatd) }
        let isMute = entries.contains(where: \.fault.makesMute)
        let spans = entries.compactMap { span(of: $0, isHeartbeatHit: isHit, isAnyoneMute: isMute) }
        return interval + .seconds(2) + Self.length(of: spans, within: gap) + load.delay(from: gap.begin, to: gap.end)
    }

    private static let aftermath = Duration.seconds(5)

    /// When heartbeatd could not run for this fault.
    private func span(
        of entry: FaultJournal.Entry, isHeartbeatHit: Bool, isAnyoneMute: Bool
    ) -> (begin: MonotonicInstant, end: MonotonicInstant)? {
        let end = entry.end ?? .now
        switch entry.fault {
        case .paused(.heartbeatd, _):
            return (entry.begin, min(end, entry.begin.advanced(by: watchdog * 5 / 4 + .seconds(2))))
        case .descriptorsExhausted(.heartbeatd, _, let duration):
            return (entry.begin, end.advanced(by: duration + .seconds(1)))
        case .supervisorPaused:
            return isHeartbeatHit ? (entry.begin, end) : nil
        case .supervisorKilled:
            let gathering = isAnyoneMute ? Duration.seconds(5) : .milliseconds(500)
            return isHeartbeatHit ? (entry.begin, end.advanced(by: gathering)) : nil
        case .signal, .burst, .killedWhileRegistering, .killedWhileDeploying, .paused, .cacheDeleted, .cacheTruncated,
            .cacheBitsFlipped, .cacheLocked, .runtimeDirectoryFull, .descriptorsExhausted, .flooded, .clockStepped:
            return nil
        }
    }

    /// How much of the gap lies in one of the spans at least.
    private static func length(
        of spans: [(begin: MonotonicInstant, end: MonotonicInstant)], within gap: HeartbeatMonitor.Gap
    ) -> Duration {
        var covered = Duration.zero
        var reached = gap.begin
        for span in spans.sorted(by: { $0.begin < $1.begin }) {
            let begin = max(span.begin, reached)
            let end = min(span.end, gap.end)
            guard begin < end else { continue }
            covered += begin.duration(to: end)
            reached = end
        }
        return covered
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
