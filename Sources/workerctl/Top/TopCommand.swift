import ArgumentParser
import EventLoop
import JSON
import NodeProtocol

struct TopCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "top", abstract: "Shows the node live on the whole screen: daemons, services and resources.",
        discussion: """
            q or Ctrl-C ends it. CPU is of one CPU, since the frame before: 200 % are two whole ones.

            Examples:
              workerctl top
              workerctl top --once          # one frame, also where there is no terminal
            """)

    @OptionGroup var options: NodeOptions

    @Flag(help: "Print one frame and end.")
    var once = false

    @Option(help: ArgumentHelp("Between two frames.", valueName: "seconds"))
    var interval = 2

    func validate() throws {
        guard (1...3600).contains(interval) else { throw ValidationError("--interval must be between 1 and 3600") }
    }

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        guard !once, !options.json else { return try await printOnce(session) }
        guard session.output.isTerminal, let screen = Screen() else {
            throw CommandFailure(
                status: .failed,
                message:
                    "top needs a terminal for its input and output, and not a dumb one; --once prints one frame anywhere"
            )
        }
        defer { screen.restore() }
        let view = TopView(session, screen, interval: .seconds(interval))
        try await view.run()
        return .done
    }

    /// Two looks a moment apart, for what is used in between.
    private func printOnce(_ session: NodeSession) async throws -> ExitStatus {
        var model = TopModel()
        let first = try await TopLook.look(session)
        model.take(first)
        try await LoopActor.sleep(for: .milliseconds(500))
        model.statistics = await first.statistics(session)
        model.take(try await TopLook.look(session))
        if options.json {
            session.output.print(try model.json)
        } else {
            let lines = TopFrame.lines(model, columns: .max, rows: .max, session.output.paint)
            session.output.print(lines.joined(separator: "\n"))
        }
        return .done
    }
}
