import EventLoop

/// Instructions that the conductor gives although they were taken before: it has not heard of their end, or has lost it.
struct RepeatedInstructions {
    /// A conductor that gives the same list for ever is told once in this time, not with each of its answers.
    static let pause = Duration.seconds(3600)

    /// When the end of which was last told again. Only ids of the newest list are kept.
    private var told: [String: MonotonicInstant] = [:]

    /// Which of `ids`, the repeated ones of one answer, may be told of now.
    mutating func due(_ ids: Set<String>, now: MonotonicInstant) -> [String] {
        told = told.filter { ids.contains($0.key) }
        return ids.filter { id in told[id].map { $0.duration(to: now) >= Self.pause } ?? true }.sorted()
    }

    mutating func tell(_ ids: [String], now: MonotonicInstant) {
        for id in ids { told[id] = now }
    }
}
