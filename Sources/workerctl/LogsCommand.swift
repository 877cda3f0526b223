import ArgumentParser
import EventLoop
import JSON
import NodeProtocol

struct LogsCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Shows the output of a service, or the log of one of the node's daemons or of the supervisor.",
        discussion: """
            The names of the node's own programs (supervisor, probed, heartbeatd, deployd, apid) mean these; a service of such a \
            name is shown with --service. Of each the supervisor keeps the last 16 KiB.

            With --json an object a line. Followed output of a service ends with the container.
            """)

    @OptionGroup var options: NodeOptions

    @Argument(help: "The name of a service, a daemon, or supervisor.", completion: ServiceNames.withPrograms)
    var name: String

    @Flag(help: "The name is a service's, also if it is a daemon's too.")
    var service = false

    @Flag(name: .shortAndLong, help: "Go on with what is still to come.")
    var follow = false

    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("Begin with the last ones.", valueName: "lines"))
    var tail: Int?

    @Option(help: ArgumentHelp("A time (2026-01-31T08:05:09Z), or how long ago (10m).", valueName: "time"))
    var since: String?

    @Flag(name: .shortAndLong, help: "Show each line's time.")
    var timestamps = false

    @Option(
        help: ArgumentHelp("stdout or stderr alone.", valueName: "stream"), completion: .list(["stdout", "stderr"]))
    var stream: String?

    func validate() throws {
        if let tail, tail < 0 { throw ValidationError("--tail must be 0 or more") }
        if let stream, ServiceLogs.Request.Stream(rawValue: stream) == nil {
            throw ValidationError("--stream must be stdout or stderr")
        }
        if isOwnProgram, since != nil || timestamps || stream != nil {
            throw ValidationError("--since, --timestamps and --stream are for services; \(name) is a daemon")
        }
    }

    private var isOwnProgram: Bool {
        !service && (Subsystem(rawValue: name) != nil || name == KeptOutput.supervisor)
    }

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        guard isOwnProgram else { return try await printService(session) }
        try await SubsystemLog(name: name, follows: follow, tail: tail, isJSON: options.json).print(session)
        return .done
    }

    private func printService(_ session: NodeSession) async throws -> ExitStatus {
        var request = ServiceLogs.Request(name)
        request.follows = follow
        request.tail = tail
        request.since = since
        request.hasTimes = timestamps
        request.stream = stream.flatMap { ServiceLogs.Request.Stream(rawValue: $0) }
        let reader = try await session.call(
            .deployd, ServiceLogs.Open.self, request, deadline: ServiceLogs.openDeadline)
        while true {
            let piece = try await session.call(
                .deployd, ServiceLogs.Read.self, reader, deadline: ServiceLogs.readDeadline)
            for line in piece.lines {
                // Nobody reads any more: the reader is closed with what it holds.
                guard session.output.print(options.json ? try JSON(encoding: line).text : line.plain) else {
                    _ = try await session.call(.deployd, ServiceLogs.Close.self, reader)
                    return .done
                }
            }
            guard piece.isEnd else { continue }
            if let failure = piece.failure { throw CommandFailure(status: .failed, message: failure) }
            return .done
        }
    }
}
