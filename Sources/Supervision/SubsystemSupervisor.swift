import CLinux
import EventLoop
import Glibc
import Logging
import NodeProtocol

/// Keeps one daemon running: carries out what its ``SubsystemMachine`` decides and tells how it goes.
@LoopActor
package final class SubsystemSupervisor {
    package let subsystem: Subsystem
    private let policy: RestartPolicy
    private let logger: Logger
    /// Makes the request for a generation; throws what stands in the way, a port in use for one.
    private let prepare: @LoopActor (Int) throws(SystemError) -> LaunchRequest
    private let onOutput: @LoopActor (String) -> Void
    private let onChange: @LoopActor (SubsystemStatus) -> Void

    private var machine: SubsystemMachine
    private var generator = SystemRandomNumberGenerator()
    private var process: DaemonProcess?
    private var timer: LoopTimer?
    private var expectedTick: MonotonicInstant?

    private var generation = 0
    private var since = Timestamp.now()
    private var statusText: String?
    private var startupMilliseconds: Double?
    private var lastExit: ExitReport?
    private var exitCauses: [pid_t: ExitReport.Cause] = [:]
    private var wantedExit = false
    private var memory: (bytes: Int64?, at: MonotonicInstant)?
    private var fingerprint: String?
    private var isHeld = false
    private var isSpawnDue = false
    /// Children that turned out to be second in their role; kept until they have ended.
    private var discarded: [pid_t: DaemonProcess] = [:]

    /// - Parameter saved: What an earlier supervisor has left of this subsystem's history.
    package init(
        _ subsystem: Subsystem, policy: RestartPolicy, logger: Logger, saved: SupervisorState.Entry? = nil,
        prepare: @escaping @LoopActor (Int) throws(SystemError) -> LaunchRequest,
        onOutput: @escaping @LoopActor (String) -> Void, onChange: @escaping @LoopActor (SubsystemStatus) -> Void
    ) {
        self.subsystem = subsystem
        self.policy = policy
        self.logger = logger
        self.prepare = prepare
        self.onOutput = onOutput
        self.onChange = onChange
        machine = SubsystemMachine(policy: policy, restarts: saved?.restarts ?? 0, failures: saved?.failures ?? 0)
        generation = saved?.generation ?? 0
        lastExit = saved?.lastExit
        startupMilliseconds = saved?.startupMilliseconds
        fingerprint = saved?.fingerprint
        if let saved { since = saved.since }
    }

    package func start() { handle(.start) }
    package func stop() { handle(.stop) }
    package func restart() { handle(.restart) }

    /// Puts off every start until ``release()``: what a start needs is still being gathered.
    package func hold() { isHeld = true }

    package func release() {
        isHeld = false
        if isSpawnDue, case .starting = machine.state { spawn() }
        isSpawnDue = false
    }

    /// Whether no process runs and none will be started.
    package var isStopped: Bool { machine.state == .stopped }

    /// Ends the process without further grace; for the deadline of the whole node.
    package func kill() { process?.signal(SIGKILL) }

    /// Looks whether the process has ended; harmless at any time.
    package func reap() { process?.reap() }
    package var pid: pid_t? { process?.pid }

    /// Whether a child that has ended is looked after here, so that nobody else may reap it.
    package func owns(_ pid: pid_t) -> Bool { process?.pid == pid || discarded[pid] != nil }

    /// Looks at a child of which SIGCHLD told; whether it has been reaped.
    package func reap(_ pid: pid_t) -> Bool {
        process?.reap()
        discarded[pid]?.reap()
        return !owns(pid)
    }

    // MARK: Events to actions

    private func handle(_ event: SubsystemMachine.Event) {
        let before = machine.state
        let actions = machine.handle(event, now: .now, using: &generator)
        for action in actions { perform(action) }
        scheduleDeadline()
        if machine.state != before { changed(from: before) }
    }

    private func perform(_ action: SubsystemMachine.Action) {
        switch action {
        case .spawn:
            isSpawnDue = true
            if !isHeld { spawn() }
        case .terminate:
            wantedExit = true
            process?.signal(SIGTERM)
            if isSpawnDue { endUnstarted() }
        case .abort:
            note(.watchdog)
            process?.signal(SIGABRT)
        case .kill:
            if case .stopping(.startTimeout, _) = machine.state { note(.startTimeout) }
            process?.signal(SIGKILL)
        }
    }

    /// Told to stop before its held start: there is nothing to end.
    private func endUnstarted() {
        isSpawnDue = false
        EventLoop.main.schedule(after: .zero) { [weak self] in self?.handle(.ended(.couldNotStart)) }
    }

    private func note(_ cause: ExitReport.Cause) {
        if let pid = process?.pid { exitCauses[pid] = cause }
    }

    private func spawn() {
        isSpawnDue = false
        generation += 1
        startupMilliseconds = nil
        statusText = nil
        wantedExit = false
        memory = nil
        do throws(SystemError) {
            let request = try prepare(generation)
            fingerprint = request.fingerprint
            try look(after: try DaemonProcess(request))
        } catch {
            process?.signal(SIGKILL)
            process?.reap()
            process = nil
            couldNotStart(error)
        }
    }

    private func look(after process: DaemonProcess) throws(SystemError) {
        self.process = process
        process.onMessage = { [weak self, weak process] in
            guard let self, let process else { return }
            self.heard($0, from: process)
        }
        process.onOutput = onOutput
        process.onExit = { [weak self, weak process] in
            guard let self, let process else { return }
            self.ended($0, process)
        }
        try process.watch()
    }

    private func couldNotStart(_ error: SystemError) {
        lastExit = ExitReport(
            cause: .startFailed, message: error.description, at: Timestamp.now(), requested: false, uptimeSeconds: 0,
            stderr: [])
        // On the next turn: the machine is in the middle of the event that led here.
        EventLoop.main.schedule(after: .zero) { [weak self] in self?.handle(.ended(.couldNotStart)) }
    }

    private func heard(_ message: NotifyMessage, from process: DaemonProcess) {
        guard process === self.process else { return }
        if let status = message.status { statusText = status }
        if message.isReady {
            startupMilliseconds = process.started.duration(to: .now).seconds * 1000
            handle(.becameReady)
        } else if message.isAlive {
            handle(.isAlive)
        }
    }

    /// First the replacement, then the remains of the old one.
    private func ended(_ exit: clinux_exit, _ process: DaemonProcess) {
        guard process === self.process else { return }
        let before = machine.state
        let wasWanted = wantedExit
        self.process = nil
        let isKnown = exit.code != 0
        let signalled = isKnown && exit.code != CLD_EXITED
        let ending: SubsystemMachine.Ending =
            signalled ? .signal(exit.status) : isKnown ? .exit(status: exit.status) : .unknown
        let actions = machine.handle(.ended(ending), now: .now, using: &generator)
        for action in actions { perform(action) }
        scheduleDeadline()

        // Others that fell at the same moment are replaced first; their remains come on the next turn.
        EventLoop.main.schedule(after: .zero) { [weak self] in
            self?.lookAtRemains(exit, of: process, wasWanted: wasWanted, before: before)
        }
    }

    private func lookAtRemains(
        _ exit: clinux_exit, of process: DaemonProcess, wasWanted: Bool, before: SubsystemMachine.State
    ) {
        let isKnown = exit.code != 0
        let signalled = isKnown && exit.code != CLD_EXITED
        process.finish()
        lastExit = ExitReport(
            cause: exitCauses.removeValue(forKey: process.pid) ?? (signalled ? .signalled : .exited),
            code: signalled || !isKnown ? nil : exit.status, signal: signalled ? exit.status : nil,
            coreDumped: signalled ? exit.code == CLD_DUMPED : nil, message: isKnown ? nil : Self.unknownEnd,
            at: Timestamp.now(), requested: wasWanted,
            uptimeSeconds: process.started.duration(to: .now).seconds, stderr: process.lastLines)
        changed(from: before)
    }

    private static let unknownEnd = "how it ended is not known: it was started by an earlier supervisor"

    // MARK: Adoption

    /// Takes over a process that an earlier supervisor has started, though it has not introduced itself yet.
    package func adopt(_ pid: pid_t, isReady: Bool) throws(SystemError) {
        if let process {
            guard process.pid != pid else { return }
            discard(process)
        }
        let adopted = try DaemonProcess(adopting: pid)
        wantedExit = false
        memory = nil
        isSpawnDue = false
        try look(after: adopted)
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
            isWanted: isWanted, isReady: isReady, process: process.flatMap { ProcessIdentity(of: $0.pid) },
            fingerprint: fingerprint, since: since, lastExit: lastExit, startupMilliseconds: startupMilliseconds)
    }

    // MARK: Time

    private func scheduleDeadline() {
        guard let deadline = machine.nextDeadline else {
            timer?.cancel()
            timer = nil
            return
        }
        // A timer that is early finds nothing due and is set anew: words that come in floods cost no timers.
        if timer != nil, let expectedTick, expectedTick <= deadline { return }
        timer?.cancel()
        let wait = max(.zero, MonotonicInstant.now.duration(to: deadline))
        expectedTick = .now.advanced(by: wait)
        timer = EventLoop.main.schedule(after: wait) { [weak self] in self?.deadlineReached() }
    }

    /// A timer that fires long after its time means that we did not run, not that the daemon did not speak: its words
    /// may still wait in the socket.
    private func deadlineReached() {
        timer = nil
        let wasStalled = expectedTick.map { $0.duration(to: .now) > .seconds(1) } ?? false
        if wasStalled { handle(.supervisorStalled) }
        handle(.deadline)
    }

    // MARK: Telling

    private func changed(from before: SubsystemMachine.State) {
        since = Timestamp.now()
        let status = status
        var metadata: Logger.Metadata = ["subsystem": "\(subsystem.rawValue)", "generation": "\(generation)"]
        if let pid = process?.pid { metadata["pid"] = "\(pid)" }
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
        case .signalled: return "killed by signal \(lastExit.signal ?? -1)"
        case .watchdog: return "watchdog"
        case .startFailed: return lastExit.message ?? "could not be started"
        case .startTimeout: return "did not become ready in time"
        }
    }

    /// With the memory of the process, which costs the kernel a walk through its address space: for whoever asks.
    package var statusWithMemory: SubsystemStatus {
        measureMemory()
        return status
    }

    package var status: SubsystemStatus {
        var status = SubsystemStatus(
            name: subsystem, state: .stopped, statusText: statusText, pid: process?.pid, generation: generation,
            since: since, uptimeSeconds: process.map { $0.started.duration(to: .now).seconds },
            restarts: machine.restarts, lastExit: lastExit, startupMilliseconds: startupMilliseconds,
            memoryBytes: memory?.bytes)
        switch machine.state {
        case .stopped: status.state = .stopped
        case .starting: status.state = .starting
        case .ready: status.state = .ready
        case .stopping(let reason, _):
            status.state = .stopping
            if reason == .watchdog { status.reason = "watchdog" }
        case .backingOff(let until):
            status.state = .backingOff
            status.reason = exitSummary
            status.nextAttemptSeconds = max(0, MonotonicInstant.now.duration(to: until).seconds)
        case .failing(let until, let reason):
            status.state = .failing
            status.reason = reason ?? exitSummary
            status.nextAttemptSeconds = max(0, MonotonicInstant.now.duration(to: until).seconds)
        }
        return status
    }

    /// At most every ten seconds.
    private func measureMemory() {
        guard let pid = process?.pid else { return memory = nil }
        if let memory, memory.at.duration(to: .now) < .seconds(10) { return }
        memory = (ProcessMemory.proportionalSetSize(of: pid), .now)
    }
}
