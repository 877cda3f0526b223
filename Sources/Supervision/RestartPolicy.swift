/// When a daemon that ended is started again, and how long things may take.
package struct RestartPolicy: Sendable, Equatable {
    /// The delay after the first failure; it doubles with each further one.
    package var firstDelay = Duration.milliseconds(100)
    /// The longest delay: a daemon that fails for weeks is tried this often.
    package var longestDelay = Duration.seconds(30)
    /// How many deaths after having been ready, within ``flapWindow``, are answered by a start at once.
    package var immediateRestarts = 5
    package var flapWindow = Duration.seconds(30)
    /// Failures in a row after which the state reads `failing` instead of `backing_off`.
    package var failingAfter = 5
    /// Good running after which all failures are forgotten.
    package var forgiveAfter = Duration.seconds(600)
    /// From spawn to READY=1.
    package var startTimeout = Duration.seconds(15)
    /// From SIGTERM to SIGKILL. Longer than a daemon's own limit for finishing what it has begun.
    package var stopTimeout = Duration.seconds(7)
    /// The longest silence between two WATCHDOG=1.
    package var watchdogTimeout = Duration.seconds(10)
    /// From the watchdog's SIGABRT to SIGKILL.
    package var abortTimeout = Duration.seconds(2)

    package init() {}

    /// The delay before the next start after `failures` in a row (1 or more): doubled each time, capped, and somewhere
    /// between half and all of that, so that daemons that fell together do not rise together.
    package func delay(failures: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        let doublings = min(max(failures, 1) - 1, 20)
        let full = min(longestDelay, firstDelay * (1 << doublings))
        return full * Double.random(in: 0.5...1, using: &generator)
    }
}
