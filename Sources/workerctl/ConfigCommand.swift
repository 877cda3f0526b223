import ArgumentParser
import ComposeFile
import EventLoop
import Glibc
import JSON
import Settings

/// The node's settings; with compose files, which need no running node, what these come to.
struct ConfigCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract:
            "Shows the node's settings, secrets masked; of compose files checks and prints what they come to.",
        discussion: """
            The settings are those that the supervisor runs with, or would be started with. A value that has changed in \
            the settings file is in force after workerctl reload.
            With compose files, or --compose for those of this directory (COMPOSE_FILE, else compose.yaml, compose.yml, \
            docker-compose.yml or docker-compose.yaml with its override file), variables come from the environment and \
            .env. Exit status 1 when something is wrong; every mistake is told with its file and line.

            Examples:
              workerctl config
              workerctl config --json | jq -r '.settings[] | select(.source == "file") | .key'
              workerctl config compose.yml --quiet
            """)

    @OptionGroup var options: NodeOptions

    @Argument(
        help: ArgumentHelp("Compose files; later ones are merged into earlier ones.", valueName: "file"),
        completion: .file())
    var files: [String] = []

    @Flag(help: "The compose files of this directory.")
    var compose = false

    @Option(
        help: ArgumentHelp("The settings file of a node that does not run.", valueName: "path"), completion: .file())
    var settings: String?

    var settingsFile: String? { settings }

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("A compose file, as docker compose has it; repeatable.", valueName: "path"),
        completion: .file())
    var file: [String] = []

    @Option(
        help: ArgumentHelp("A file of variables instead of .env; repeatable.", valueName: "path"), completion: .file())
    var envFile: [String] = []

    @Option(help: ArgumentHelp("Switch on the services of a profile; repeatable, * for all.", valueName: "name"))
    var profile: [String] = []

    @Option(name: [.short, .long], help: ArgumentHelp("The project's name.", valueName: "name"))
    var projectName: String?

    @Flag(name: [.short, .long], help: "Only check; print nothing when all is right.")
    var quiet = false

    func validate() throws {
        guard files.isEmpty || file.isEmpty else {
            throw ValidationError("compose files are named alone or with --file: of both, nobody can tell the order")
        }
    }

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        let isOfCompose =
            compose || !files.isEmpty || !file.isEmpty || !envFile.isEmpty || !profile.isEmpty || projectName != nil
            || quiet
        guard !isOfCompose else {
            return perform(in: Self.workingDirectory, environment: Self.processEnvironment, output: session.output)
        }
        let settings = try await session.node.settings()
        if options.json {
            session.output.print(settings)
        } else {
            session.output.print(SettingsDisplay.table(settings))
        }
        return .done
    }

    /// - Parameter directory: absolute; where relative paths of the command line begin.
    func perform(in directory: String, environment: [String: String], output: Output) -> ExitStatus {
        do throws(ComposeError) {
            let project = try ComposeLoader.load(request(in: directory, environment: environment))
            for warning in project.warnings { output.complain("warning: \(warning)") }
            guard !quiet else { return .done }
            if options.json { output.print(project.resolved) } else { output.printText(project.resolvedYAML) }
            return .done
        } catch {
            output.complain(error.description)
            return .failed
        }
    }

    func request(
        in directory: String, environment: [String: String]
    ) throws(ComposeError) -> ComposeRequest {
        func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "\(directory)/\(path)" }
        var names = files + file
        if names.isEmpty, let list = environment["COMPOSE_FILE"], !list.isEmpty {
            names = list.split(separator: environment["COMPOSE_PATH_SEPARATOR"]?.first ?? ":").map { String($0) }
        }
        if names.isEmpty { names = Self.standardFiles(in: directory) }
        guard let first = names.first else {
            let known = ComposeRequest.standardFiles.map(\.file).joined(separator: ", ")
            throw ComposeError([
                .init(at: nil, "there is no compose file in \(directory): none of \(known); name one")
            ])
        }
        let parent = absolute(first).split(separator: "/").dropLast().joined(separator: "/")
        var request = ComposeRequest(inputs: [], directory: "/" + parent, access: .disk)
        if first == "-" { request.directory = directory }
        for name in names {
            request.inputs.append(name == "-" ? .text(try Self.standardInput(), name: "-") : .file(absolute(name)))
        }
        request.projectName = projectName
        request.environment = environment
        if !envFile.isEmpty { request.environmentFiles = envFile.map(absolute) }
        request.profiles = profile
        return request
    }

    private static func standardFiles(in directory: String) -> [String] {
        for (file, override) in ComposeRequest.standardFiles where access("\(directory)/\(file)", F_OK) == 0 {
            return access("\(directory)/\(override)", F_OK) == 0 ? [file, override] : [file]
        }
        return []
    }

    /// One byte more than a compose file may have at most, so that what is too large is noticed.
    private static func standardInput() throws(ComposeError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while bytes.count <= 1 << 20 {
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count == 0 { break }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw ComposeError([.init(at: nil, "standard input: \(String(cString: strerror(errno)))")])
            }
            bytes += chunk[..<count]
        }
        return bytes
    }

    static var workingDirectory: String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }

    static var processEnvironment: [String: String] {
        var values: [String: String] = [:]
        var entry = environ
        while let pointer = entry.pointee {
            let parts = String(cString: pointer).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return values
    }
}
