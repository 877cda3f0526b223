import ArgumentParser
import EventLoop
import Glibc

/// The operator's command line: talks to a running node over the Unix sockets in its runtime directory.
package enum WorkerctlProgram {
    /// - Parameter arguments: what follows the program's name. Never returns.
    ///
    /// Exit status: 0 done and well, 1 failed or not well, 2 the node cannot be reached, 64 wrong usage.
    package static func run(_ arguments: [String]) -> Never {
        EventLoop.claimSignals([])
        let command: any NodeCommand
        do {
            var parsed = try Workerctl.parseAsRoot(arguments)
            guard let nodeCommand = parsed as? any NodeCommand else {
                try parsed.run()  // help, or the check of the settings
                exit(0)
            }
            command = nodeCommand
        } catch {
            Workerctl.exit(withError: error)
        }
        if command is TopCommand { EventLoop.claimSignals(Screen.signals) }
        start(command)
        EventLoop.main.run()
        exit(0)
    }

    private static func start(_ command: any NodeCommand) {
        let output = Output.standard(command.options.color)
        let node: any NodeAccess
        do { node = try command.options.node(settingsFile: command.settingsFile) } catch {
            output.complain("workerctl: \(error)")
            exit(EX_USAGE)
        }
        let session = NodeSession(node: node, output: output)
        // The loop waits for this task: it ends the process.
        Task { @LoopActor in
            let status = await perform(command, session)
            guard status == .done, let loss = output.loss else { exit(status.rawValue) }
            output.complain("workerctl: standard output: \(loss)")
            exit(ExitStatus.failed.rawValue)
        }
    }

    /// Carries out a command and tells of its failure on standard error.
    @LoopActor
    package static func perform(_ command: any NodeCommand, _ session: NodeSession) async -> ExitStatus {
        do {
            return try await command.perform(session)
        } catch let failure as CommandFailure {
            session.output.complain("workerctl: \(failure.message)")
            return failure.status
        } catch {
            session.output.complain("workerctl: \(error)")
            return .failed
        }
    }

    /// Reads a command line; for tests.
    package static func parse(_ arguments: [String]) throws -> (any NodeCommand)? {
        try Workerctl.parseAsRoot(arguments) as? any NodeCommand
    }
}

/// What the process ends with.
package enum ExitStatus: Int32, Sendable {
    case done = 0
    case failed = 1
    case unreachable = 2
}

/// Why a command ends early.
struct CommandFailure: Error {
    let status: ExitStatus
    let message: String
}

/// A subcommand that needs the node.
package protocol NodeCommand: ParsableCommand, Sendable {
    var options: NodeOptions { get }
    /// The settings file of a node that does not run, where the command asks for it.
    var settingsFile: String? { get }
    @LoopActor func perform(_ session: NodeSession) async throws -> ExitStatus
}

extension NodeCommand {
    package var settingsFile: String? { nil }
}
