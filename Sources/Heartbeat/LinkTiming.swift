import EventLoop

extension ConductorLink {
    /// How often, and how patiently.
    package struct Timing: Sendable {
        package var heartbeat: Duration
        package var resources: Duration
        package var failuresBeforeRegistering = 3
        package var retry = Backoff(base: .seconds(1), cap: .seconds(60))
        /// A rejected token is for the operator to mend; asking often does not help.
        package var rejectedToken = Backoff(base: .seconds(30), cap: .seconds(300), fixedShare: 0.5)
        /// Until a call that the conductor did not offer is tried again.
        package var notOffered = Duration.seconds(600)
        /// The least time between two reports of resources, however much they change.
        package var resourceGap: Duration

        package init(heartbeat: Duration, resources: Duration) {
            self.heartbeat = heartbeat
            self.resources = resources
            resourceGap = min(.seconds(5), resources)
        }
    }
}

/// When something is due, if ever.
struct Due: Sendable {
    private(set) var at: MonotonicInstant?

    static let never = Due()

    mutating func set(_ moment: MonotonicInstant) { at = moment }
    mutating func set(noLaterThan moment: MonotonicInstant) { at = min(at ?? moment, moment) }
    /// Puts off what is due, if anything is.
    mutating func set(noEarlierThan moment: MonotonicInstant) { at = at.map { max($0, moment) } }
    mutating func clear() { at = nil }

    /// Whether the time has come; if so it is due no longer.
    mutating func take(_ now: MonotonicInstant) -> Bool {
        guard let at, at <= now else { return false }
        self.at = nil
        return true
    }
}
