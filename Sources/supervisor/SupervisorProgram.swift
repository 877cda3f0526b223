import DaemonLifecycle
import EventLoop
import Glibc
import LogOutput
import Logging
import NodeProtocol
import Settings
import Supervision

/// The supervisor: settings → directories and locks → ``Supervisor`` → run until told to stop.
package enum SupervisorProgram {
    /// Runs the node; never returns. Exit status: 0 after a stop by SIGTERM or SIGINT, 78 for a wrong configuration or
    /// a runtime directory that cannot be used, 75 when another supervisor runs on the same directories.
    /// - Parameter executable: The program that carries the daemons, started as `executable NAME`.
    package static func run(_ arguments: [String], executable: String) -> Never {
        let parsed = ProgramArguments(
            arguments, program: "supervisor", about: "starts the node's daemons, watches them and restarts them")
        var read: [Setting] = []
        let configuration = parsed.configurationOrExit(program: "supervisor") { read.append($0) }
        let settings = read
        let logger = DaemonProgram.makeLogger(program: "supervisor", configuration, sink: log)
        EventLoop.claimSignals([SIGTERM, SIGINT, SIGHUP, SIGUSR2, SIGCHLD])
        EventLoop.main.call {
            serve(configuration, settings, environmentFile: parsed.environmentFile, executable: executable, logger)
        }
        EventLoop.main.run()
        exit(0)
    }

    @LoopActor
    private static func serve(
        _ configuration: NodeConfiguration, _ read: [Setting], environmentFile: String, executable: String,
        _ logger: Logger
    ) {
        let notifier = ServiceNotifier(environment: NodeConfiguration.processEnvironment)
        let runtime = RuntimeDirectory(configuration.runtimeDirectory)
        takeDirectories(configuration, runtime, logger)

        var settings = supervisorSettings(configuration, read, environmentFile, executable)
        settings.kept = KeptDescriptors.takeFromEnvironment()
        let supervisor = Supervisor(
            settings, logger: logger, ownOutput: ownOutput, output: { DaemonOutput.forward($0) })
        supervisor.takeRuntimeDirectory = { () throws(SystemError) in
            try DaemonProgram.makePrivateDirectory(runtime.path)
            locks.append(try HeldLock(runtime.roleLock(of: "supervisor")))
        }
        supervisor.rereadSettings = { () throws(UnusableSettings) in
            try reread(environmentFile, executable)
        }
        do throws(SystemError) {
            let signals = try EventLoop.main.onSignals([SIGTERM, SIGINT]) { _ in
                notifier.stopping()
                supervisor.stop { exit(0) }
            }
            let hangUps = try EventLoop.main.onSignals([SIGHUP]) { _ in
                supervisor.whenGathered {
                    notifier.reloading()
                    _ = try? supervisor.reload()  // it has logged why not
                    notifier.ready("all settings are read")
                }
            }
            let upgrades = try EventLoop.main.onSignals([SIGUSR2]) { _ in
                supervisor.whenGathered { supervisor.upgrade { _ in } }
            }
            supervisor.onAllReady = {
                logger.info("the node is ready")
                notifier.ready("all subsystems are ready")
                EventLoop.main.releaseMemoryAtRest()
            }
            try supervisor.start()
            let watchdog = notifier.watchdogInterval.map { EventLoop.main.every($0) { notifier.alive() } }
            kept = (supervisor, [signals, hangUps, upgrades], watchdog)
        } catch {
            logger.critical("the supervisor cannot start", metadata: ["error.message": "\(error)"])
            exit(ConfigurationError.exitStatus)
        }
    }

    private static func supervisorSettings(
        _ configuration: NodeConfiguration, _ read: [Setting], _ environmentFile: String, _ executable: String
    ) -> SupervisorSettings {
        let file = (try? EnvironmentFile(path: environmentFile)) ?? nil
        var policy = RestartPolicy()
        policy.watchdogTimeout = configuration.watchdogTimeout
        policy.immediateRestarts = configuration.restartBurst
        var settings = SupervisorSettings(
            runtimeDirectory: RuntimeDirectory(configuration.runtimeDirectory), executable: executable,
            programName: "aerekos-worker", bindAddress: configuration.bindAddress, port: configuration.port,
            policy: policy,
            settings: { key in
                switch key {
                // As resolved, so that every daemon means the same directory.
                case "STATE_DIR": configuration.stateDirectory
                case "RUNTIME_DIR": configuration.runtimeDirectory
                default: NodeConfiguration.processEnvironment(key) ?? file?.values[key]
                }
            })
        if configuration.stopsServices { settings.servicesStopTimeout = configuration.shutdownTimeout }
        for subsystem in Subsystem.allCases {
            settings.watchdogTimeouts[subsystem] = configuration.watchdogTimeouts[subsystem.rawValue]
            settings.memoryLimits[subsystem] = configuration.memoryLimits[subsystem.rawValue]
        }
        settings.commandLine = CommandLine.arguments
        settings.reports = SettingReports.of(read, environment: NodeConfiguration.processEnvironment)
        return settings
    }

    private static func reread(
        _ environmentFile: String, _ executable: String
    ) throws(UnusableSettings) -> (SupervisorSettings, Logger) {
        do throws(ConfigurationError) {
            var read: [Setting] = []
            let configuration = try NodeConfiguration.load(environmentFile: environmentFile) { read.append($0) }
            return (
                supervisorSettings(configuration, read, environmentFile, executable),
                DaemonProgram.makeLogger(program: "supervisor", configuration, sink: log)
            )
        } catch {
            throw UnusableSettings(mistakes: error.mistakes)
        }
    }

    /// Makes both directories and takes the supervisor's role in them. A state directory that cannot be used leaves
    /// the node running without what needs it; without a runtime directory there is no node.
    @LoopActor
    private static func takeDirectories(
        _ configuration: NodeConfiguration, _ runtime: RuntimeDirectory, _ logger: Logger
    ) {
        do throws(SystemError) {
            try DaemonProgram.makePrivateDirectory(runtime.path)
            locks.append(try HeldLock(runtime.roleLock(of: "supervisor")))
            ownOutput.keep(at: runtime.output(of: KeptOutput.supervisor))
        } catch {
            refuse(error, "RUNTIME_DIR", configuration.runtimeDirectory, logger)
        }
        do throws(SystemError) {
            let claim = try StateDirectoryClaim(configuration.stateDirectory)
            stateDirectoryClaim = claim
            let outcome = claim.wait(for: statePatience) { late in
                do throws(SystemError) {
                    try late.get()
                    logger.notice("the state directory answers")
                } catch {
                    // The daemons run: too late to make way for another supervisor.
                    tellStateFailure("\(error)", configuration, logger)
                }
            }
            guard let outcome else {
                return tellStateFailure("it has not answered for \(statePatience)", configuration, logger)
            }
            try outcome.get()
        } catch {
            if error.errno == EWOULDBLOCK { refuse(error, "STATE_DIR", configuration.stateDirectory, logger) }
            tellStateFailure("\(error)", configuration, logger)
        }
    }

    /// So long the start waits for a disk that does not answer.
    private static let statePatience = Duration.seconds(3)

    private static func tellStateFailure(
        _ why: String, _ configuration: NodeConfiguration, _ logger: Logger
    ) {
        logger.error(
            "the state directory cannot be used: identity and deployments will not survive a restart",
            metadata: ["STATE_DIR": "\(configuration.stateDirectory)", "error.message": "\(why)"])
    }

    private static func refuse(_ error: SystemError, _ key: String, _ path: String, _ logger: Logger) -> Never {
        if error.errno == EWOULDBLOCK {
            logger.critical("another supervisor runs on this directory", metadata: ["\(key)": "\(path)"])
            exit(75)
        }
        logger.critical("the directory cannot be used", metadata: ["\(key)": "\(path)", "error.message": "\(error)"])
        exit(ConfigurationError.exitStatus)
    }

    /// Standard error, with a copy for whoever asks later. Nothing is logged but on the loop's thread, the only one.
    private static let log = LogSink(descriptor: STDERR_FILENO) { line in
        LoopActor.assumeIsolated { ownOutput.append([line]) }
    }
    @LoopActor private static let ownOutput = OutputHistory()

    /// What lives as long as the process.
    @LoopActor private static var kept: (Supervisor, [DescriptorWatch], RepeatingTimer?)?
    @LoopActor private static var locks: [HeldLock] = []
    @LoopActor private static var stateDirectoryClaim: StateDirectoryClaim?

    private final class HeldLock {
        let lock: RoleLock
        init(_ path: String) throws(SystemError) { lock = try RoleLock(path: path, patience: .seconds(1)) }
    }
}
