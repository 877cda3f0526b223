import JSON
import NodeProtocol

/// What deployd remembers of a service beside what is wanted of it, over its own restarts.
package struct ServiceMemory: Sendable, Equatable {
    /// How often it was started again since the last instruction: what `on-failure` counts.
    package var restarts = 0
    /// How often in a row, for the time until the next one.
    package var streak = 0
    /// What it last said of itself.
    package var report: ServiceReport?

    package init(restarts: Int = 0, streak: Int = 0, report: ServiceReport? = nil) {
        self.restarts = restarts
        self.streak = streak
        self.report = report
    }
}
