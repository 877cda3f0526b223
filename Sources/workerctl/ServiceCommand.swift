import ArgumentParser
import EventLoop
import JSON
import NodeProtocol

struct ServiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service", abstract: "Starts, stops or restarts a service, or all services of a compose project.",
        discussion: "What is to be there no more is removed with: workerctl remove NAME",
        subcommands: [StartServiceCommand.self, StopServiceCommand.self, RestartServiceCommand.self])
}

/// What a command about one service's running takes.
struct ServiceCommandOptions: ParsableArguments, Sendable {
    @Argument(help: "The service's name, or a compose project's.", completion: ServiceNames.completion)
    var name: String

    @Flag(help: "Do not wait.")
    var detach = false

    @Option(help: ArgumentHelp("How long to wait.", valueName: "seconds"))
    var timeout = 120

    func validate() throws {
        guard (1...86400).contains(timeout) else { throw ValidationError("--timeout must be between 1 and 86400") }
    }

    /// Sends the instruction, and follows it to its end unless that is not wanted.
    @LoopActor
    func perform(
        _ action: String, _ session: NodeSession, json: Bool,
        _ progress: @LoopActor (String, ServiceStatus?) -> InstructionProgress
    ) async throws -> ExitStatus {
        let isProject = try await ProjectWatch.isProject(name, session)
        let instruction: JSON = [
            "id": .string(InstructionID.random()), "action": .string(action), "service": .string(name),
        ]
        let accepted = try await session.call(
            .deployd, ServiceMethods.Apply.self, instruction, deadline: .seconds(10))
        guard !detach else {
            session.output.print(json ? try JSON(encoding: accepted).prettyText : "\(name) is accepted")
            return .done
        }
        guard !isProject else {
            let watch = ProjectWatch(name: name, timeout: .seconds(timeout), quiet: json)
            let end = try await watch.follow(session) { progress(accepted.instructionID, $0) }
            if json { session.output.print(try JSON(encoding: end.statuses)) }
            return end.isGood ? .done : .failed
        }
        let watch = ServiceWatch(name: name, timeout: .seconds(timeout), quiet: json)
        let end = try await watch.follow(session) { progress(accepted.instructionID, $0) }
        if json { session.output.print(try JSON(encoding: end.status)) }
        return end.isGood ? .done : .failed
    }
}

struct StartServiceCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Starts a service and waits until it runs.")

    @OptionGroup var options: NodeOptions
    @OptionGroup var service: ServiceCommandOptions

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        try await service.perform("start", session, json: options.json) { .ofDeployment($0, $1) }
    }
}

struct StopServiceCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Stops a service and waits until it has ended. It stays stopped.")

    @OptionGroup var options: NodeOptions
    @OptionGroup var service: ServiceCommandOptions

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        try await service.perform("stop", session, json: options.json) { .ofStop($0, $1) }
    }
}

struct RestartServiceCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart", abstract: "Restarts a service and waits until it runs again.")

    @OptionGroup var options: NodeOptions
    @OptionGroup var service: ServiceCommandOptions

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        try await service.perform("restart", session, json: options.json) { .ofDeployment($0, $1) }
    }
}
