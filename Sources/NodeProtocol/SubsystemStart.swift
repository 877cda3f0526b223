/// One start of a daemon, as the daemon itself has put it into the status cache.
package struct SubsystemStart: Codable, Sendable, Equatable {
    package var name: Subsystem
    package var generation: Int
    package var pid: Int32
    /// Which boot of the host it was in: `/proc/sys/kernel/random/boot_id`.
    package var bootID: String
    /// ISO-8601 UTC.
    package var startedAt: String
    /// The same moment in seconds of CLOCK_MONOTONIC, which does not step.
    package var monotonicSeconds: Double
    /// How the process before it ended; absent for the first.
    package var previousExit: PreviousExit?

    package init(
        name: Subsystem, generation: Int, pid: Int32, bootID: String, startedAt: String, monotonicSeconds: Double,
        previousExit: PreviousExit?
    ) {
        self.name = name
        self.generation = generation
        self.pid = pid
        self.bootID = bootID
        self.startedAt = startedAt
        self.monotonicSeconds = monotonicSeconds
        self.previousExit = previousExit
    }

    private enum CodingKeys: String, CodingKey {
        case name, generation, pid
        case bootID = "boot_id"
        case startedAt = "started_at"
        case monotonicSeconds = "monotonic_s"
        case previousExit = "previous_exit"
    }
}
