import CLinux
import EventLoop
import Glibc
import IPC
import JSON
import Logging
import NodeProtocol

/// What a supervisor needs to know.
package struct SupervisorSettings: Sendable {
    package var runtimeDirectory: RuntimeDirectory
    package var executable: String
    /// What stands before the daemon's name in its arguments; the name under which it runs.
    package var programName: String
    package var bindAddress: String
    package var port: Int
    package var policy: RestartPolicy
    /// The arguments with which the program was started, its name first: for an upgrade in place.
    package var commandLine: [String] = []
    package var kept = KeptDescriptors(sockets: [:], state: nil)
    /// The node's settings by key, to be handed on.
    package var settings: @Sendable (String) -> String?

    package init(
        runtimeDirectory: RuntimeDirectory, executable: String, programName: String, bindAddress: String, port: Int,
        policy: RestartPolicy = RestartPolicy(), settings: @escaping @Sendable (String) -> String?
    ) {
        self.runtimeDirectory = runtimeDirectory
        self.executable = executable
        self.programName = programName
        self.bindAddress = bindAddress
        self.port = port
        self.policy = policy
        self.settings = settings
    }
}

/// The four daemons, their sockets, and the control socket.
@LoopActor
package final class Supervisor {
    let settings: SupervisorSettings
    let logger: Logger
    private let started = MonotonicInstant.now
    private let output: @LoopActor (String) -> Void
    private var subsystems: [Subsystem: SubsystemSupervisor] = [:]
    /// Listening sockets by the names under which daemons get them.
    private var listeners: [String: Int32] = [:]
    private var control: IPCServer?
    private var adoption: AdoptionListener?
    /// Until then, daemons of an earlier supervisor may still bring sockets: nothing is started that could need them.
    private var isGathering = true
    private var childWatch: DescriptorWatch?
    private var shutdown: (@LoopActor () -> Void)?

    private var controlListener: Int32 = -1
    /// The trial run of a new program, see ``upgrade(_:)``.
    var upgradeCheck: DaemonProcess?

    /// Whether nothing is being gathered or stopped.
    var isRunning: Bool { !isGathering && shutdown == nil }

    /// All listening sockets, those for control and adoption included, by name.
    var keptSockets: [String: Int32] {
        var kept = listeners
        kept[Self.controlName] = controlListener
        if let adoption { kept[Self.adoptionName] = adoption.descriptor }
        return kept
    }

    private static let controlName = "supervisor"
    private static let adoptionName = "adoption"

    /// Called when a daemon has become ready for the first time, and when the last of them has.
    package var onAllReady: (@LoopActor () -> Void)?

    /// - Parameter output: Takes each line that a daemon writes.
    package init(_ settings: SupervisorSettings, logger: Logger, output: @escaping @LoopActor (String) -> Void) {
        self.settings = settings
        self.logger = logger
        self.output = output
    }

    /// Opens the sockets, takes over daemons that run already, starts the others, and answers on the control socket.
    package func start() throws(SystemError) {
        guard clinux_become_subreaper() == 0 else { throw SystemError("prctl", "PR_SET_CHILD_SUBREAPER") }
        _ = clinux_adjust_oom_score(DaemonResources.oomScoreAdjustOfSupervisor)  // a wish: needs a privilege
        childWatch = try EventLoop.main.onSignals([SIGCHLD]) { [weak self] _ in self?.reapChildren() }
        let left =
            settings.kept.state.flatMap { SupervisorState.read(from: $0) }
            ?? SupervisorState.read(from: settings.runtimeDirectory.supervisorState)
        if let memory = settings.kept.state { close(memory) }
        var kept = settings.kept.sockets
        controlListener = try Self.take(
            Self.controlName, from: &kept, orListenAt: settings.runtimeDirectory.supervisorSocket)
        let adoptionListener = try Self.take(
            Self.adoptionName, from: &kept, orListenAt: settings.runtimeDirectory.adoptionSocket)
        for (name, descriptor) in kept { keep(descriptor, as: name) }
        for subsystem in Subsystem.allCases {
            let supervised = makeSubsystem(subsystem, saved: left?[subsystem])
            supervised.hold()  // until the sockets that other daemons hold are here, or a start would bind them anew
            subsystems[subsystem] = supervised
        }
        adoption = try AdoptionListener(adoptionListener) { [weak self] in self?.welcome($0) }
        try answerControlSocket()
        adoptHolders(left)
        reapChildren()
        gather(until: .now.advanced(by: Self.gatheringTime), left)
    }

    private static func take(
        _ name: String, from kept: inout [String: Int32], orListenAt path: String
    ) throws(SystemError) -> Int32 {
        if let descriptor = kept.removeValue(forKey: name) { return descriptor }
        return try UnixSocket.listen(at: path)
    }

    private func makeSubsystem(_ subsystem: Subsystem, saved: SupervisorState.Entry?) -> SubsystemSupervisor {
        SubsystemSupervisor(
            subsystem, policy: settings.policy, logger: logger, saved: saved,
            prepare: { [weak self] generation throws(SystemError) in
                guard let self else { throw SystemError("start", subsystem.rawValue, errno: ECANCELED) }
                return try self.launchRequest(for: subsystem, generation: generation)
            },
            onOutput: output, onChange: { [weak self] in self?.changed($0) })
    }

    private func launchRequest(for subsystem: Subsystem, generation: Int) throws(SystemError) -> LaunchRequest {
        var inherited = [(name: subsystem.rawValue, descriptor: try listener(for: subsystem))]
        if subsystem == .apid {
            inherited.append((Self.http, try listenerForHTTP()))
        } else if Self.keepers.contains(subsystem), let http = try? listenerForHTTP() {
            inherited.append((Self.http, http))  // when there is none, apid's start tells why
        }
        var request = LaunchRequest(
            executable: settings.executable, arguments: [settings.programName, subsystem.rawValue],
            environment: environment(of: subsystem, generation: generation),
            sockets: inherited, watchdogTimeout: settings.policy.watchdogTimeout)
        request.oomScoreAdjust = DaemonResources.oomScoreAdjust(of: subsystem)
        request.nice = DaemonResources.nice(of: subsystem)
        return request
    }

    private func environment(of subsystem: Subsystem, generation: Int) -> [String: String] {
        DaemonEnvironment.environment(for: subsystem, generation: generation, settings: settings.settings)
    }

    // MARK: Sockets

    private static let http = "http"
    /// They hold the API's socket too, without serving it: so it outlives supervisor and apid dying together. Both see
    /// the node's secrets anyway.
    private static let keepers: Set<Subsystem> = [.heartbeatd, .deployd]

    private func listener(for subsystem: Subsystem) throws(SystemError) -> Int32 {
        if let listener = listeners[subsystem.rawValue] { return listener }
        let listener = try UnixSocket.listen(at: settings.runtimeDirectory.socket(of: subsystem))
        listeners[subsystem.rawValue] = listener
        return listener
    }

    /// Bound once and kept. While the port is taken by somebody else, apid cannot start, and is tried again.
    private func listenerForHTTP() throws(SystemError) -> Int32 {
        if let listener = listeners[Self.http] { return listener }
        let listener = try TCPListener.listen(address: settings.bindAddress, port: settings.port)
        listeners[Self.http] = listener
        return listener
    }

    /// Keeps a socket that a daemon has brought, if there is none yet and it is what would be bound here.
    private func keep(_ descriptor: Int32, as name: String) {
        let isRight: Bool
        if name == Self.http {
            isRight = TCPListener.isListening(descriptor, address: settings.bindAddress, port: settings.port)
        } else if let subsystem = Subsystem(rawValue: name) {
            isRight = access(settings.runtimeDirectory.socket(of: subsystem), F_OK) == 0
        } else {
            isRight = false
        }
        if isRight, listeners[name] == nil { listeners[name] = descriptor } else { close(descriptor) }
    }

    // MARK: Adoption

    /// Half of what a silent daemon is given by its watchdog: a busy machine must not look like a hung daemon.
    private static let gatheringTime = Duration.seconds(5)

    /// The daemons that hold their roles are taken over at once, by the word of their locks.
    private func adoptHolders(_ left: SupervisorState?) {
        for subsystem in Subsystem.allCases {
            guard let supervised = subsystems[subsystem] else { continue }
            let before = left?[subsystem]
            let holder = RoleHolder.pid(of: settings.runtimeDirectory.roleLock(of: subsystem.rawValue))
            // One that has not come as far as to take its role is known by its number and its beginning.
            if let pid = holder ?? before?.process?.pid, holder != nil || before?.process == ProcessIdentity(of: pid) {
                let isSame = before?.process != nil && before?.process == ProcessIdentity(of: pid)
                adopt(pid, supervised, isReady: isSame ? before?.isReady == true : true)
            } else if before?.process != nil, before?.isWanted == true {
                supervised.endedUnseen()
            }
        }
    }

    private func adopt(_ pid: pid_t, _ supervised: SubsystemSupervisor, isReady: Bool) {
        do throws(SystemError) {
            try supervised.adopt(pid, isReady: isReady)
            logger.notice(
                "a daemon of an earlier supervisor is adopted",
                metadata: ["subsystem": "\(supervised.subsystem.rawValue)", "pid": "\(pid)"])
        } catch {
            guard error.errno != ESRCH else { return }  // it has just ended
            logger.error(
                "a daemon of an earlier supervisor cannot be adopted",
                metadata: ["subsystem": "\(supervised.subsystem.rawValue)", "pid": "\(pid)", "error": "\(error)"])
        }
    }

    /// Waits until every adopted daemon has brought its sockets, or the time is over; then starts what is missing, and
    /// replaces what did not introduce itself.
    private func gather(until end: MonotonicInstant, _ left: SupervisorState?) {
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
                    metadata: ["subsystem": "\(subsystem.rawValue)", "pid": "\(supervised.pid ?? 0)"])
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
        tellWhenAllReady()
    }

    private func isAsWouldBeStarted(_ subsystem: Subsystem, _ fingerprint: String?) -> Bool {
        guard listeners[subsystem.rawValue] != nil else { return false }
        if subsystem == .apid, listeners[Self.http] == nil { return false }
        guard let request = try? launchRequest(for: subsystem, generation: 0) else { return true }
        return fingerprint == nil || fingerprint == request.fingerprint
    }

    /// A daemon introduces itself. Only the holder of its role is believed.
    private func welcome(_ newcomer: AdoptionListener.Newcomer) {
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
                metadata: ["subsystem": "\(introduction.subsystem.rawValue)", "pid": "\(newcomer.pid)"])
            return
        }
        for (name, descriptor) in newcomer.descriptors { keep(descriptor, as: name) }
        newcomer.descriptors = [:]
        do throws(SystemError) {
            try supervised.attach(introduction, pid: newcomer.pid, notify: notify, output: output)
        } catch {
            logger.error(
                "a daemon of an earlier supervisor cannot be adopted",
                metadata: ["subsystem": "\(introduction.subsystem.rawValue)", "error": "\(error)"])
        }
    }

    private func save() {
        guard shutdown == nil, !isGathering else { return }
        do throws(SystemError) {
            try state.write(to: settings.runtimeDirectory.supervisorState)
        } catch {
            logger.error("the state for the next supervisor cannot be written", metadata: ["error": "\(error)"])
        }
    }

    var state: SupervisorState {
        SupervisorState(subsystems: Subsystem.allCases.compactMap { subsystems[$0]?.saved })
    }

    // MARK: Children

    /// Orphans of daemons that ended become ours; they are reaped here. A daemon's own end is told by its descriptor,
    /// and only by it, so that its number is never free before it has been looked at.
    private func reapChildren() {
        var ended = clinux_exit()
        while clinux_peek_any_child(&ended) == 1 {
            if let upgradeCheck, upgradeCheck.pid == ended.pid {
                upgradeCheck.reap()
                guard self.upgradeCheck == nil else { return }
            } else if let subsystem = subsystems.values.first(where: { $0.owns(ended.pid) }) {
                // Still unreaped, it would be found for ever.
                guard subsystem.reap(ended.pid) else { return }
            } else {
                _ = clinux_wait_pid(ended.pid, &ended)
            }
        }
    }

    private func changed(_ status: SubsystemStatus) {
        save()
        if let json = try? JSON(encoding: status) { control?.publish(SupervisorMethods.changed, json) }
        tellWhenAllReady()
        if status.state == .stopped, let shutdown { shutdown() }
    }

    private func tellWhenAllReady() {
        guard !isGathering, let onAllReady, subsystems.values.allSatisfy({ $0.status.state == .ready }) else { return }
        self.onAllReady = nil
        onAllReady()
    }

    // MARK: The control socket

    private func answerControlSocket() throws(SystemError) {
        let server = IPCServer(listener: controlListener) { [logger] credentials, reason in
            guard reason != .peerClosed, reason != .closedHere else { return }
            logger.warning(
                "control connection ended",
                metadata: ["peer.pid": "\(credentials?.processID ?? 0)", "reason": "\(reason)"])
        }
        answer(server, Ping.name) { _, _ in Ping.Answer(name: "supervisor", pid: getpid()) }
        answer(server, SupervisorMethods.Status.name) { [weak self] _, _ in self?.status }
        answer(server, Status.name) { [weak self] _, _ in self?.status }
        answer(server, Metrics.name) { [weak self] _, _ in self?.metrics ?? [:] }
        answer(server, SupervisorMethods.Subscribe.name) { _, peer in
            peer.subscribe(to: SupervisorMethods.changed)
            return Nothing()
        }
        server.on(SupervisorMethods.Upgrade.name) { [weak self] _, _, reply in
            self?.upgrade { result in
                reply(
                    result.flatMap { answer in
                        Result { try JSON(encoding: answer) }.mapError { .internalError("\($0)") }
                    })
            }
        }
        command(server, SupervisorMethods.Restart.name) { $0.restart() }
        command(server, SupervisorMethods.Start.name) { $0.start() }
        command(server, SupervisorMethods.Stop.name) { $0.stop() }
        try server.start()
        control = server
    }

    /// Answers in place, without a task: the supervisor does not depend on the concurrency runtime.
    private func answer(
        _ server: IPCServer, _ method: String,
        _ body: @escaping @LoopActor (JSON, IPCPeer) throws(RPCError) -> some Encodable
    ) {
        server.on(method) { params, peer, reply in
            let result: Result<JSON, RPCError>
            do throws(RPCError) {
                let answer = try body(params, peer)
                result = Result { try JSON(encoding: answer) }.mapError { .internalError("\($0)") }
            } catch {
                result = .failure(error)
            }
            reply(result)
        }
    }

    private func command(
        _ server: IPCServer, _ method: String, _ body: @escaping @LoopActor (SubsystemSupervisor) -> Void
    ) {
        answer(server, method) { [weak self] (params, _) throws(RPCError) in
            guard let name = params["name"]?.string else {
                throw .invalidParams("name: the name of a subsystem is needed")
            }
            guard let subsystem = Subsystem(rawValue: name).flatMap({ self?.subsystems[$0] }) else {
                let known = Subsystem.allCases.map(\.rawValue).joined(separator: ", ")
                throw .notFound("there is no subsystem \"\(name)\"; there are \(known)")
            }
            guard self?.shutdown == nil else { throw .conflict("the node is stopping") }
            self?.logger.info("operator's command", metadata: ["method": "\(method)", "subsystem": "\(name)"])
            body(subsystem)
            return subsystem.status
        }
    }

    private var status: SupervisorMethods.Status.Answer {
        SupervisorMethods.Status.Answer(
            pid: getpid(), version: NodeVersion.current, uptimeSeconds: started.duration(to: .now).seconds,
            subsystems: Subsystem.allCases.compactMap { subsystems[$0]?.statusWithMemory })
    }

    private var metrics: [String: Double] {
        var metrics = ["uptime_seconds": started.duration(to: .now).seconds]
        for (subsystem, supervisor) in subsystems {
            metrics["restarts.\(subsystem.rawValue)"] = Double(supervisor.status.restarts)
        }
        return metrics
    }

    // MARK: Stopping

    /// Stops all daemons in order, each as soon as the one before has gone or has had a second for it; after the
    /// deadline they are killed. Calls `done` when no process is left.
    package func stop(deadline: Duration = .seconds(8), then done: @escaping @LoopActor () -> Void) {
        guard shutdown == nil else { return }
        logger.info("the node is stopping")
        shutdown = { [weak self] in
            guard let self else { return }
            if self.subsystems.values.allSatisfy(\.isStopped) {
                self.shutdown = {}
                self.removeSockets()
                done()
            } else {
                self.stopNext()
            }
        }
        for (index, subsystem) in Subsystem.stopOrder.enumerated() {
            EventLoop.main.schedule(after: .seconds(index)) { [weak self] in self?.subsystems[subsystem]?.stop() }
        }
        EventLoop.main.schedule(after: deadline) { [weak self] in
            self?.logger.warning("daemons are killed: the deadline for stopping has passed")
            self?.subsystems.values.forEach { $0.kill() }
        }
        shutdown?()
    }

    private func stopNext() {
        let next = Subsystem.stopOrder.compactMap { subsystems[$0] }.first { !$0.isStopped }
        next?.stop()
    }

    private func removeSockets() {
        for subsystem in Subsystem.allCases { unlink(settings.runtimeDirectory.socket(of: subsystem)) }
        unlink(settings.runtimeDirectory.supervisorSocket)
        unlink(settings.runtimeDirectory.adoptionSocket)
        unlink(settings.runtimeDirectory.supervisorState)
    }
}
