import ArgumentParser
import EventLoop
import IPC
import JSON
import NodeProtocol

struct UpgradeCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "upgrade", abstract: "Goes over to the program that is now installed, without leaving the node.",
        discussion: """
            First the supervisor replaces itself, then the daemons are restarted one after the other. A daemon that \
            twice does not become ready with the new program is started with the previous one again: exit status 1.
            """)

    @OptionGroup var options: NodeOptions

    @Flag(help: "Leave the daemons as they are: each takes the new program with its next restart.")
    var supervisorOnly = false

    @Option(help: ArgumentHelp("How long to wait for the supervisor, and for each daemon.", valueName: "seconds"))
    var timeout = 60

    func validate() throws {
        guard (1...86400).contains(timeout) else { throw ValidationError("--timeout must be between 1 and 86400") }
    }

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        _ = try await session.supervisor(SupervisorMethods.Upgrade.self, Nothing(), deadline: .seconds(15))
        let supervisor = try await newSupervisor(session, asked: .now)
        tell(session, "supervisor runs version \(supervisor.version), pid \(supervisor.pid)")
        var ended = supervisor.subsystems
        if !supervisorOnly {
            ended = []
            // Who serves others is replaced before who asks them.
            for subsystem in Subsystem.allCases { ended.append(try await replace(subsystem, session)) }
        }
        if options.json { session.output.print(try JSON(encoding: ended)) }
        return ended.contains { $0.runsPreviousProgram == true } ? .failed : .done
    }

    /// The first answer of the new program: of a supervisor that has not run longer than since we asked.
    @LoopActor
    private func newSupervisor(
        _ session: NodeSession, asked: MonotonicInstant
    ) async throws -> SupervisorMethods.Status.Answer {
        let end = asked.advanced(by: .seconds(timeout))
        while MonotonicInstant.now < end {
            if let answer = try? await session.supervisor(SupervisorMethods.Status.self),
                answer.uptimeSeconds < asked.duration(to: .now).seconds
            {
                return answer
            }
            try await LoopActor.sleep(for: .milliseconds(50))
        }
        throw CommandFailure(
            status: .failed, message: "the supervisor has not become a new one in time; its log tells why")
    }

    @LoopActor
    private func replace(_ subsystem: Subsystem, _ session: NodeSession) async throws -> SubsystemStatus {
        let before = try await session.status(of: subsystem.rawValue)
        if let before, before.state == .stopped {
            tell(session, "\(subsystem.rawValue) is stopped and stays so")
            return before
        }
        let begun = try await session.supervisor(
            SupervisorMethods.Restart.self, SubsystemName(subsystem.rawValue))
        let status = try await session.waitUntilReady(begun, other: before?.generation, within: timeout)
        let program =
            status.runsPreviousProgram == true ? "the previous program: \(status.reason ?? "")" : "the new program"
        tell(session, "\(subsystem.rawValue) runs \(program), pid \(status.pid ?? 0)")
        return status
    }

    private func tell(_ session: NodeSession, _ line: String) {
        if !options.json { session.output.print(line) }
    }
}
