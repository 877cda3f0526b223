/// How long to wait before another attempt: a bound that doubles with each failure up to a cap, and chance within it, so
/// that a thousand workers do not come back to a restarted conductor in the same moment.
package struct Backoff: Sendable, Equatable {
    package var base: Duration
    package var cap: Duration
    /// The part of the bound that is waited for in any case: 0 is full jitter.
    package var fixedShare = 0.0

    package init(base: Duration, cap: Duration, fixedShare: Double = 0) {
        self.base = base
        self.cap = cap
        self.fixedShare = fixedShare
    }

    /// - Parameter failures: In a row, this one included.
    package func delay(after failures: Int, using random: inout some RandomNumberGenerator) -> Duration {
        let doublings = min(max(0, failures - 1), 30)
        let bound = min(cap, base * (1 << doublings))
        return bound * Double.random(in: fixedShare...1, using: &random)
    }
}
