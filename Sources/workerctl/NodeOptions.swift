import ArgumentParser
import HTTPClient
import NodeProtocol
import Settings

/// What every subcommand takes: which node, and how to print.
package struct NodeOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "The node's runtime directory; RUNTIME_DIR, or where a node of this user has it.", valueName: "path"),
        completion: .directory)
    var runtimeDir: String?

    @Option(
        help: ArgumentHelp(
            "The HTTP API of a node anywhere, in place of this machine's; WORKERCTL_URL.", valueName: "url"))
    var url: String?

    @Option(
        help: ArgumentHelp(
            "The API's token. Others on this machine can see it: --token-file or WORKERCTL_TOKEN hide it.",
            valueName: "token"))
    var token: String?

    @Option(help: ArgumentHelp("A file whose first line is the API's token.", valueName: "path"), completion: .file())
    var tokenFile: String?

    @Option(
        help: ArgumentHelp(
            "A PEM file with the authorities that may have signed the API's certificate; WORKERCTL_CA_FILE.",
            valueName: "path"),
        completion: .file())
    var caFile: String?

    @Option(
        help: ArgumentHelp(
            "A PEM file with the certificate to show, where the API asks for one; WORKERCTL_CERT.", valueName: "path"),
        completion: .file())
    var cert: String?

    @Option(
        help: ArgumentHelp("A PEM file with its key, without a passphrase; WORKERCTL_KEY.", valueName: "path"),
        completion: .file())
    var key: String?

    @Flag(help: "Print JSON instead of a table.")
    var json = false

    @Option(
        help: ArgumentHelp("auto, always or never; auto is on a terminal unless NO_COLOR is set.", valueName: "when"))
    var color = ColourChoice.auto

    package init() {}

    package func validate() throws {
        if runtimeDir != nil, url != nil { throw ValidationError("--runtime-dir and --url are of different nodes") }
        if token != nil, tokenFile != nil { throw ValidationError("either --token or --token-file") }
        if let url, !Self.isHTTPURL(url) { throw ValidationError("--url must begin with http:// or https://") }
    }

    var directory: RuntimeDirectory {
        let environment = NodeConfiguration.processEnvironment
        let path = runtimeDir ?? environment("RUNTIME_DIR").flatMap { $0.isEmpty ? nil : $0 }
        return RuntimeDirectory(path ?? NodeConfiguration.standardRuntimeDirectory(environment))
    }

    /// The node meant by the options and the environment. Throws ``ValidationError``.
    func node(settingsFile: String?, _ environment: (String) -> String? = NodeConfiguration.processEnvironment) throws
        -> any NodeAccess
    {
        let given = runtimeDir == nil ? url ?? environment("WORKERCTL_URL").flatMap { $0.isEmpty ? nil : $0 } : nil
        guard let given else {
            guard token == nil, tokenFile == nil, caFile == nil, cert == nil, key == nil else {
                throw ValidationError("--token, --token-file, --ca-file, --cert and --key go with --url")
            }
            return LocalNode(directory, patience: .seconds(5), environmentFile: settingsFile)
        }
        guard Self.isHTTPURL(given) else { throw ValidationError("WORKERCTL_URL must begin with http:// or https://") }
        return RemoteNode(RemoteAPI(url: given, token: try secret(environment), tls: try tls(environment)))
    }

    private func tls(_ environment: (String) -> String?) throws -> TLSFiles? {
        func file(_ option: String?, _ variable: String) -> String? {
            option ?? environment(variable).flatMap { $0.isEmpty ? nil : $0 }
        }
        let files = TLSFiles(
            authorities: file(caFile, "WORKERCTL_CA_FILE"), certificate: file(cert, "WORKERCTL_CERT"),
            key: file(key, "WORKERCTL_KEY"))
        guard (files.certificate == nil) == (files.key == nil) else {
            throw ValidationError("--cert and --key, or WORKERCTL_CERT and WORKERCTL_KEY, go together")
        }
        return files == TLSFiles() ? nil : files
    }

    private func secret(_ environment: (String) -> String?) throws -> String? {
        if let tokenFile {
            guard let line = SmallFile.text(tokenFile)?.split(whereSeparator: \.isNewline).first, !line.isEmpty else {
                throw ValidationError("--token-file: \(tokenFile) cannot be read, or is empty")
            }
            return String(line)
        }
        return token ?? environment("WORKERCTL_TOKEN").flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func isHTTPURL(_ text: String) -> Bool { text.hasPrefix("http://") || text.hasPrefix("https://") }
}

/// When to use colours.
package enum ColourChoice: String, ExpressibleByArgument, CaseIterable, Sendable {
    case auto, always, never

    /// https://no-color.org: set and not empty is no.
    func hasColours(isTerminal: Bool, environment: [String: String]) -> Bool {
        switch self {
        case .always: true
        case .never: false
        case .auto: isTerminal && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
        }
    }
}
