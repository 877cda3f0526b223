import ArgumentParser
import EventLoop
import JSON
import NodeProtocol

struct RestartCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart", abstract: "Restarts a daemon and waits until it is ready again.")

    @OptionGroup var options: NodeOptions

    @Argument(
        help: "probed, heartbeatd, deployd or apid.", completion: .list(Subsystem.allCases.map(\.rawValue)))
    var subsystem: String

    @Flag(help: "Do not wait.")
    var detach = false

    @Option(help: ArgumentHelp("How long to wait.", valueName: "seconds"))
    var timeout = 30

    func validate() throws {
        guard (1...86400).contains(timeout) else { throw ValidationError("--timeout must be between 1 and 86400") }
    }

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        let before = try await session.status(of: subsystem)
        var status = try await session.supervisor(SupervisorMethods.Restart.self, SubsystemName(subsystem))
        if !detach {
            status = try await session.waitUntilReady(
                status, other: before?.generation, within: timeout)
        }
        if options.json {
            session.output.print(try JSON(encoding: status))
        } else {
            session.output.print("\(subsystem) is \(status.state.rawValue)" + (status.pid.map { ", pid \($0)" } ?? ""))
        }
        return .done
    }
}
