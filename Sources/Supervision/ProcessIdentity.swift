import Glibc

/// A process, told apart from a later one with the same number by when it began.
struct ProcessIdentity: Codable, Equatable, Sendable {
    let pid: Int32
    /// Clock ticks since the boot.
    let startTime: UInt64

    private enum CodingKeys: String, CodingKey {
        case pid
        case startTime = "start_time"
    }

    /// The process that has this number now; nil when there is none.
    init?(of pid: pid_t) {
        guard let stat = ProcessStat(of: pid) else { return nil }
        self.pid = pid
        startTime = stat.startTime
    }
}
