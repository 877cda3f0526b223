import Foundation
import Glibc
import TestSupport

/// strace(1) on a running process.
final class Strace: Sendable {
    private let pid: pid_t

    /// Returns when the process is being traced.
    init(_ traced: pid_t, _ options: [String], output: String = "/dev/null") async throws {
        pid = try await offThread {
            var none = sigset_t()
            sigemptyset(&none)
            // Threads of the pool have signals blocked, and strace would inherit that.
            pthread_sigmask(SIG_SETMASK, &none, nil)
            let strace = Process()
            strace.executableURL = URL(fileURLWithPath: "/usr/bin/strace")
            strace.arguments = ["-q"] + options + ["-o", output, "-p", "\(traced)"]
            strace.standardError = FileHandle.nullDevice
            try strace.run()
            return strace.processIdentifier
        }
        do {
            try await eventually("strace is there") { ProcessFacts.status(traced, "TracerPid") == "\(pid)" }
        } catch {
            kill(pid, SIGKILL)
            throw error
        }
    }

    deinit { kill(pid, SIGKILL) }

    /// Lets the process go, and waits until all is written.
    func end() async throws {
        kill(pid, SIGINT)
        try await eventually("strace has ended") { ProcessFacts.hasEnded(pid) }
    }
}
