import Foundation

/// How a command ended, and what it printed on both outputs.
package struct CommandRun: Sendable {
    package let status: Int32
    package let output: String

    /// Runs a command to its end.
    /// - Parameters:
    ///   - environment: Variables beside those of this process.
    ///   - directory: Where it runs; nil: where this process does.
    package static func of(
        _ command: [String], environment: [String: String] = [:], in directory: String? = nil
    ) async throws -> CommandRun {
        try await offThread {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = command
            process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
            if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
            process.standardInput = FileHandle.nullDevice
            let pipe = Pipe()
            process.standardOutput = pipe
            process.standardError = pipe
            try KeptProcess.withSignalsUnblocked { try process.run() }
            let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return CommandRun(
                status: process.terminationStatus, output: String(decoding: bytes, as: UTF8.self))
        }
    }

    /// As ``of(_:environment:in:)``, for a command that has to end with 0; what it printed.
    @discardableResult
    package static func output(
        of command: [String], environment: [String: String] = [:], in directory: String? = nil
    ) async throws -> String {
        let run = try await of(command, environment: environment, in: directory)
        guard run.status == 0 else {
            let words = command.joined(separator: " ")
            throw KeptProcess.Failure(description: "status \(run.status) of \(words):\n\(run.output.suffix(4000))")
        }
        return run.output
    }
}
