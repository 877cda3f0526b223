import EventLoop
import Faults
import Glibc
import IPC
import LogOutput
import Logging
import NodeProtocol
import Settings

/// The frame around every daemon's own code: arguments, configuration, signals, sockets, readiness, watchdog, stop.
package enum DaemonProgram {
    /// A daemon's option to do one thing, print it, and exit with the status returned.
    package struct OneShot: Sendable {
        package let flag: String
        package let about: String
        package let body: @LoopActor @Sendable (NodeConfiguration) async throws -> Int32

        package init(
            flag: String, about: String, body: @escaping @LoopActor @Sendable (NodeConfiguration) async throws -> Int32
        ) {
            self.flag = flag
            self.about = about
            self.body = body
        }
    }

    /// SIGTERM, and that the whole node stops, not this daemon alone.
    package static let nodeStopSignal = SIGUSR1

    /// Runs a daemon until it is told to stop by SIGTERM or SIGINT; never returns.
    ///
    /// Exit status: 0 after a stop, 78 for a wrong configuration, 75 (EX_TEMPFAIL) when another process has the role,
    /// 1 when `setUp` throws; each with a line that says why.
    /// - Parameter setUp: Makes the daemon's parts. When it returns, the daemon is ready.
    package static func run(
        _ subsystem: Subsystem, _ arguments: [String], about: String, oneShot: OneShot? = nil,
        setUp: @escaping @LoopActor @Sendable (DaemonContext) async throws -> Void
    ) -> Never {
        let program = subsystem.rawValue
        let parsed = ProgramArguments(
            arguments, program: program, about: about, oneShot: oneShot.map { ($0.flag, $0.about) })
        let configuration = parsed.configurationOrExit(program: program)
        let logger = makeLogger(program: program, configuration)
        EventLoop.claimSignals([SIGTERM, SIGINT, nodeStopSignal])
        EventLoop.takeAllTasks()
        if parsed.mode == .oneShot, let oneShot {
            // The loop below waits for this task: it ends the process.
            Task { @LoopActor in await runOnce(oneShot, configuration, logger) }
        } else {
            // Likewise: set-up ends, or the process does.
            Task { @LoopActor in await serve(subsystem, configuration, logger, setUp) }
        }
        EventLoop.main.run()
        exit(0)
    }

    /// The logger of one program, as the configuration wants it.
    package static func makeLogger(
        program: String, _ configuration: NodeConfiguration, sink: LogSink = .standardError
    ) -> Logger {
        let format: LogOutput.Format
        switch configuration.logFormat {
        case .text: format = .text
        case .json: format = .json
        }
        let level = Logger.Level(rawValue: configuration.logLevel.rawValue) ?? .info
        return Logger(label: program) { LogOutput(label: $0, format: format, level: level, sink: sink) }
    }

    @LoopActor
    private static func runOnce(_ oneShot: OneShot, _ configuration: NodeConfiguration, _ logger: Logger) async {
        do {
            exit(try await oneShot.body(configuration))
        } catch {
            end(logger, "failed", error, status: 1)
        }
    }

    @LoopActor
    private static func serve(
        _ subsystem: Subsystem, _ configuration: NodeConfiguration, _ logger: Logger,
        _ setUp: @LoopActor (DaemonContext) async throws -> Void
    ) async {
        let environment = NodeConfiguration.processEnvironment
        checkFaultOrders(environment(FaultOrder.environmentKey), logger)
        let notifier = ServiceNotifier(environment: environment)
        let sockets = InheritedSockets(environment: environment, processID: getpid())
        sockets.prepare()
        let runtime = RuntimeDirectory(configuration.runtimeDirectory)
        do throws(SystemError) {
            try makePrivateDirectory(runtime.path)
            let lock = try RoleLock(path: runtime.roleLock(of: subsystem.rawValue))
            heldLocks.append(LockBox(lock))
        } catch {
            guard error.errno == EWOULDBLOCK else {
                end(logger, "the runtime directory cannot be used", error, status: 1)
            }
            end(logger, "another process already has this role", error, status: 75)
        }
        do {
            let listener = try sockets[subsystem.rawValue] ?? UnixSocket.listen(at: runtime.socket(of: subsystem))
            let context = DaemonContext(
                subsystem: subsystem, configuration: configuration, logger: logger,
                generation: environment("GENERATION").flatMap { Int($0) } ?? 0,
                previousExit: PreviousExit.inEnvironment(environment), sockets: sockets, listener: listener)
            let signals = try EventLoop.main.onSignals([SIGTERM, SIGINT, nodeStopSignal]) { signal in
                context.nodeIsStopping = signal == nodeStopSignal
                stop(context, notifier)
            }
            let link = SupervisorLink(
                subsystem, generation: context.generation, notifier: notifier, sockets: sockets,
                logDescriptor: environment("LOG_FD").flatMap { Int32($0) }, runtime: runtime, logger: logger)
            link.start()
            supervisorLink = link
            try await setUp(context)
            try context.server.start()
            notifier.ready("serving")
            let watchdog = notifier.watchdogInterval.map { EventLoop.main.every($0) { notifier.alive() } }
            kept = (context, signals, watchdog)
            EventLoop.main.releaseMemoryAtRest()
        } catch {
            end(logger, "cannot start", error, status: 1)
        }
    }

    private static func checkFaultOrders(_ text: String?, _ logger: Logger) {
        guard let text else { return }
        do throws(FaultOrder.Malformed) {
            _ = try FaultOrder.parse(text)
            logger.warning("faults are ordered, as for a test", metadata: ["orders": "\(text)"])
        } catch {
            end(logger, "wrong configuration", error, status: ConfigurationError.exitStatus)
        }
    }

    /// Says goodbye, lets the daemon finish within five seconds, and exits.
    @LoopActor
    private static func stop(_ context: DaemonContext, _ notifier: ServiceNotifier) {
        guard !isStopping else { return }
        isStopping = true
        supervisorLink?.stop()
        notifier.stopping()
        context.logger.info("stopping")
        let limit = Duration.seconds(5) + (context.nodeIsStopping ? context.nodeStopAllowance : .zero)
        EventLoop.main.schedule(after: limit) {
            context.logger.warning("stopped before everything was finished")
            exit(0)
        }
        // The process waits for this task, five seconds at most.
        Task { @LoopActor in
            await context.runStopHandlers()
            exit(0)
        }
    }

    private static func end(_ logger: Logger, _ message: Logger.Message, _ error: any Error, status: Int32) -> Never {
        logger.critical(message, metadata: ["error.message": "\(error)"])
        exit(status)
    }

    /// What lives as long as the process.
    @LoopActor private static var kept: (DaemonContext, DescriptorWatch, RepeatingTimer?)?
    @LoopActor private static var supervisorLink: SupervisorLink?
    @LoopActor private static var heldLocks: [LockBox] = []
    @LoopActor private static var isStopping = false

    private final class LockBox {
        let lock: RoleLock
        init(_ lock: consuming RoleLock) { self.lock = lock }
    }

    /// Makes a directory for this user alone, with its parents. An existing one is taken when it is this user's.
    package static func makePrivateDirectory(_ path: String) throws(SystemError) {
        var parent = ""
        for component in path.split(separator: "/").dropLast() {
            parent += "/" + component
            guard mkdir(parent, 0o755) == 0 || errno == EEXIST else { throw SystemError("mkdir", parent) }
        }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw SystemError("mkdir", path) }
        var info = stat()
        guard lstat(path, &info) == 0 else { throw SystemError("lstat", path) }
        guard info.st_mode & S_IFMT == S_IFDIR else { throw SystemError("mkdir", path, errno: ENOTDIR) }
        guard info.st_uid == geteuid() else { throw SystemError("mkdir", path, errno: EPERM) }
    }
}
