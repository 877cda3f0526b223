import ArgumentParser
import ComposeFile
import EventLoop
import IPC
import JSON
import NodeProtocol

struct DeployCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy",
        abstract: "Deploys a service, or a compose project, and waits until it runs; remove is the counterpart.",
        discussion: """
            With --image a service of one container, with --file the project that compose files describe. The files, and \
            those that they name, are read here and sent to the node. Exit status 1 when it fails, or does not run in time.
            """)

    @OptionGroup var options: NodeOptions

    @Argument(help: "The service's name; with --file the project's.")
    var name: String

    @Option(help: "The image.")
    var image: String?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("A compose file; repeatable, later ones are merged into earlier ones.", valueName: "path"),
        completion: .file())
    var file: [String] = []

    @Option(
        help: ArgumentHelp("A file of variables instead of .env, with --file; repeatable.", valueName: "path"),
        completion: .file())
    var envFile: [String] = []

    @Option(help: ArgumentHelp("Switch on the services of a profile, with --file; repeatable.", valueName: "name"))
    var profile: [String] = []

    @Option(help: ArgumentHelp("A port to publish; repeatable.", valueName: "[ip:]host:container[/udp]"))
    var port: [String] = []

    @Option(help: ArgumentHelp("A variable of the environment; repeatable.", valueName: "name=value"))
    var env: [String] = []

    @Option(help: ArgumentHelp("A volume; repeatable.", valueName: "source:target[:ro]"))
    var volume: [String] = []

    @Option(
        help: ArgumentHelp("no, always, on-failure or unless-stopped.", valueName: "policy"),
        completion: .list(["no", "always", "on-failure", "unless-stopped"]))
    var restart: String?

    @Option(help: ArgumentHelp("The most memory it may use, 64m for one.", valueName: "bytes"))
    var memory: String?

    @Flag(help: "Do not wait.")
    var detach = false

    @Option(help: ArgumentHelp("How long to wait.", valueName: "seconds"))
    var timeout = 300

    func validate() throws {
        guard image != nil || !file.isEmpty else { throw ValidationError("--image or --file is needed") }
        guard image == nil || file.isEmpty else { throw ValidationError("either --image or --file, not both") }
        let isOfImage = !port.isEmpty || !env.isEmpty || !volume.isEmpty || restart != nil || memory != nil
        guard file.isEmpty || !isOfImage else {
            throw ValidationError("--port, --env, --volume, --restart and --memory stand in the compose file")
        }
        guard !file.isEmpty || (envFile.isEmpty && profile.isEmpty) else {
            throw ValidationError("--env-file and --profile go with --file")
        }
        for variable in env where variable.first == "=" || !variable.contains("=") {
            // The value may be a secret: only the name is repeated.
            throw ValidationError("--env: not of the form name=value")
        }
        guard (1...86400).contains(timeout) else { throw ValidationError("--timeout must be between 1 and 86400") }
    }

    /// Of a message to deployd, without what is around the instruction.
    private static let sizeLimit = FrameDecoder.standardLimit - 1024

    /// An instruction of the conductor contract's section 4.
    func instruction(id: String) throws -> JSON {
        guard let image else {
            let instruction: JSON = [
                "id": .string(id), "action": "deploy", "service": .string(name), "compose": try compose().json,
            ]
            let size = instruction.bytes.count
            guard size <= Self.sizeLimit else {
                throw CommandFailure(
                    status: .failed,
                    message: "the compose files, and the files that they name, are \(size) bytes as a message to the "
                        + "node, which takes \(Self.sizeLimit): mount large files instead")
            }
            return instruction
        }
        var config: [String: JSON] = ["image": .string(image)]
        for (key, values) in [("ports", port), ("environment", env), ("volumes", volume)] where !values.isEmpty {
            config[key] = .array(values.map(JSON.string))
        }
        config["restart"] = restart.map(JSON.string)
        config["resources"] = memory.map { ["memory": .string($0)] }
        return ["id": .string(id), "action": "deploy", "service": .string(name), "config": .object(config)]
    }

    /// The compose files with all that they name.
    private func compose() throws -> ComposeBundle {
        var config = ConfigCommand()
        config.files = file
        config.file = []
        config.envFile = envFile
        config.profile = profile
        config.projectName = name
        do throws(ComposeError) {
            return try ComposeBundle.load(
                config.request(in: ConfigCommand.workingDirectory, environment: ConfigCommand.processEnvironment)
            ).0
        } catch {
            throw CommandFailure(status: .failed, message: error.description)
        }
    }

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        let accepted = try await session.call(
            .deployd, ServiceMethods.Apply.self, try instruction(id: InstructionID.random()), deadline: .seconds(10))
        guard !detach else {
            session.output.print(options.json ? try JSON(encoding: accepted).prettyText : "\(name) is accepted")
            return .done
        }
        guard file.isEmpty else {
            let watch = ProjectWatch(name: name, timeout: .seconds(timeout), quiet: options.json)
            let end = try await watch.follow(session) { .ofDeployment(accepted.instructionID, $0) }
            if options.json { session.output.print(try JSON(encoding: end.statuses)) }
            return end.isGood ? .done : .failed
        }
        let watch = ServiceWatch(name: name, timeout: .seconds(timeout), quiet: options.json)
        let end = try await watch.follow(session) { .ofDeployment(accepted.instructionID, $0) }
        if options.json { session.output.print(try JSON(encoding: end.status)) }
        return end.isGood ? .done : .failed
    }
}

struct RemoveCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Removes a service, or a compose project, and waits until it is gone.",
        discussion: """
            The counterpart of deploy. A service of a project is removed alone by its own name, until the project is \
            deployed again. Volumes stay, unless --volumes is given. What comes from a file in SERVICES_DIR is removed \
            by removing that file.
            """)

    @OptionGroup var options: NodeOptions

    @Argument(help: "The service's name, or a compose project's.", completion: ServiceNames.completion)
    var name: String

    @Flag(help: "Remove the project's volumes too, with all that is in them.")
    var volumes = false

    @Flag(help: "Do not wait.")
    var detach = false

    @Option(help: ArgumentHelp("How long to wait.", valueName: "seconds"))
    var timeout = 60

    func validate() throws {
        guard (1...86400).contains(timeout) else { throw ValidationError("--timeout must be between 1 and 86400") }
    }

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        let isProject = try await ProjectWatch.isProject(name, session)
        var instruction: JSON = [
            "id": .string(InstructionID.random()), "action": "remove", "service": .string(name),
        ]
        if volumes, case .object(var members) = instruction {
            members["remove_volumes"] = true
            instruction = .object(members)
        }
        let accepted = try await session.call(
            .deployd, ServiceMethods.Apply.self, instruction, deadline: .seconds(10))
        guard !detach else {
            session.output.print(options.json ? try JSON(encoding: accepted).prettyText : "\(name) is accepted")
            return .done
        }
        guard !isProject else {
            let watch = ProjectWatch(name: name, timeout: .seconds(timeout), quiet: options.json)
            try await watch.followRemoval(session)
            if options.json { session.output.print(["service": .string(name), "removed": true]) }
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
