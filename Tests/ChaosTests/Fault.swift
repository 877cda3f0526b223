import Glibc
import TestSupport

/// The daemons, by the names under which they run.
enum Daemon: String, CaseIterable, Sendable {
    case probed, heartbeatd, deployd, apid
}

/// Signals that end a process.
enum Deadly: CaseIterable, Sendable {
    case kill, segmentationFault, abort, terminate

    var number: Int32 {
        switch self {
        case .kill: SIGKILL
        case .segmentationFault: SIGSEGV
        case .abort: SIGABRT
        case .terminate: SIGTERM
        }
    }
}

/// One thing that goes wrong. What lasts carries how long.
enum Fault: Sendable, Equatable {
    case signal(Deadly, [Daemon])
    /// The same daemon several times, so close together that some hit it while it starts.
    case burst(Deadly, Daemon, times: Int, apart: Duration)
    /// heartbeatd, and again in the middle of the registration with which it begins.
    case killedWhileRegistering(after: Duration)
    /// An update of a service is under way when the daemon is killed.
    case killedWhileDeploying(Daemon, after: Duration)
    /// SIGSTOP, and SIGCONT to what is left of it then.
    case paused(Daemon, Duration)
    case supervisorPaused(Duration)
    /// SIGKILL of the supervisor, and of daemons with it; the next supervisor is started after a while.
    case supervisorKilled([Daemon], nextAfter: Duration)
    case cacheDeleted(withLog: Bool)
    /// To this part of its length.
    case cacheTruncated(CacheFile, to: Double)
    /// Bits at these parts of its length.
    case cacheBitsFlipped(CacheFile, at: [Double])
    case cacheLocked(LogIndexLock.Scope, Duration)
    case runtimeDirectoryFull(Duration)
    /// As many descriptors as it has open, and this many besides, are all that it may have.
    case descriptorsExhausted(Daemon, spare: Int, Duration)
    case flooded(socket: String, Flood, Duration)
    case clockStepped(seconds: Int64)

    enum CacheFile: String, CaseIterable, Sendable { case database = "", log = "-wal", index = "-shm" }
    enum Flood: CaseIterable, Sendable { case requestsNeverRead, garbage, hugeFrames, connections }
}

extension Fault {
    /// From its beginning until nothing of it is left but its consequences.
    var duration: Duration {
        switch self {
        case .signal, .killedWhileRegistering, .killedWhileDeploying, .cacheDeleted, .cacheTruncated, .cacheBitsFlipped,
            .clockStepped:
            .zero
        case .burst(_, _, let times, let apart): apart * times
        case .paused(_, let duration), .supervisorPaused(let duration), .supervisorKilled(_, let duration),
            .cacheLocked(_, let duration), .runtimeDirectoryFull(let duration),
            .descriptorsExhausted(_, _, let duration), .flooded(_, _, let duration):
            duration
        }
    }

    /// The daemons that end, or may end, by it.
    var victims: [Daemon] {
        switch self {
        case .signal(_, let daemons), .supervisorKilled(let daemons, _): daemons
        case .burst(_, let daemon, _, _), .paused(let daemon, _), .killedWhileDeploying(let daemon, _),
            .descriptorsExhausted(let daemon, _, _):
            [daemon]
        case .killedWhileRegistering: [.heartbeatd]
        case .cacheTruncated(.index, _): Daemon.allCases
        case .supervisorPaused, .cacheDeleted, .cacheTruncated, .cacheBitsFlipped, .cacheLocked, .runtimeDirectoryFull,
            .flooded, .clockStepped:
            []
        }
    }
}
