import ArgumentParser
import EventLoop
import Glibc
import HTTPServer
import Inet
import LogOutput
import Logging
import NodeProtocol
import ReferenceConductor

/// The command line of conductord.
struct ConductorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conductord",
        abstract: "A small conductor for aerekos workers.",
        discussion: """
            Workers register with the token; CONDUCTOR_TOKEN or --token-file keep it out of the process list.
            Instructions are queued with POST /api/workers/<id>/instructions.
            """,
        version: NodeVersion.current)

    @Option(help: ArgumentHelp("Address and port to listen on; port 0 takes any free one.", valueName: "host:port"))
    var listen = "127.0.0.1:3000"

    @Option(help: "The registration token. Others on this machine can read it in the process list.")
    var token: String?

    @Option(help: ArgumentHelp("A file whose first line is the registration token.", valueName: "path"))
    var tokenFile: String?

    @Option(help: ArgumentHelp("The SQLite database; by default in a state directory of its own.", valueName: "path"))
    var database: String?

    @Option(help: ArgumentHelp("Seconds without a heartbeat after which a worker is offline.", valueName: "seconds"))
    var offlineAfter = 90

    @Flag(help: "Check the options and exit: 0 when right, 64 when not.")
    var checkConfig = false

    func validate() throws {
        guard address != nil else { throw ValidationError("--listen \(listen): not of the form host:port") }
        guard offlineAfter > 0 else { throw ValidationError("--offline-after must be at least 1") }
    }

    func run() throws {
        guard let address else { return }
        let token = try registrationToken()
        guard !checkConfig else { return print("conductord: the configuration is right") }
        let path = try databasePath()
        let offlineAfter = Duration.seconds(offlineAfter)
        let logger = Logger(label: "conductord") { LogOutput(label: $0, format: .text, level: .info) }
        EventLoop.claimSignals([SIGTERM, SIGINT])
        Self.allowManyConnections()
        // The loop below waits for this task: it serves, or the process ends.
        Task { @LoopActor in
            do {
                let conductor = try ReferenceConductor(
                    host: address.host, port: address.port, database: path, token: token, offlineAfter: offlineAfter,
                    logger: logger)
                try await serve(conductor, logger)
            } catch {
                Self.write("conductord: cannot start: \(error)\n", to: STDERR_FILENO)
                Glibc.exit(1)
            }
        }
        EventLoop.main.run()
    }

    @LoopActor
    private func serve(_ conductor: ReferenceConductor, _ logger: Logger) async throws {
        try await conductor.start { error in
            Self.write("conductord: the listener failed: \(error)\n", to: STDERR_FILENO)
            Glibc.exit(1)
        }
        Self.signals = try EventLoop.main.onSignals([SIGTERM, SIGINT]) { _ in Self.stop(conductor) }
        if !conductor.socket.address.isLoopback {
            logger.warning("everyone who reaches this address can queue instructions")
        }
        Self.write("conductord listening on \(conductor.socket.url)\n", to: STDOUT_FILENO)
    }

    @LoopActor private static var signals: DescriptorWatch?

    @LoopActor
    private static func stop(_ conductor: ReferenceConductor) {
        // The process waits for this task, two seconds at most, and ends with it.
        Task { @LoopActor in
            await conductor.stop()
            Glibc.exit(0)
        }
    }

    private var address: (host: String, port: Int)? {
        guard let colon = listen.lastIndex(of: ":"), let port = Int(listen[listen.index(after: colon)...]),
            (0...65535).contains(port)
        else { return nil }
        let host = listen[..<colon].filter { $0 != "[" && $0 != "]" }
        return host.isEmpty ? nil : (host, port)
    }

    private func registrationToken() throws -> String {
        if let token, !token.isEmpty { return token }
        if let tokenFile { return try Self.firstLine(of: tokenFile) }
        if let token = getenv("CONDUCTOR_TOKEN").map({ String(cString: $0) }), !token.isEmpty { return token }
        throw ValidationError("a registration token is needed: CONDUCTOR_TOKEN, --token-file or --token")
    }

    private static func firstLine(of path: String) throws -> String {
        guard let file = fopen(path, "re") else { throw ValidationError("\(SystemError("open", path))") }
        defer { fclose(file) }
        var buffer = [CChar](repeating: 0, count: 4096)
        guard fgets(&buffer, Int32(buffer.count), file) != nil else { throw ValidationError("\(path) is empty") }
        let bytes = buffer.prefix { $0 != 0 && $0 != 10 && $0 != 13 }.map { UInt8(bitPattern: $0) }
        guard !bytes.isEmpty else { throw ValidationError("the first line of \(path) is empty") }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func databasePath() throws -> String {
        if let database { return database }
        let directory = Self.standardDirectory
        var path = ""
        for component in directory.split(separator: "/") {
            path += "/" + component
            guard mkdir(path, path == directory ? 0o700 : 0o755) == 0 || errno == EEXIST else {
                throw SystemError("mkdir", path)
            }
        }
        return directory + "/conductor.db"
    }

    private static var standardDirectory: String {
        let environment = { (key: String) in getenv(key).map { String(cString: $0) } }
        if geteuid() == 0 { return "/var/lib/aerekos-conductor" }
        if let state = environment("XDG_STATE_HOME"), state.hasPrefix("/") { return state + "/aerekos-conductor" }
        return (environment("HOME") ?? "/tmp") + "/.local/state/aerekos-conductor"
    }

    /// Each worker keeps connections; what the system lets a process open by default may be 1,024.
    private static func allowManyConnections() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = max(limit.rlim_cur, min(limit.rlim_max, 16384))
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    private static func write(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(descriptor, bytes, bytes.count)  // one line; nobody is left to tell when it fails
    }
}
