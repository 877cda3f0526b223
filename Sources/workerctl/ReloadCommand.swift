import ArgumentParser
import JSON
import NodeProtocol

struct ReloadCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload", abstract: "Has the node read its settings again.",
        discussion: """
            Read is the file that the supervisor was started with (--env-file); variables of its environment stay as \
            they are, and win. Daemons whose settings have changed are restarted. Wrong settings are told and not used.
            """)

    @OptionGroup var options: NodeOptions

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        let answer = try await session.supervisor(SupervisorMethods.Reload.self)
        guard !options.json else {
            session.output.print(try JSON(encoding: answer))
            return .done
        }
        let changed = answer.changed.isEmpty ? "nothing" : answer.changed.joined(separator: ", ")
        let restarted = answer.restarted.isEmpty ? "none" : answer.restarted.map(\.rawValue).joined(separator: ", ")
        session.output.print("changed: \(changed)\nrestarted: \(restarted)")
        return .done
    }
}
