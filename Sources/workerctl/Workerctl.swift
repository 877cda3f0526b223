import ArgumentParser
import NodeProtocol
import Settings

struct Workerctl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workerctl",
        abstract: "Looks after a running aerekos worker node.",
        discussion: "Exit status: 0 done and well, 1 failed or not well, 2 the node cannot be reached, 64 wrong usage.",
        version: NodeVersion.current,
        subcommands: [
            StatusCommand.self, ServicesCommand.self, SubsystemsCommand.self, EventsCommand.self,
            RestartCommand.self, ReloadCommand.self, UpgradeCommand.self, ResourcesCommand.self, DeployCommand.self,
            RemoveCommand.self, ServiceCommand.self, ExplainCommand.self, LogsCommand.self, StatsCommand.self,
            ConfigCommand.self,
        ])

    @Flag(help: "Check the node's settings in the environment and .env, and exit: 0 when right, 78 when not.")
    var checkConfig = false

    /// Without a subcommand: checks the settings, or tells what there is.
    func run() throws {
        guard checkConfig else { throw CleanExit.helpRequest(self) }
        do throws(ConfigurationError) {
            _ = try NodeConfiguration.load(environmentFile: NodeConfiguration.standardEnvironmentFile)
            print("workerctl: the configuration is right")
        } catch {
            Output.standard.complain(error.mistakes.map { "workerctl: \($0)" }.joined(separator: "\n"))
            throw ExitCode(ConfigurationError.exitStatus)
        }
    }
}

/// What every subcommand takes.
package struct NodeOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "The node's runtime directory; RUNTIME_DIR, or where a node of this user has it.", valueName: "path"))
    var runtimeDir: String?

    @Flag(help: "Print JSON instead of a table.")
    var json = false

    package init() {}

    var directory: RuntimeDirectory {
        let environment = NodeConfiguration.processEnvironment
        let path = runtimeDir ?? environment("RUNTIME_DIR").flatMap { $0.isEmpty ? nil : $0 }
        return RuntimeDirectory(path ?? NodeConfiguration.standardRuntimeDirectory(environment))
    }
}
