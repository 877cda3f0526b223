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
    /// Makes the request for a generation; throws what stands in the way, a port in use for one.
    private let prepare: @LoopActor (Int) throws(SystemError) -> LaunchRequest
    /// Is another as soon as ``prepare`` would make another request.
    private let revision: @LoopActor () -> Int
    private var prepared: (launch: PreparedLaunch, generation: Int, revision: Int)?
    /// How many processes of this subsystem the kernel has killed for want of memory.
    private let outOfMemoryKills: @LoopActor () -> Int
    private let onOutput: @LoopActor (String) -> Void
    let onChange: @LoopActor (SubsystemStatus) -> Void

    /// Called when a process has ended and its successor, if there is to be one, has been started.
    package var onEnded: (@LoopActor () -> Void)?

    /// Called when a process is ready again, with the time since the one before was seen to have ended.
    package var onRecovered: (@LoopActor (Duration) -> Void)?

    /// What its processes have written lately.
    let output = OutputHistory()
    private var downSince: MonotonicInstant?
    var machine: SubsystemMachine
    private var generator = SystemRandomNumberGenerator()
    var process: DaemonProcess?
    private var timer: LoopTimer?
    private var expectedTick: MonotonicInstant?

    var generation = 0
    var since = Timestamp.now()
    var statusText: String?
    var startupMilliseconds: Double?
    var lastExit: ExitReport?
    /// How the last process ended, known before its remains have been looked at.
    private var previousExit: PreviousExit?
    private var exitCauses: [pid_t: ExitReport.Cause] = [:]
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
    private var killsAtSpawn = 0
    var program: SubsystemProgram
    private var isHeld = false
    /// What is left of the process before, until it has been looked at.
    private var remains: Remains?
    var isSpawnDue = false
    /// Children that turned out to be second in their role; kept until they have ended.
    var discarded: [pid_t: DaemonProcess] = [:]

    private struct Remains {
        let process: DaemonProcess
        let report: ExitReport
        /// In which it ended.
        let before: SubsystemMachine.State
    }

    /// - Parameter saved: What an earlier supervisor has left of this subsystem's history.
    package init(
        _ subsystem: Subsystem, policy: RestartPolicy, logger: Logger, saved: SupervisorState.Entry? = nil,
        prepare: @escaping @LoopActor (Int) throws(SystemError) -> LaunchRequest,
        revision: @escaping @LoopActor () -> Int = { 0 },
        outOfMemoryKills: @escaping @LoopActor () -> Int = { 0 },
        onOutput: @escaping @LoopActor (String) -> Void, onChange: @escaping @LoopActor (SubsystemStatus) -> Void
    ) {
        self.subsystem = subsystem
        self.logger = logger
        self.prepare = prepare
        self.revision = revision
        program = SubsystemProgram(isPrevious: saved?.runsPreviousProgram ?? false)
        self.outOfMemoryKills = outOfMemoryKills
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
        prepared = nil
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
        scheduleDeadline()
    }

    /// Puts off every start until ``release()``: what a start needs is still being gathered.
    package func hold() { isHeld = true }

    package func release() {
        isHeld = false
        if isSpawnDue, case .starting = machine.state { spawn() }
        isSpawnDue = false
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
        for action in actions { perform(action) }
        scheduleDeadline()
        guard machine.state != before else { return }
        changed(from: before)
        if case .ready = machine.state { EventLoop.main.whenIdle { [weak self] in self?.prepareNext() } }
    }

    private func perform(_ action: SubsystemMachine.Action) {
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
            let launch: PreparedLaunch =
                if let ready = takePrepared() { ready } else { try PreparedLaunch(try prepare(generation)) }
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

    /// Of a process that an earlier supervisor saw end, the number is not known any more.
    private var previousExitText: String? {
        let inherited = lastExit.map { PreviousExit(generation: generation - 1, pid: 0, report: $0) }
        return (previousExit ?? inherited)?.environmentText
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

    /// Makes the next start ready while nobody waits for it. What fails now is tried again, and told, when it is needed.
    private func prepareNext() {
        guard prepared == nil, case .ready = machine.state, let request = try? prepare(generation + 1) else { return }
        prepared = (try? PreparedLaunch(request)).map { ($0, generation + 1, revision()) }
    }

    private func takePrepared() -> PreparedLaunch? {
        defer { prepared = nil }
        guard let prepared, prepared.generation == generation, prepared.revision == revision() else { return nil }
        return prepared.launch
    }

    func look(after process: DaemonProcess) throws(SystemError) {
        self.process = process
        process.onMessage = { [weak self, weak process] in
            guard let self, let process else { return }
            self.heard($0, from: process)
        }
        process.onOutput = { [output, onOutput] line in
            output.append(line)
            onOutput(line)
        }
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
            let downTime = downSince?.duration(to: .now)
            downSince = nil
            handle(.becameReady)
            program.becameReady(process.pid)
            if let downTime { onRecovered?(downTime) }
        } else if message.isAlive {
            handle(.isAlive)
        }
    }

    /// First the replacement, then the remains of the old one.
    private func ended(_ exit: clinux_exit, _ process: DaemonProcess) {
        guard process === self.process else { return }
        lookAtRemains()
        let before = machine.state
        let wasWanted = wantedExit
        self.process = nil
        let isKnown = exit.code != 0
        let signalled = isKnown && exit.code != CLD_EXITED
        let ending: SubsystemMachine.Ending =
            signalled ? .signal(exit.status) : isKnown ? .exit(status: exit.status) : .unknown
        let report = ExitReport(
            cause: cause(of: exit, process.pid), code: signalled || !isKnown ? nil : exit.status,
            signal: signalled ? exit.status : nil,
            signalName: signalled ? signalName(exit.status) : nil,
            coreDumped: signalled ? exit.code == CLD_DUMPED : nil, message: isKnown ? nil : Self.unknownEnd,
            at: Timestamp.now(), requested: wasWanted,
            uptimeSeconds: process.started.duration(to: .now).seconds, stderr: [])
        previousExit = PreviousExit(generation: generation, pid: process.pid, report: report)
        switch before {
        case .starting, .stopping(.startTimeout, _): program.failed()
        case .stopped, .ready, .backingOff, .failing, .stopping: break
        }
        let actions = machine.handle(.ended(ending), now: .now, using: &generator)
        for action in actions { perform(action) }
        scheduleDeadline()

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

    private func cause(of exit: clinux_exit, _ pid: pid_t) -> ExitReport.Cause {
        if let noted = exitCauses.removeValue(forKey: pid) { return noted }
        guard exit.code != 0, exit.code != CLD_EXITED else { return .exited }
        return exit.status == SIGKILL && outOfMemoryKills() > killsAtSpawn ? .outOfMemory : .signalled
    }

    private static let unknownEnd = "how it ended is not known: it was started by an earlier supervisor"

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
}
