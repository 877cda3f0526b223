import EventLoop
import Glibc
import LogOutput
import Logging
import NodeProtocol
import Supervision

/// The project's supervisor over four trivial children, for bench/restart: restart-bench CHILD CLOCK-FILE RUNTIME-DIR MB
///
/// Everything between the death of a child and its successor's `main()` is what the shipped supervisor runs; only the
/// program that it starts is another, and the policy never waits. CLOCK-FILE reaches the children as STATE_DIR. MB
/// megabytes of heap are touched first.
@main
enum RestartBench {
    @LoopActor private static var supervisor: Supervisor?

    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let megabytes = Int(arguments[4]) else {
            print("usage: restart-bench CHILD CLOCK-FILE RUNTIME-DIR MB")
            exit(64)
        }
        touch(megabytes: megabytes)
        EventLoop.claimSignals([SIGCHLD])
        EventLoop.main.call { serve(child: arguments[1], clockFile: arguments[2], directory: arguments[3]) }
        EventLoop.main.run()
    }

    @LoopActor
    private static func serve(child: String, clockFile: String, directory: String) {
        var settings = SupervisorSettings(
            runtimeDirectory: RuntimeDirectory(directory), executable: child, programName: "restart-child",
            bindAddress: "127.0.0.1", port: 0, settings: { $0 == "STATE_DIR" ? clockFile : nil })
        settings.policy.immediateRestarts = .max
        settings.policy.watchdogTimeout = .seconds(86_400)
        let logger = Logger(label: "supervisor") { LogOutput(label: $0, format: .text, level: .info) }
        let supervisor = Supervisor(settings, logger: logger, output: { LogSink.standardError.write($0) })
        do throws(SystemError) {
            try supervisor.start()
        } catch {
            logger.critical("the supervisor cannot start", metadata: ["error": "\(error)"])
            exit(1)
        }
        self.supervisor = supervisor
    }

    /// Dirty pages that nobody gives back.
    private static func touch(megabytes: Int) {
        guard megabytes > 0 else { return }
        memset(malloc(megabytes << 20), 1, megabytes << 20)
    }
}
