import CLinux
import EventLoop
import Foundation
import Glibc

/// How a command ended, and what it printed on both outputs.
package struct CommandRun: Sendable {
    /// 128 + signal when a signal ended it.
    package let status: Int32
    package let output: String

    /// Runs a command to its end.
    /// - Parameters:
    ///   - environment: Variables beside those of this process.
    ///   - directory: Where it runs; nil: where this process does.
    ///   - errors: A file that gets its error output instead.
    package static func of(
        _ command: [String], environment: [String: String] = [:], in directory: String? = nil, errors: String? = nil
    ) async throws -> CommandRun {
        try await offThread { try blocking(command, environment: environment, in: directory, errors: errors) }
    }

    /// As ``of(_:environment:in:errors:)``, for a command that has to end with 0; what it printed.
    @discardableResult
    package static func output(
        of command: [String], environment: [String: String] = [:], in directory: String? = nil
    ) async throws -> String {
        try await of(command, environment: environment, in: directory).succeeded(command)
    }

    fileprivate func succeeded(_ command: [String]) throws -> String {
        guard status == 0 else {
            let words = command.joined(separator: " ")
            throw KeptProcess.Failure(description: "status \(status) of \(words):\n\(output.suffix(4000))")
        }
        return output
    }

    fileprivate static func blocking(
        _ command: [String], environment: [String: String], in directory: String?, errors: String?
    ) throws -> CommandRun {
        var ends: [Int32] = [-1, -1]
        guard clinux_pipe(&ends) == 0 else { throw SystemError("pipe2") }
        defer { close(ends[0]) }
        let child: ChildProcess
        do {
            defer { close(ends[1]) }
            let separate = try errors.map { path in
                let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
                guard descriptor >= 0 else { throw SystemError("open", path) }
                return descriptor
            }
            defer { if let separate { close(separate) } }
            child = try ChildProcess(
                command, environment: ProcessInfo.processInfo.environment.merging(environment) { $1 }, in: directory,
                output: ends[1], errors: separate ?? ends[1])
        }
        let bytes = readToEnd(ends[0])
        return CommandRun(status: child.wait(), output: String(decoding: bytes, as: UTF8.self))
    }
}

/// Runs a shell script to its end. Blocks, so not for the event loop's thread. Throws when it does not end with 0.
package func runShell(_ script: String) throws {
    let command = ["/bin/sh", "-ec", script]
    _ = try CommandRun.blocking(command, environment: [:], in: nil, errors: nil).succeeded(command)
}
