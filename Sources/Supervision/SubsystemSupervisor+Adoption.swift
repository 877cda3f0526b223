import EventLoop
import Glibc
import NodeProtocol

/// Taking over a process that an earlier supervisor has started, and leaving ours to the next.
extension SubsystemSupervisor {
    /// Takes over a process that an earlier supervisor has started, though it has not introduced itself yet.
    package func adopt(_ pid: pid_t, isReady: Bool) throws(SystemError) {
        if let process {
            guard process.pid != pid else { return }
            discard(process)
        }
        let adopted = try DaemonProcess(adopting: pid)
        wantedExit = false
        usage = nil
        isSpawnDue = false
        do throws(SystemError) {
            try look(after: adopted)
        } catch {
            adopted.letGo()
            process = nil
            throw error
        }
        if isReady { program.becameReady(pid) }
        handle(.adopted(isReady: isReady))
    }

    /// The adopted process has introduced itself. The descriptors are this object's from here on.
    package func attach(
        _ introduction: DaemonIntroduction, pid: pid_t, notify: Int32, output: Int32
    ) throws(SystemError) {
        try adopt(pid, isReady: introduction.isReady)
        generation = max(generation, introduction.generation)
        statusText = introduction.status
        try process?.attach(
            notify: notify, output: output, started: MonotonicInstant(nanoseconds: introduction.startedNanoseconds))
        if case .stopping = machine.state { return }
        handle(.adopted(isReady: introduction.isReady))
        onChange(status)
    }

    /// Whether a process runs to which there is no channel.
    package var isMute: Bool { process.map { !$0.isAttached } ?? false }

    /// A child that has lost the role to a process that was there before: it would end by itself.
    private func discard(_ process: DaemonProcess) {
        self.process = nil
        discarded[process.pid] = process
        process.onMessage = nil
        process.onExit = { [weak self] _ in
            process.finish()
            self?.discarded[process.pid] = nil
        }
        process.signal(SIGKILL)
    }

    /// It was running when the earlier supervisor was, and is not now.
    package func endedUnseen() {
        lastExit = ExitReport(
            cause: .exited, message: "it ended while there was no supervisor", at: Timestamp.now(), requested: false,
            uptimeSeconds: 0, stderr: [])
        machine.countUnseenEnd()
    }

    /// What the next supervisor has to know.
    package var saved: SupervisorState.Entry {
        var isWanted = true
        var isReady = false
        switch machine.state {
        case .stopped, .stopping(.stop, _): isWanted = false
        case .ready: isReady = true
        case .starting, .backingOff, .failing, .stopping: break
        }
        return SupervisorState.Entry(
            name: subsystem, generation: generation, restarts: machine.restarts, failures: machine.failures,
            isFlapping: machine.isFlapping,
            isWanted: isWanted, isReady: isReady, process: process?.identity,
            fingerprint: fingerprint, runsPreviousProgram: program.isPrevious ? true : nil, since: since,
            lastExit: lastExit, startupMilliseconds: startupMilliseconds)
    }
}
