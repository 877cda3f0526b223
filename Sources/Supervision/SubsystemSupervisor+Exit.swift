import CLinux
import EventLoop
import Glibc
import NodeProtocol

/// What is done when a process has ended: first the replacement, then the remains of the old one.
extension SubsystemSupervisor {
    /// What is left of a process until it has been looked at.
    struct Remains {
        let process: DaemonProcess
        let report: ExitReport
        /// In which it ended.
        let before: SubsystemMachine.State
    }

    func ended(_ exit: clinux_exit, _ process: DaemonProcess) {
        guard process === self.process else { return }
        lookAtRemains()
        endGroup()
        let before = machine.state
        var report = report(of: exit, process)
        self.process = nil
        previousExit = PreviousExit(generation: generation, pid: process.pid, report: report)
        switch before {
        case .starting, .stopping(.startTimeout, _): program.failed()
        case .stopped, .ready, .backingOff, .failing, .stopping: break
        }
        let actions = machine.handle(.ended(ending(of: report)), now: .now, using: &generator)
        report.nextAttemptSeconds = secondsToNextAttempt
        for action in actions { perform(action) }
        deadline.set(machine.nextDeadline)

        downSince = machine.state == .stopped ? nil : downSince ?? .now
        // Others that fell at the same moment are replaced first.
        remains = Remains(process: process, report: report, before: before)
        EventLoop.main.whenIdle { [weak self] in self?.lookAtRemains() }
    }

    /// At leisure, but before anything else is told of this subsystem.
    func lookAtRemains() {
        guard let remains else { return }
        self.remains = nil
        remains.process.finish()
        lastExit = remains.report
        lastExit?.stderr = remains.process.lastLines
        onEnded?()
        changed(from: remains.before)
    }

    func couldNotStart(_ error: SystemError) {
        let report = ExitReport(
            cause: .startFailed, message: error.description, generation: generation, at: Timestamp.now(),
            requested: false, uptimeSeconds: 0, stderr: [])
        // On the next turn: the machine is in the middle of the event that led here.
        EventLoop.main.schedule(after: .zero) { [weak self] in
            self?.lookAtRemains()
            self?.lastExit = report
            self?.handle(.ended(.couldNotStart))
        }
    }

    /// What the next process is told of how the one before it ended. Of one that an earlier supervisor saw end, an old
    /// state file has no number.
    var previousExitText: String? {
        let inherited = lastExit.map { PreviousExit(generation: generation - 1, pid: $0.pid ?? 0, report: $0) }
        return (previousExit ?? inherited)?.environmentText
    }

    /// 0 where the next process is started at once; nil where none is to come.
    var secondsToNextAttempt: Double? {
        switch machine.state {
        case .starting: 0
        case .backingOff(let until), .failing(let until, _): max(0, MonotonicInstant.now.duration(to: until).seconds)
        case .stopped, .ready, .stopping: nil
        }
    }

    private func report(of exit: clinux_exit, _ process: DaemonProcess) -> ExitReport {
        let isKnown = exit.code != 0
        let signal = isKnown && exit.code != CLD_EXITED ? exit.status : nil
        var report = ExitReport(
            cause: cause(of: exit, process.pid), code: isKnown && signal == nil ? exit.status : nil, signal: signal,
            signalName: signal.map(signalName), coreDumped: signal.map { _ in exit.code == CLD_DUMPED },
            message: isKnown ? nil : Self.unknownEnd, pid: process.pid, generation: generation, at: Timestamp.now(),
            requested: wantedExit, uptimeSeconds: process.started.duration(to: .now).seconds, stderr: [])
        if exit.has_usage != 0 {
            report.userSeconds = exit.user_seconds
            report.systemSeconds = exit.system_seconds
            report.maximumResidentBytes = exit.maximum_resident_bytes
        }
        return report
    }

    private func ending(of report: ExitReport) -> SubsystemMachine.Ending {
        if let signal = report.signal { return .signal(signal) }
        return report.code.map { .exit(status: $0) } ?? .unknown
    }

    private func cause(of exit: clinux_exit, _ pid: pid_t) -> ExitReport.Cause {
        if let noted = exitCauses.removeValue(forKey: pid) { return noted }
        guard exit.code != 0, exit.code != CLD_EXITED else { return .exited }
        return exit.status == SIGKILL && outOfMemoryKills() > killsAtSpawn ? .outOfMemory : .signalled
    }

    private static let unknownEnd = "how it ended is not known: it was started by an earlier supervisor"
}
