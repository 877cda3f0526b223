import ArgumentParser
import Doctor
import EventLoop
import JSON
import NodeProtocol

struct DoctorCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Looks for what is wrong with the node and its surroundings, and tells what helps.",
        discussion: """
            Clock, memory, permissions, control groups, conductor (name, connection, TLS, token), container engine, log \
            rotation, disks and the API's port; each with a verdict, what was seen, and a remedy. A node that does not \
            run is examined as far as that goes.
            Exit status: 0 no problem (warnings do not count), 1 problems, 2 the node does not run.

            Examples:
              workerctl doctor
              workerctl doctor --json | jq -r '.findings[] | select(.verdict == "problem") | .remedy'
              workerctl doctor --url https://node-7.example:3001 --token-file token
            """)

    @OptionGroup var options: NodeOptions

    @Option(
        help: ArgumentHelp(
            "The settings file of a node that does not run; /etc/aerekos-worker/worker.env, or .env.", valueName: "path"
        ),
        completion: .file())
    var envFile: String?

    @Flag(help: "Only what is not ok.")
    var quiet = false

    var settingsFile: String? { envFile }

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        let diagnosis = try await session.node.diagnosis()
        if options.json {
            session.output.print(try JSON(encoding: diagnosis))
        } else {
            let shown = diagnosis.findings.filter { !quiet || $0.verdict != .ok }
            if !shown.isEmpty { session.output.print(Self.text(shown, session.output.paint)) }
            session.output.print(Self.summary(diagnosis))
        }
        guard diagnosis.nodeRuns else { return .unreachable }
        return diagnosis.verdict == .problem ? .failed : .done
    }

    static func text(_ findings: [Finding], _ paint: Paint) -> String {
        let names = findings.map { $0.check.rawValue.split(separator: "_").joined(separator: " ") }
        let width = names.map(\.count).max() ?? 0
        return zip(names, findings).map { name, finding in
            let verdict = paint(.ofState(finding.verdict.rawValue), finding.verdict.rawValue)
            let gap = String(repeating: " ", count: 9 - finding.verdict.rawValue.count)
            let padded = name + String(repeating: " ", count: width - name.count)
            var lines = ["\(verdict)\(gap)\(padded)  \(Table.printable(finding.evidence))"]
            if let remedy = finding.remedy {
                lines.append(String(repeating: " ", count: 11 + width) + paint(.dim, "→ " + Table.printable(remedy)))
            }
            return lines.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    static func summary(_ diagnosis: Diagnosis) -> String {
        let counts = [(Finding.Verdict.problem, "problem"), (.warning, "warning"), (.unknown, "unknown")].compactMap {
            verdict, word -> String? in
            let count = diagnosis.findings.count { $0.verdict == verdict }
            guard count > 0 else { return nil }
            return "\(count) \(word)\(count == 1 || verdict == .unknown ? "" : "s")"
        }
        return counts.isEmpty ? "all is well" : counts.joined(separator: ", ")
    }
}
