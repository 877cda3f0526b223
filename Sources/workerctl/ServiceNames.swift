import ArgumentParser
import NodeProtocol

/// How a shell completes the name of a service: it asks the node.
enum ServiceNames {
    private static let command = "workerctl services --quiet 2>/dev/null"

    static let completion = CompletionKind.shellCommand(command)

    /// The names of the node's own programs too.
    static let withPrograms = CompletionKind.shellCommand(
        command + "; printf '%s\\n' " + programs.joined(separator: " "))

    private static let programs = Subsystem.allCases.map(\.rawValue) + [KeptOutput.supervisor]
}
