import EventLoop

/// When the other processes are to be asked for their numbers: at every turn while somebody scrapes, and at every third
/// when nobody has for two minutes, so that a node that nobody watches works less.
struct CollectionPace {
    private static let attention = Duration.seconds(120)
    private static let turnsAtRest = 3

    private var scraped: MonotonicInstant?
    private var turnsLeftOut = 0

    /// Whether this turn asks.
    mutating func takesTurn(at now: MonotonicInstant) -> Bool {
        turnsLeftOut = isWatched(at: now) ? 0 : (turnsLeftOut + 1) % Self.turnsAtRest
        return turnsLeftOut == 0
    }

    /// Somebody scrapes. Whether that is the first after a rest, and they are to be asked at once.
    mutating func scrape(at now: MonotonicInstant) -> Bool {
        defer { scraped = now }
        return !isWatched(at: now)
    }

    private func isWatched(at now: MonotonicInstant) -> Bool {
        scraped.map { $0.duration(to: now) < Self.attention } ?? false
    }
}
