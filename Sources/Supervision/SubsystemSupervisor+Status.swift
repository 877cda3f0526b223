import EventLoop
import Logging
import NodeProtocol

/// Telling how a subsystem goes.
extension SubsystemSupervisor {
    func changed(from before: SubsystemMachine.State) {
        since = Timestamp.now()
        let status = status
        var metadata: Logger.Metadata = ["subsystem": "\(subsystem.rawValue)", "generation": "\(generation)"]
        if let pid = process?.pid { metadata["process.pid"] = "\(pid)" }
        switch machine.state {
        case .ready:
            metadata["startup_ms"] = "\(Int(startupMilliseconds ?? 0))"
            logger.info("subsystem is ready", metadata: metadata)
        case .starting:
            metadata["reason"] = "\(reasonForStart(before))"
            logger.log(level: startLevel(before), "subsystem is starting", metadata: metadata)
        case .stopping(let reason, _):
            metadata["reason"] = "\(reason)"
            logger.log(level: wantedExit ? .info : .error, "subsystem is being ended", metadata: metadata)
        case .stopped:
            logger.info("subsystem has stopped", metadata: metadata)
        case .backingOff, .failing:
            metadata["reason"] = "\(status.reason ?? exitSummary)"
            metadata["next_attempt_s"] = "\(status.nextAttemptSeconds ?? 0)"
            logger.error("subsystem failed and waits for its next start", metadata: metadata)
        }
        onChange(status)
    }

    private func reasonForStart(_ before: SubsystemMachine.State) -> String {
        switch before {
        case .ready, .starting: exitSummary
        case .stopping: wantedExit || lastExit?.requested == true ? "restart was asked for" : exitSummary
        case .stopped: "asked for"
        case .backingOff, .failing: "next attempt"
        }
    }

    private func startLevel(_ before: SubsystemMachine.State) -> Logger.Level {
        if case .ready = before { return .error }
        return .info
    }

    private var exitSummary: String {
        guard let lastExit else { return "never ran" }
        switch lastExit.cause {
        case .exited where lastExit.code == nil: return lastExit.message ?? "ended"
        case .exited: return "exited with status \(lastExit.code ?? -1)"
        case .signalled: return "ended by \(lastExit.signalName ?? "a signal")"
        case .outOfMemory: return "out of memory"
        case .watchdog: return "watchdog"
        case .startFailed: return lastExit.message ?? "could not be started"
        case .startTimeout: return "did not become ready in time"
        }
    }

    /// With the daemon's own message, the last line that it wrote: it knows best what is wrong.
    private func withOwnWords(_ reason: String) -> String {
        guard let words = lastExit?.stderr.last(where: { !$0.isEmpty }) else { return reason }
        return "\(reason): \(words.prefix(Self.longestWords))"
    }

    /// In characters. All of it is in `last_exit`.
    private static let longestWords = 300

    /// With what the process uses, which costs something to measure: for whoever asks.
    package var statusWithUsage: SubsystemStatus {
        lookAtRemains()
        measureUsage()
        return status
    }

    package var status: SubsystemStatus {
        var status = SubsystemStatus(
            name: subsystem, state: .stopped, statusText: statusText, pid: process?.pid, generation: generation,
            since: since, uptimeSeconds: process.map { $0.started.duration(to: .now).seconds },
            restarts: machine.restarts, lastExit: lastExit, startupMilliseconds: startupMilliseconds,
            memoryBytes: usage?.0.memoryBytes, cpuSeconds: usage?.0.cpuSeconds,
            openDescriptors: usage?.0.openDescriptors)
        if program.isPrevious {
            status.runsPreviousProgram = true
            status.reason = "the new program failed twice; the previous one runs"
        }
        switch machine.state {
        case .stopped: status.state = .stopped
        case .starting: status.state = .starting
        case .ready:
            status.state = .ready
            status.watchdogAgeSeconds = machine.lastSign.duration(to: .now).seconds
        case .stopping(let reason, _):
            status.state = .stopping
            if case .watchdog = reason { status.reason = "watchdog" }
        case .backingOff:
            status.state = .backingOff
            status.reason = exitSummary
            status.nextAttemptSeconds = secondsToNextAttempt
        case .failing(_, let reason):
            status.state = .failing
            status.reason = reason.map(withOwnWords) ?? exitSummary
            status.nextAttemptSeconds = secondsToNextAttempt
        }
        return status
    }

    /// At most every ten seconds.
    func measureUsage() {
        guard let pid = process?.pid else { return usage = nil }
        if let usage, usage.at.duration(to: .now) < .seconds(10) { return }
        usage = (ProcessUsage(of: pid), .now)
    }
}
