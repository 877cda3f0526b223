import Foundation

/// Runs a shell script to its end. Blocks. Throws when it does not end with 0.
package func runShell(_ script: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-ec", script]
    process.standardInput = FileHandle.nullDevice
    try KeptProcess.withSignalsUnblocked { try process.run() }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
        throw KeptProcess.Failure(description: "status \(process.terminationStatus) of: \(script)")
    }
}
