import Glibc
import JSON

/// How the process before this one in the same role ended: what the supervisor tells each daemon that it starts, as
/// JSON in the variable ``environmentKey``. The first process of a role is told nothing.
///
/// It is known before the remains of the dead process have been read, so ``report`` has no `stderr`.
package struct PreviousExit: Codable, Sendable, Equatable {
    package static let environmentKey = "PREVIOUS_EXIT"

    package var generation: Int
    package var pid: Int32
    package var report: ExitReport

    package init(generation: Int, pid: Int32, report: ExitReport) {
        self.generation = generation
        self.pid = pid
        self.report = report
    }

    /// What the variable is to be. Written by hand, not by the coder: a daemon that is down waits for it.
    package var environmentText: String {
        var text = "{\"generation\":\(generation),\"pid\":\(pid),\"report\":{\"cause\":\"\(report.cause.rawValue)\""
        if let code = report.code { text += ",\"code\":\(code)" }
        if let signal = report.signal { text += ",\"signal\":\(signal)" }
        if let name = report.signalName { text += ",\"signal_name\":\(JSON.string(name).text)" }
        if let coreDumped = report.coreDumped { text += ",\"core_dumped\":\(coreDumped)" }
        if let message = report.message { text += ",\"message\":\(JSON.string(message).text)" }
        if let pid = report.pid { text += ",\"pid\":\(pid)" }
        if let generation = report.generation { text += ",\"generation\":\(generation)" }
        if let user = report.userSeconds { text += ",\"user_cpu_s\":\(JSON.double(user).text)" }
        if let system = report.systemSeconds { text += ",\"system_cpu_s\":\(JSON.double(system).text)" }
        if let bytes = report.maximumResidentBytes { text += ",\"max_rss_bytes\":\(bytes)" }
        if let wait = report.nextAttemptSeconds { text += ",\"next_attempt_s\":\(JSON.double(wait).text)" }
        text += ",\"at\":\(JSON.string(report.at).text),\"requested\":\(report.requested)"
        return text + ",\"uptime_s\":\(JSON.double(report.uptimeSeconds).text),\"stderr\":[]}}"
    }

    /// Of this process's environment; nil when there is none, or none that can be read.
    package static func inEnvironment(_ environment: (String) -> String?) -> PreviousExit? {
        environment(environmentKey).flatMap { try? JSON(parsing: $0).decode(PreviousExit.self) }
    }

    /// Whether the process has brought its end about itself, as far as can be told from outside: by a signal that
    /// accompanies a crash, by an exit status that says "failed", or by standing still.
    ///
    /// Not when it was asked to end or was killed, when another process had its role (75), or when its configuration
    /// was wrong (78), and not when nobody knows. A process that stood still and ended by SIGABRT was running, in an
    /// endless loop for one; one that was stopped from outside (SIGSTOP) takes SIGKILL to end.
    package var isOwnDoing: Bool {
        guard !report.requested else { return false }
        switch report.cause {
        case .signalled: return isCrash
        case .watchdog: return report.signal == SIGABRT
        case .exited: return report.code.map { ![0, 75, 78].contains($0) } ?? false
        case .outOfMemory, .startFailed, .startTimeout: return false
        }
    }

    /// Whether a signal ended it that accompanies a crash, though anybody may send it.
    package var isCrash: Bool {
        report.cause == .signalled
            && report.signal.map { [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGSYS].contains($0) } ?? false
    }
}
