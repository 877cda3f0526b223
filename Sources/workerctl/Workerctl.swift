import ArgumentParser
import NodeProtocol
import Settings

struct Workerctl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workerctl",
        abstract: "Looks after a running aerekos worker node.",
        discussion: """
            By default the node of this machine is spoken to, over the sockets in its runtime directory. With --url any \
            node, over its HTTP API.
            Exit status: 0 done and well, 1 failed or not well, 2 the node cannot be reached, 64 wrong usage.

            Examples:
              workerctl status
              workerctl doctor
              workerctl top
              workerctl deploy web --image nginx:alpine --port 8080:80
              workerctl services --url https://node-7.example:3001 --token-file token
            """,
        version: NodeVersion.current,
        subcommands: [
            StatusCommand.self, ServicesCommand.self, SubsystemsCommand.self, EventsCommand.self,
            RestartCommand.self, ReloadCommand.self, UpgradeCommand.self, ResourcesCommand.self, TopCommand.self,
            DeployCommand.self,
            RemoveCommand.self, ServiceCommand.self, ExplainCommand.self, LogsCommand.self, StatsCommand.self,
            DoctorCommand.self, SupportBundleCommand.self, ConfigCommand.self,
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
