import EventLoop
import Glibc
import IPC
import Instruments
import JSON
import Logging
import NodeProtocol
import Settings
import StatusCache

/// What a daemon's set-up is given, and where it says what it serves.
@LoopActor
package final class DaemonContext {
    package let subsystem: Subsystem
    package let configuration: NodeConfiguration
    package let logger: Logger
    package let runtimeDirectory: RuntimeDirectory
    package let stateDirectory: StateDirectory
    /// Counts the processes in this role since the supervisor started; 0 when run alone.
    package let generation: Int
    /// How the process before this one ended; nil for the first, and when run alone.
    package let previousExit: PreviousExit?
    /// This daemon's hand in the node's status cache; its start is in it already.
    package let statusCache: StatusWriter
    /// Serves the daemon's Unix socket; `ping`, `status` and `metrics` are answered already.
    package let server: IPCServer
    /// Members that the answer to `status` has besides the common ones.
    package var statusReport: @LoopActor () -> [String: JSON] = { [:] }
    /// What the answer to `metrics` has besides the common families.
    package var metricsReport: @LoopActor () -> [MetricFamily] = { [] }

    /// Whether the stop that is under way is that of the whole node.
    package internal(set) var nodeIsStopping = false
    /// What this daemon may take for that beyond the five seconds of every stop.
    package var nodeStopAllowance = Duration.zero

    private let sockets: InheritedSockets
    private let started = MonotonicInstant.now
    private var stopHandlers: [@LoopActor () async -> Void] = []

    init(
        subsystem: Subsystem, configuration: NodeConfiguration, logger: Logger, generation: Int,
        previousExit: PreviousExit?, sockets: InheritedSockets, listener: Int32
    ) {
        self.subsystem = subsystem
        self.configuration = configuration
        self.logger = logger
        self.generation = generation
        self.previousExit = previousExit
        self.sockets = sockets
        runtimeDirectory = RuntimeDirectory(configuration.runtimeDirectory)
        stateDirectory = StateDirectory(configuration.stateDirectory)
        statusCache = StatusWriter(path: runtimeDirectory.statusCache, generation: generation, logger: logger)
        server = IPCServer(listener: listener) { credentials, reason in
            switch reason {
            case .peerClosed, .closedHere, .displaced: return  // the ordinary end
            case .badFrame, .stalled, .peerDoesNotRead, .failed:
                logger.warning(
                    "IPC connection ended",
                    metadata: ["peer.pid": "\(credentials?.processID ?? 0)", "reason": "\(reason)"])
            }
        }
        answerCommonMethods()
        statusCache.put(
            start: SubsystemStart(
                name: subsystem, generation: generation, pid: getpid(), bootID: currentBoot(),
                startedAt: Timestamp.now(), monotonicSeconds: Double(started.nanoseconds) / 1e9,
                previousExit: previousExit))
    }

    /// A listening socket that was handed down under this name.
    package func descriptor(named name: String) -> Int32? { sockets[name] }

    /// A client of another subsystem's socket, or of the supervisor's for nil.
    package func client(of subsystem: Subsystem?) -> IPCClient {
        IPCClient(path: subsystem.map(runtimeDirectory.socket(of:)) ?? runtimeDirectory.supervisorSocket)
    }

    /// `body` runs when the process is asked to stop, in the order of registration, all within five seconds.
    package func onStop(_ body: @escaping @LoopActor () async -> Void) { stopHandlers.append(body) }

    func runStopHandlers() async {
        for handler in stopHandlers { await handler() }
    }

    private func answerCommonMethods() {
        server.on(Ping.self) { [subsystem] _, _ in Ping.Answer(name: subsystem.rawValue, pid: getpid()) }
        server.on(Status.self) { [weak self] _, _ in .object(self?.status ?? [:]) }
        server.onAsync(Metrics.name) { [weak self] _, _ in .array((self?.metrics ?? []).map(\.json)) }
    }

    private var uptime: Double { started.duration(to: .now).seconds }

    private var status: [String: JSON] {
        let common: [String: JSON] = [
            "name": .string(subsystem.rawValue), "pid": .int(Int64(getpid())), "version": .string(NodeVersion.current),
            "generation": .int(Int64(generation)), "uptime_s": .double(uptime),
        ]
        return common.merging(statusReport()) { $1 }
    }

    /// What this process counts and measures: ``metricsReport`` and what every daemon has.
    package var metrics: [MetricFamily] {
        let connections = MetricFamily.gauge(
            "aerekos_ipc_connections", "Open connections to the Unix socket.", Double(server.connectionCount))
        return metricsReport()
            + (IPCMetrics.families + [connections]).map { $0.labelled("subsystem", subsystem.rawValue) }
    }
}
