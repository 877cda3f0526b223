import EventLoop
import Glibc
import NodeProtocol

/// What is needed to start a process.
package struct LaunchRequest: Sendable {
    package var executable: String
    package var arguments: [String]
    package var environment: [String: String]
    /// Listening sockets by name, in the order of LISTEN_FDNAMES.
    package var sockets: [(name: String, descriptor: Int32)]
    package var watchdogTimeout: Duration
    /// RLIMIT_NOFILE.
    package var openFiles: UInt64 = 1024
    /// How soon the kernel ends it when memory is short, -1000 (never) to 1000 (first); lowering needs a privilege.
    package var oomScoreAdjust: Int32 = 0
    /// setpriority(2): 19 yields to everybody.
    package var nice: Int32 = 0
    /// ioprio_set(2); nil follows from ``nice``.
    package var ioPriority: IOPriority?
    package var memoryBound: MemoryBound?
    /// What else makes a running process differ from one started now: addresses of its sockets, contents of files that
    /// it reads once. Only a hash of it is ever kept.
    package var circumstances: @LoopActor @Sendable () -> [String] = { [] }

    /// How the memory of a process is bounded.
    package enum MemoryBound: Sendable, Equatable {
        /// By the control group whose cgroup.procs file this is.
        case controlGroup(processList: String)
        /// RLIMIT_AS, in bytes: of address space, for want of control groups.
        case addressSpace(UInt64)
    }

    package init(
        executable: String, arguments: [String], environment: [String: String],
        sockets: [(name: String, descriptor: Int32)], watchdogTimeout: Duration
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.sockets = sockets
        self.watchdogTimeout = watchdogTimeout
    }

    /// Tells whether a process that runs was started as this request would start it: of everything but the executable
    /// and the generation. It is a hash (FNV-1a, 64 bits): secrets among the settings cannot be read from it.
    @LoopActor package var fingerprint: String {
        var parts = environment.filter { $0.key != "GENERATION" }.map { "\($0.key)=\($0.value)" }.sorted()
        parts.append("\(watchdogTimeout.nanoseconds) \(openFiles)")
        parts += circumstances()
        return Fingerprint.of(parts)
    }
}
