import ArgumentParser
import EventLoop
import JSON
import NodeProtocol

struct DeployCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy", abstract: "Deploys a service and waits until it runs.",
        discussion: "Exit status 1 when it fails, or does not run in time.")

    @OptionGroup var options: NodeOptions

    @Argument(help: "The service's name.")
    var name: String

    @Option(help: "The image.")
    var image: String

    @Option(help: ArgumentHelp("A port to publish; repeatable.", valueName: "[ip:]host:container[/udp]"))
    var port: [String] = []

    @Option(help: ArgumentHelp("A variable of the environment; repeatable.", valueName: "name=value"))
    var env: [String] = []

    @Option(help: ArgumentHelp("A volume; repeatable.", valueName: "source:target[:ro]"))
    var volume: [String] = []

    @Option(help: ArgumentHelp("no, always, on-failure or unless-stopped.", valueName: "policy"))
    var restart: String?

    @Option(help: ArgumentHelp("The most memory it may use, 64m for one.", valueName: "bytes"))
    var memory: String?

    @Flag(help: "Do not wait.")
    var detach = false

    @Option(help: ArgumentHelp("How long to wait.", valueName: "seconds"))
    var timeout = 300

    func validate() throws {
        for variable in env where variable.first == "=" || !variable.contains("=") {
            // The value may be a secret: only the name is repeated.
            throw ValidationError("--env: not of the form name=value")
        }
        guard (1...86400).contains(timeout) else { throw ValidationError("--timeout must be between 1 and 86400") }
    }

    /// An instruction of the conductor contract's section 4.
    func instruction(id: String) -> JSON {
        var config: [String: JSON] = ["image": .string(image)]
        for (key, values) in [("ports", port), ("environment", env), ("volumes", volume)] where !values.isEmpty {
            config[key] = .array(values.map(JSON.string))
        }
        config["restart"] = restart.map(JSON.string)
        config["resources"] = memory.map { ["memory": .string($0)] }
        return ["id": .string(id), "action": "deploy", "service": .string(name), "config": .object(config)]
    }

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        let accepted = try await session.call(
            .deployd, ServiceMethods.Apply.self, instruction(id: InstructionID.random()), deadline: .seconds(10))
        guard !detach else {
            session.output.print(options.json ? try JSON(encoding: accepted).prettyText : "\(name) is accepted")
            return .done
        }
        let watch = ServiceWatch(name: name, timeout: .seconds(timeout), quiet: options.json)
        let end = try await watch.follow(session) { .ofDeployment(accepted.instructionID, $0) }
        if options.json { session.output.print(try JSON(encoding: end.status)) }
        return end.isGood ? .done : .failed
    }
}

struct RemoveCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Removes a service and waits until it is gone.")

    @OptionGroup var options: NodeOptions

    @Argument(help: "The service's name.")
    var name: String

    @Flag(help: "Do not wait.")
    var detach = false

    @Option(help: ArgumentHelp("How long to wait.", valueName: "seconds"))
    var timeout = 60

    func validate() throws {
        guard (1...86400).contains(timeout) else { throw ValidationError("--timeout must be between 1 and 86400") }
    }

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        guard try await ServiceWatch.find(name, session) != nil else {
            throw CommandFailure(status: .failed, message: "there is no service \"\(name)\"")
        }
        let instruction: JSON = [
            "id": .string(InstructionID.random()), "action": "remove", "service": .string(name),
        ]
        let accepted = try await session.call(
            .deployd, ServiceMethods.Apply.self, instruction, deadline: .seconds(10))
        guard !detach else {
            session.output.print(options.json ? try JSON(encoding: accepted).prettyText : "\(name) is accepted")
            return .done
        }
        let watch = ServiceWatch(name: name, timeout: .seconds(timeout), quiet: options.json)
        let end = try await watch.follow(session) { .ofRemoval(accepted.instructionID, $0) }
        if options.json { session.output.print(["service": .string(name), "removed": .bool(end.isGood)]) }
        return end.isGood ? .done : .failed
    }
}

enum InstructionID {
    /// New for each command: to repeat a command is to want it done again.
    static func random() -> String { "workerctl-" + String(UInt64.random(in: .min ... .max), radix: 36) }
}
