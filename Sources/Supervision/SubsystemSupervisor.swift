import CLinux
import EventLoop
import Glibc
import JSON
import Logging
import NodeProtocol

/// Keeps one daemon running: carries out what its ``SubsystemMachine`` decides and tells how it goes.
@LoopActor
package final class SubsystemSupervisor {
    package let subsystem: Subsystem
    var logger: Logger
    private let next: NextLaunch
    /// How many processes of this subsystem the kernel has killed for want of memory.
    let outOfMemoryKills: @LoopActor () -> Int
    /// Kills whatever is left in the control group of a process that has ended.
    let endGroup: @LoopActor () -> Void
    private let onOutput: @LoopActor (String) -> Void
    let onChange: @LoopActor (SubsystemStatus) -> Void

    /// Called when a process has ended and its successor, if there is to be one, has been started.
    package var onEnded: (@LoopActor () -> Void)?

    /// Called when a process is ready again, with the time since the one before was seen to have ended.
    package var onRecovered: (@LoopActor (Duration) -> Void)?

    /// Keeps what its processes have written lately.
    let history: OutputHistory
    var downSince: MonotonicInstant?
    var machine: SubsystemMachine
    var generator = SystemRandomNumberGenerator()
    var process: DaemonProcess?
    /// Of the machine.
    private(set) lazy var deadline = DeadlineTimer { [weak self] in self?.deadlineReached(wasStalled: $0) }

    var generation = 0
    var since = Timestamp.now()
    var statusText: String?
    var startupMilliseconds: Double?
    var lastExit: ExitReport?
    /// How the last process ended, known before its remains have been looked at.
    var previousExit: PreviousExit?
    var exitCauses: [pid_t: ExitReport.Cause] = [:]
    var wantedExit = false
    /// What the process uses, and when that was measured.
    var usage: (ProcessUsage, at: MonotonicInstant)?
    /// Of the present process, see ``LaunchRequest/fingerprint``. Worked out when it is first needed: nothing that can
    /// wait stands between a death and the next start.
    var fingerprint: String? {
        if let launched { knownFingerprint = launched.fingerprint }
        launched = nil
        return knownFingerprint
    }
    private var knownFingerprint: String?
    private var launched: LaunchRequest?
    private(set) var killsAtSpawn = 0
    var program: SubsystemProgram
    private var isHeld = false
    /// What is left of the process before, until it has been looked at.
    var remains: Remains?
    var isSpawnDue = false
    /// Children that turned out to be second in their role; kept until they have ended.
    var discarded: [pid_t: DaemonProcess] = [:]

    /// - Parameters:
    ///   - saved: What an earlier supervisor has left of this subsystem's history.
    ///   - history: Gets what its processes write.
    ///   - prepare: Makes the request for a generation; throws what stands in the way, a port in use for one.
    ///   - revision: Is another as soon as `prepare` would make another request.
    package init(
        _ subsystem: Subsystem, policy: RestartPolicy, logger: Logger, saved: SupervisorState.Entry? = nil,
        history: OutputHistory = OutputHistory(),
        prepare: @escaping @LoopActor (Int) throws(SystemError) -> LaunchRequest,
        revision: @escaping @LoopActor () -> Int = { 0 },
        outOfMemoryKills: @escaping @LoopActor () -> Int = { 0 }, endGroup: @escaping @LoopActor () -> Void = {},
        onOutput: @escaping @LoopActor (String) -> Void, onChange: @escaping @LoopActor (SubsystemStatus) -> Void
    ) {
        self.subsystem = subsystem
        self.logger = logger
        self.history = history
        next = NextLaunch(prepare: prepare, revision: revision)
        program = SubsystemProgram(isPrevious: saved?.runsPreviousProgram ?? false)
        self.outOfMemoryKills = outOfMemoryKills
        self.endGroup = endGroup
        self.onOutput = onOutput
        self.onChange = onChange
        machine = SubsystemMachine(
            policy: policy, restarts: saved?.restarts ?? 0, failures: saved?.failures ?? 0,
            isFlapping: saved?.isFlapping ?? false)
        generation = saved?.generation ?? 0
        lastExit = saved?.lastExit
        startupMilliseconds = saved?.startupMilliseconds
        knownFingerprint = saved?.fingerprint
        if let saved { since = saved.since }
    }

    package func start() {
        program.forgive()
        handle(.start)
    }

    package func restart() {
        program.forgive()
        handle(.restart)
    }

    package func stop() {
        handle(.stop)
        next.discard()
    }

    /// The signal that the process is told to stop by.
    private var stopSignal = SIGTERM

    /// Stops it as a part of the node: it is told so by a signal of its own, and may take that much longer.
    func prepareNodeStop(allowance: Duration) {
        stopSignal = SIGUSR1
        machine.policy.stopTimeout += allowance
    }

    /// Goes by another policy from now on.
    func follow(_ policy: RestartPolicy) {
        machine.policy = policy
        deadline.set(machine.nextDeadline)
    }

    /// Puts off every start until ``release()``: what a start needs is still being gathered.
    package func hold() { isHeld = true }

    package func release() {
        isHeld = false
        if isSpawnDue, case .starting = machine.state { spawn() }
        isSpawnDue = false
        EventLoop.main.whenIdle { [weak self] in self?.makeNextReady() }
    }

    /// Whether no process runs and none will be started.
    package var isStopped: Bool { machine.state == .stopped }

    /// Whether, besides, nothing is left of the last one.
    var isGone: Bool { isStopped && remains == nil }

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

    func handle(_ event: SubsystemMachine.Event) {
        lookAtRemains()
        let before = machine.state
        let actions = machine.handle(event, now: .now, using: &generator)
        if event == .ended(.couldNotStart), lastExit?.cause == .startFailed {
            lastExit?.nextAttemptSeconds = secondsToNextAttempt
        }
        for action in actions { perform(action) }
        deadline.set(machine.nextDeadline)
        guard machine.state != before else { return }
        changed(from: before)
        if case .ready = machine.state { EventLoop.main.whenIdle { [weak self] in self?.makeNextReady() } }
    }

    func perform(_ action: SubsystemMachine.Action) {
        switch action {
        case .spawn:
            isSpawnDue = true
            if !isHeld { spawn() }
        case .terminate:
            wantedExit = true
            process?.signal(stopSignal)
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
        usage = nil
        do throws(SystemError) {
            let launch = try next.take(generation)
            launched = launch.request
            killsAtSpawn = outOfMemoryKills()
            let program = chooseProgram(launch.request.executable)
            let variables = previousExitText.map { ["\(PreviousExit.environmentKey)=\($0)"] } ?? []
            try look(after: try DaemonProcess(launch, executable: program, variables: variables))
        } catch {
            if error.call == "execve" { program.failed() }
            process?.abandon()
            process = nil
            couldNotStart(error)
        }
    }

    private func chooseProgram(_ executable: String) -> String {
        let wasPrevious = program.isPrevious
        let path = program.path(for: executable)
        if program.isPrevious, !wasPrevious {
            logger.error(
                "the new program has failed; the previous one is started again",
                metadata: ["subsystem": "\(subsystem.rawValue)", "process.executable.path": "\(executable)"])
        }
        return path
    }

    /// Not while starts are put off: what is made ready then would be made without what is still being gathered.
    private func makeNextReady() {
        if !isHeld, case .ready = machine.state { next.makeReady(generation + 1) }
    }

    func look(after process: DaemonProcess) throws(SystemError) {
        self.process = process
        process.onMessage = { [weak self, weak process] in
            guard let self, let process else { return }
            self.heard($0, from: process)
        }
        process.onOutput = { [history, onOutput] lines in
            history.append(lines)
            for line in lines { onOutput(line) }
        }
        process.onExit = { [weak self, weak process] in
            guard let self, let process else { return }
            self.ended($0, process)
        }
        try process.watch()
    }

    private func heard(_ message: NotifyMessage, from process: DaemonProcess) {
        guard process === self.process else { return }
        if let status = message.status { statusText = status }
        if message.isReady {
            startupMilliseconds = process.started.duration(to: .now).seconds * 1000
            let downTime = downSince?.duration(to: .now)
            downSince = nil
            handle(.becameReady)
            program.becameReady(process.pid)
            if let downTime { onRecovered?(downTime) }
        } else if message.isAlive {
            handle(.isAlive)
        }
    }

    /// The daemon's words may still wait in the socket when it was this process that stood still.
    private func deadlineReached(wasStalled: Bool) {
        if wasStalled { handle(.supervisorStalled) }
        handle(.deadline)
    }
}
