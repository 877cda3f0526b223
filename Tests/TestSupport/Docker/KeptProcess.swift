import CLinux
import Foundation
import Glibc
import Synchronization

/// A shell script that keeps something alive for the tests and cleans up after it.
///
/// The script reads commands from its standard input and answers each with a line on its standard output. The end of
/// its input means that the test process is gone, however that came about: it then removes everything it made. It runs
/// in a session of its own, so that Ctrl-C does not reach it before that. At a regular exit the test process waits for it.
final class KeptProcess: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let commands: Int32
    private let answers: Int32
    private let child: ChildProcess
    private let state = Mutex(State.running)

    private enum State { case running, ended }

    private static let running = Mutex<(isRegistered: Bool, kept: [KeptProcess])>((false, []))

    /// - Parameter arguments: `$1`, `$2`… of the script.
    init(script: String, arguments: [String], log: String) throws {
        var input: [Int32] = [0, 0]
        var output: [Int32] = [0, 0]
        // Nobody else may hold the writing end, or its closing would not be the end of the input.
        guard clinux_pipe(&input) == 0, clinux_pipe(&output) == 0 else {
            throw Failure(description: "no descriptors left")
        }
        let errors = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        commands = input[1]
        answers = output[0]
        defer { for descriptor in [input[0], output[1], errors] { close(descriptor) } }
        child = try ChildProcess(
            ["/bin/sh", "-c", script, "sh"] + arguments, input: input[0], output: output[1], errors: errors,
            ownSession: true)
        let mustRegister = Self.running.withLock { running in
            running.kept.append(self)
            defer { running.isRegistered = true }
            return !running.isRegistered
        }
        if mustRegister { atexit { KeptProcess.endAll() } }
    }

    /// Sends a command and waits for its answer. Blocks; not for the event loop's thread.
    func ask(_ command: String) throws -> String {
        guard state.withLock({ $0 == .running }) else { throw Failure(description: "the script has ended") }
        let line = Array((command + "\n").utf8)
        guard write(commands, line, line.count) == line.count else { throw Failure(description: "the script is gone") }
        var answer: [UInt8] = []
        var byte: UInt8 = 0
        while read(answers, &byte, 1) == 1 {
            if byte == UInt8(ascii: "\n") { return String(decoding: answer, as: UTF8.self) }
            answer.append(byte)
        }
        throw Failure(description: "the script ended without an answer to \(command)")
    }

    /// Makes the script clean up, and waits until it has.
    func end() {
        let mustEnd = state.withLock { state in
            defer { state = .ended }
            return state == .running
        }
        guard mustEnd else { return }
        close(commands)
        var rest = [UInt8](repeating: 0, count: 256)
        while read(answers, &rest, rest.count) > 0 {}
        close(answers)
        child.wait()
    }

    private static func endAll() {
        let kept = running.withLock { running in
            defer { running.kept = [] }
            return running.kept
        }
        for process in kept.reversed() { process.end() }
    }
}

/// Runs `body`, which may block, on a thread of its own.
package func offThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
    }
}
