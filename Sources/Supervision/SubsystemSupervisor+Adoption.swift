import EventLoop
import Glibc
import NodeProtocol

/// Taking over a process that an earlier supervisor has started, and leaving ours to the next.
extension SubsystemSupervisor {
    /// Takes over a process that an earlier supervisor has started, though it has not introduced itself yet.
    /// - Parameter isIt: Whether the process that has this number is still the one that is meant: asked when its number
    ///   cannot be used again any more. ESRCH when it is not.
    package func adopt(
        _ pid: pid_t, isReady: Bool, isIt: @LoopActor () -> Bool
    ) throws(SystemError) {
        guard process?.pid != pid else { return }
        let adopted = try DaemonProcess(adopting: pid)
        guard isIt() else {
            adopted.letGo()
            throw SystemError("adopt", "\(pid)", errno: ESRCH)
        }
        if let process { discard(process) }
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
        program.adopt(isReady ? pid : nil)
        handle(.adopted(isReady: isReady))
    }

    /// The adopted process has introduced itself. The descriptors are this object's from here on.
    package func attach(
        _ introduction: DaemonIntroduction, pid: pid_t, notify: Int32, output: Int32, isIt: @LoopActor () -> Bool
    ) throws(SystemError) {
        do throws(SystemError) {
            try adopt(pid, isReady: introduction.isReady, isIt: isIt)
        } catch {
            for descriptor in [notify, output] { close(descriptor) }
            throw error
        }
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
    package func endedUnseen(_ pid: pid_t) {
        lastExit = ExitReport(
            cause: .exited, message: "it ended while there was no supervisor", pid: pid, generation: generation,
            at: Timestamp.now(), requested: false, uptimeSeconds: 0, stderr: [])
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
