import EventLoop
import Glibc
import Logging
import NodeProtocol

/// Taking over the daemons of an earlier supervisor.
extension Supervisor {
    /// Half of what a silent daemon is given by its watchdog: a busy machine must not look like a hung daemon.
    static let gatheringTime = Duration.seconds(5)

    /// The daemons that hold their roles are taken over at once, by the word of their locks.
    func adoptHolders(_ left: SupervisorState?) {
        for subsystem in Subsystem.allCases {
            guard let supervised = subsystems[subsystem] else { continue }
            let before = left?[subsystem]
            let lock = settings.runtimeDirectory.roleLock(of: subsystem.rawValue)
            if let pid = RoleHolder.pid(of: lock) {
                let isSame = before?.process != nil && before?.process == ProcessIdentity(of: pid)
                adopt(pid, supervised, isReady: isSame ? before?.isReady == true : true) {
                    RoleHolder.pid(of: lock) == pid
                }
            } else if let process = before?.process, process == ProcessIdentity(of: process.pid) {
                // One that has not come as far as to take its role is known by its number and its beginning.
                adopt(process.pid, supervised, isReady: before?.isReady == true) {
                    process == ProcessIdentity(of: process.pid)
                }
            } else if let process = before?.process, before?.isWanted == true {
                supervised.endedUnseen(process.pid)
            }
        }
    }

    private func adopt(
        _ pid: pid_t, _ supervised: SubsystemSupervisor, isReady: Bool, isIt: @LoopActor () -> Bool
    ) {
        do throws(SystemError) {
            try supervised.adopt(pid, isReady: isReady, isIt: isIt)
            logger.notice(
                "a daemon of an earlier supervisor is adopted",
                metadata: ["subsystem": "\(supervised.subsystem.rawValue)", "process.pid": "\(pid)"])
        } catch {
            guard error.errno != ESRCH else { return }  // it has just ended
            logger.error(
                "a daemon of an earlier supervisor cannot be adopted",
                metadata: [
                    "subsystem": "\(supervised.subsystem.rawValue)", "process.pid": "\(pid)",
                    "error.message": "\(error)",
                ])
        }
    }

    /// Waits until every adopted daemon has brought its sockets, or the time is over; then starts what is missing, and
    /// replaces what did not introduce itself.
    func gather(until end: MonotonicInstant, _ left: SupervisorState?) {
        let isAnyoneMute = subsystems.values.contains(where: \.isMute)
        guard !isAnyoneMute || MonotonicInstant.now >= end else {
            EventLoop.main.schedule(after: .milliseconds(5)) { [weak self] in self?.gather(until: end, left) }
            return
        }
        isGathering = false
        for supervised in subsystems.values { supervised.release() }
        guard shutdown == nil else { return }
        for subsystem in Subsystem.allCases {
            guard let supervised = subsystems[subsystem] else { continue }
            let isWanted = left?[subsystem]?.isWanted ?? true
            if !isWanted {
                supervised.stop()
            } else if supervised.isMute {
                logger.warning(
                    "a daemon of an earlier supervisor does not introduce itself and is replaced",
                    metadata: ["subsystem": "\(subsystem.rawValue)", "process.pid": "\(supervised.pid ?? 0)"])
                supervised.restart()
            } else if supervised.pid != nil, !isAsWouldBeStarted(subsystem, left?[subsystem]?.fingerprint) {
                logger.notice(
                    "an adopted daemon has other settings or sockets than now, and is restarted",
                    metadata: ["subsystem": "\(subsystem.rawValue)"])
                supervised.restart()
            } else {
                supervised.start()
            }
        }
        save()
        lookAtRuntimeDirectory()
        tellWhenAllReady()
        let waiting = uponGathered
        uponGathered = []
        for body in waiting { body() }
    }

    /// Now, or when all daemons that run already have been taken over: for signals, whose sender cannot be told that it
    /// is too early.
    package func whenGathered(_ body: @escaping @LoopActor () -> Void) {
        if isGathering { uponGathered.append(body) } else { body() }
    }

    func isAsWouldBeStarted(_ subsystem: Subsystem, _ fingerprint: String?) -> Bool {
        guard sockets.hasAll(for: subsystem) else { return false }
        guard let request = try? launchRequest(for: subsystem, generation: 0) else { return true }
        return fingerprint == nil || fingerprint == request.fingerprint
    }

    /// A daemon introduces itself. Only the holder of its role is believed.
    func welcome(_ newcomer: AdoptionListener.Newcomer) {
        var newcomer = newcomer
        defer { newcomer.closeAll() }
        let introduction = newcomer.introduction
        let lock = settings.runtimeDirectory.roleLock(of: introduction.subsystem.rawValue)
        guard let supervised = subsystems[introduction.subsystem], shutdown == nil || supervised.pid == newcomer.pid,
            RoleHolder.pid(of: lock) == newcomer.pid,
            let notify = newcomer.take(DaemonIntroduction.notifyName),
            let output = newcomer.take(DaemonIntroduction.logName)
        else {
            logger.warning(
                "a process that has no role here wanted to be adopted",
                metadata: ["subsystem": "\(introduction.subsystem.rawValue)", "process.pid": "\(newcomer.pid)"])
            return
        }
        for (name, descriptor) in newcomer.descriptors { sockets.keep(descriptor, as: name) }
        newcomer.descriptors = [:]
        do throws(SystemError) {
            try supervised.attach(introduction, pid: newcomer.pid, notify: notify, output: output) {
                RoleHolder.pid(of: lock) == newcomer.pid
            }
        } catch {
            logger.error(
                "a daemon of an earlier supervisor cannot be adopted",
                metadata: ["subsystem": "\(introduction.subsystem.rawValue)", "error.message": "\(error)"])
        }
    }
}
