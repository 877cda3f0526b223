import Glibc
import TestSupport

/// strace(1) on a running process.
final class Strace: Sendable {
    private let child: ChildProcess
    private var pid: pid_t { child.pid }

    /// Returns when the process is being traced.
    init(_ traced: pid_t, _ options: [String], output: String = "/dev/null") async throws {
        child = try ChildProcess(["strace", "-q"] + options + ["-o", output, "-p", "\(traced)"])
        do {
            try await eventually("strace is there", within: .seconds(60)) {
                ProcessFacts.status(traced, "TracerPid") == "\(pid)"
            }
        } catch {
            end(with: SIGKILL)
            throw error
        }
    }

    deinit { end(with: SIGKILL) }

    /// Lets the process go, and waits until all is written.
    func end() async throws {
        end(with: SIGINT)
        try await eventually("strace has ended", within: .seconds(60)) { child.exitStatus != nil }
    }

    private func end(with signal: Int32) {
        if child.exitStatus == nil { kill(pid, signal) }
    }
}
