import ArgumentParser
import EventLoop
import JSON
import NodeProtocol

struct ExplainCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Tells why a service is as it is, and what would help.",
        discussion: "Exit status 1 when it is not as wanted.")

    @OptionGroup var options: NodeOptions

    @Argument(help: "The service's name.", completion: ServiceNames.completion)
    var name: String

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        let explanation = try await session.call(
            .deployd, ServiceMethods.Explain.self, ServiceMethods.ServiceName(name))
        if options.json {
            session.output.print(try JSON(encoding: explanation))
        } else {
            session.output.print(Self.text(explanation))
        }
        return explanation.failure == nil ? .done : .failed
    }

    static func text(_ explanation: ServiceExplanation) -> String {
        let wanted = explanation.wanted
        let instruction = wanted.instructionID.map { ", instruction \($0)" } ?? ""
        var lines = [
            explanation.summary,
            "  wanted:   \(wanted.state), \(wanted.image), revision \(wanted.revision), from the \(wanted.source)\(instruction)",
            "  status:   \(explanation.status.rawValue)"
                + (explanation.running ? ", a container runs" : ", no container runs"),
        ]
        if let plan = explanation.plan {
            lines.append("  plan:     \(plan.steps.joined(separator: " → ")) (\(plan.madeAt))")
        }
        if let step = explanation.step { lines.append("  now:      \(step)") }
        if let failure = explanation.failure {
            lines.append("  failure:  \(failure.type.rawValue)" + (failure.step.map { ", at: \($0)" } ?? ""))
            lines.append("            \(Table.printable(failure.message))")
            if let since = failure.since {
                lines.append("  since:    \(since), \(failure.attempts) failed attempts in a row")
            }
        }
        if let next = explanation.nextAttempt { lines.append("  next:     \(next)") }
        if let help = explanation.help { lines.append("  helps:    \(help)") }
        if let refused = explanation.refused {
            lines.append(
                "  refused:  the conductor does not take the end (\(refused.status)) of instruction "
                    + "\(Table.printable(refused.instructionID)): \(Table.printable(refused.message)) (\(refused.at))")
        }
        return lines.joined(separator: "\n")
    }
}
