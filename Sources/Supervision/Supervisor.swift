import CLinux
import EventLoop
import Glibc
import IPC
import Instruments
import JSON
import Logging
import NodeProtocol

/// The four daemons, their sockets, and the control socket.
@LoopActor
package final class Supervisor {
    var settings: SupervisorSettings {
        didSet {
            environments = [:]
            settingsRevision += 1
        }
    }
    private(set) var settingsRevision = 0
    /// By subsystem, of ``settings``: a daemon that is down does not wait until it is put together.
    private var environments: [Subsystem: [String: String]] = [:]
    var logger: Logger
    let started = MonotonicInstant.now
    private let output: @LoopActor (String) -> Void
    var subsystems: [Subsystem: SubsystemSupervisor] = [:]
    let sockets: ListeningSockets
    /// Nil where memory cannot be bounded by control groups.
    let memoryGroups: MemoryGroups?
    private var control: ControlSocket?
    /// Makes the runtime directory, and takes the supervisor's role in it, after it was removed.
    package var takeRuntimeDirectory: @LoopActor () throws(SystemError) -> Void = {}
    var directoryWatch: RuntimeDirectoryWatch?
    var directoryLook: LoopTimer?
    /// Children that were there before this supervisor started anything; not its own.
    private(set) var foreignChildren: Set<pid_t> = []
    /// The number of the last ``SupervisorMethods/changed``.
    var lastChange = 0
    private var adoption: AdoptionListener?
    /// Until then, daemons of an earlier supervisor may still bring sockets: nothing is started that could need them.
    var isGathering = true
    /// Waits for the end of that.
    var uponGathered: [@LoopActor () -> Void] = []
    private var childWatch: DescriptorWatch?
    private var savingSoon: LoopTimer?
    private var isReapingSoon = false
    var shutdown: (@LoopActor () -> Void)?

    private var controlListener: Int32 = -1
    /// The trial run of a new program, see ``upgrade(_:)``.
    var upgradeCheck: DaemonProcess?

    /// Whether nothing is being gathered or stopped.
    var isRunning: Bool { !isGathering && shutdown == nil }

    /// Of all daemons, see ``metrics``.
    let recoveries = Histogram(
        "aerekos_subsystem_restart_duration_seconds",
        "From a daemon's end, as the supervisor sees it, until its successor was ready.", labels: ["subsystem"],
        bounds: Histogram.mediumTimes, limit: Subsystem.allCases.count)

    /// All listening sockets, those for control and adoption included, by name.
    var keptSockets: [String: Int32] {
        var kept = sockets.descriptors
        kept[Self.controlName] = controlListener
        if let adoption { kept[Self.adoptionName] = adoption.descriptor }
        return kept
    }

    private static let controlName = "supervisor"
    private static let adoptionName = "adoption"

    /// Called when a daemon has become ready for the first time, and when the last of them has.
    package var onAllReady: (@LoopActor () -> Void)?

    /// Reads the settings again, for ``reload()``, and makes the logger that they want.
    package var rereadSettings: (@LoopActor () throws(UnusableSettings) -> (SupervisorSettings, Logger))?

    /// - Parameter output: Takes each line that a daemon writes.
    package init(_ settings: SupervisorSettings, logger: Logger, output: @escaping @LoopActor (String) -> Void) {
        self.settings = settings
        self.logger = logger
        self.output = output
        memoryGroups = MemoryGroups(
            node: Fingerprint.of([settings.runtimeDirectory.path]),
            membership: ProcessStat.contents("/proc/self/cgroup") ?? "",
            mounts: String(decoding: SupervisorState.contents(of: "/proc/self/mountinfo") ?? [], as: UTF8.self))
        sockets = ListeningSockets(
            settings.runtimeDirectory, address: settings.bindAddress, port: settings.port)
    }

    /// Opens the sockets, takes over daemons that run already, starts the others, and answers on the control socket.
    package func start() throws(SystemError) {
        guard clinux_become_subreaper() == 0 else { throw SystemError("prctl", "PR_SET_CHILD_SUBREAPER") }
        _ = clinux_adjust_oom_score(getpid(), DaemonResources.oomScoreAdjustOfSupervisor)  // a wish: needs a privilege
        childWatch = try EventLoop.main.onSignals([SIGCHLD]) { [weak self] _ in self?.reapSoon() }
        let left =
            settings.kept.state.flatMap { SupervisorState.read(from: $0) }
            ?? SupervisorState.read(from: settings.runtimeDirectory.supervisorState)
        if let memory = settings.kept.state { close(memory) }
        var kept = settings.kept.sockets
        let controlListener = try Self.take(
            Self.controlName, from: &kept, orListenAt: settings.runtimeDirectory.supervisorSocket)
        let adoptionListener = try Self.take(
            Self.adoptionName, from: &kept, orListenAt: settings.runtimeDirectory.adoptionSocket)
        for (name, descriptor) in kept { sockets.keep(descriptor, as: name) }
        for subsystem in Subsystem.allCases {
            let supervised = makeSubsystem(subsystem, saved: left?[subsystem])
            supervised.hold()  // until the sockets that other daemons hold are here, or a start would bind them anew
            subsystems[subsystem] = supervised
        }
        foreignChildren = Set(Self.children)
        try listenForAdoption(on: adoptionListener)
        try listenForControl(on: controlListener)
        watchRuntimeDirectory()
        adoptHolders(left)
        reapChildren()
        gather(until: .now.advanced(by: Self.gatheringTime), left)
    }

    /// Answers on this socket, and no longer on the one before.
    func listenForControl(on listener: Int32) throws(SystemError) {
        let control = ControlSocket(listener, self)
        try control.start()
        self.control = control
        if controlListener >= 0 { close(controlListener) }
        controlListener = listener
    }

    /// Likewise.
    func listenForAdoption(on listener: Int32) throws(SystemError) {
        let old = adoption
        adoption = try AdoptionListener(listener, logger: logger) { [weak self] in self?.welcome($0) }
        old?.stop()
    }

    private static func take(
        _ name: String, from kept: inout [String: Int32], orListenAt path: String
    ) throws(SystemError) -> Int32 {
        if let descriptor = kept.removeValue(forKey: name) { return descriptor }
        return try UnixSocket.listen(at: path)
    }

    private func makeSubsystem(_ subsystem: Subsystem, saved: SupervisorState.Entry?) -> SubsystemSupervisor {
        let supervised = SubsystemSupervisor(
            subsystem, policy: settings.policy(of: subsystem), logger: logger, saved: saved,
            prepare: { [weak self] generation throws(SystemError) in
                guard let self else { throw SystemError("start", subsystem.rawValue, errno: ECANCELED) }
                return try self.launchRequest(for: subsystem, generation: generation)
            },
            revision: { [weak self] in self.map { $0.settingsRevision + $0.sockets.revision } ?? -1 },
            outOfMemoryKills: { [weak self] in
                guard let self, self.settings.memoryLimits[subsystem] != nil else { return 0 }
                return self.memoryGroups?.killCount(subsystem) ?? 0
            },
            onOutput: output, onChange: { [weak self] in self?.changed($0) })
        supervised.onEnded = { [weak self] in self?.endOrphans() }
        supervised.onRecovered = { [recoveries] in recoveries.observe($0, subsystem.rawValue) }
        return supervised
    }

    func launchRequest(for subsystem: Subsystem, generation: Int) throws(SystemError) -> LaunchRequest {
        let policy = settings.policy(of: subsystem)
        var request = LaunchRequest(
            executable: settings.executable, arguments: [settings.programName, subsystem.rawValue],
            environment: environment(of: subsystem, generation: generation),
            sockets: try sockets.inherited(by: subsystem), watchdogTimeout: policy.watchdogTimeout)
        let limit = settings.memoryLimits[subsystem]
        if let limit { request.memoryBound = try memoryBound(of: subsystem, limit) }
        request.circumstances = { [sockets, environment = request.environment] in
            sockets.circumstances(of: subsystem) + Self.contentsOfFiles(namedIn: environment)
                + (limit.map { ["memory limit \($0)"] } ?? [])
        }
        request.ioPriority = DaemonResources.ioPriority(of: subsystem)
        request.oomScoreAdjust = DaemonResources.oomScoreAdjust(of: subsystem)
        request.nice = DaemonResources.nice(of: subsystem)
        return request
    }

    private func memoryBound(
        of subsystem: Subsystem, _ limit: Int64
    ) throws(SystemError) -> LaunchRequest.MemoryBound {
        guard let memoryGroups else { return .addressSpace(UInt64(limit)) }
        return .controlGroup(processList: try memoryGroups.prepare(subsystem, limit: limit))
    }

    /// Secrets in files are read by the daemon at its start: another content is as another setting. The API's tokens are
    /// not among them, which apid reads again itself.
    private static func contentsOfFiles(namedIn environment: [String: String]) -> [String] {
        environment.filter { $0.key.hasSuffix("_FILE") && $0.key != "API_TOKEN_FILE" }.sorted { $0.key < $1.key }.map {
            key, path in
            "\(key) " + String(decoding: SupervisorState.contents(of: path) ?? [], as: UTF8.self)
        }
    }

    private func environment(of subsystem: Subsystem, generation: Int) -> [String: String] {
        var variables =
            environments[subsystem] ?? DaemonEnvironment.environment(for: subsystem, settings: settings.settings)
        environments[subsystem] = variables
        variables["GENERATION"] = String(generation)
        return variables
    }

    private func saveSoon() {
        guard savingSoon == nil else { return }
        savingSoon = EventLoop.main.schedule(after: .milliseconds(100)) { [weak self] in self?.save() }
    }

    func save() {
        savingSoon?.cancel()
        savingSoon = nil
        guard shutdown == nil, !isGathering else { return }
        do throws(SystemError) {
            try state.write(to: settings.runtimeDirectory.supervisorState)
        } catch {
            logger.error("the state for the next supervisor cannot be written", metadata: ["error.message": "\(error)"])
        }
    }

    var state: SupervisorState {
        SupervisorState(subsystems: Subsystem.allCases.compactMap { subsystems[$0]?.saved })
    }

    // MARK: Children

    private func reapSoon() {
        guard !isReapingSoon else { return }
        isReapingSoon = true
        EventLoop.main.whenIdle { [weak self] in self?.reapChildren() }
    }

    /// Orphans of daemons that ended become ours; they are reaped here, and nobody waits for that. A daemon's own end is
    /// told by its descriptor, so that its number is never free before it has been looked at.
    ///
    /// At most so many a turn: the successor of a daemon may have ended too by the time that it is looked for the next
    /// child, and so on without end, and nobody else would have a turn.
    private func reapChildren() {
        isReapingSoon = false
        var ended = clinux_exit()
        for _ in 0..<Self.reapedInOneTurn {
            guard clinux_peek_any_child(&ended) == 1 else { return }
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
        reapSoon()
    }

    private static let reapedInOneTurn = 4

    private func changed(_ status: SubsystemStatus) {
        // That a process is ready it also says itself, when it introduces itself: no hurry.
        if status.state == .ready { saveSoon() } else { save() }
        lastChange += 1
        var status = status
        status.sequence = lastChange
        control?.publish(status)
        tellWhenAllReady()
        if status.state == .stopped, let shutdown { shutdown() }
    }

    func tellWhenAllReady() {
        guard !isGathering, let onAllReady, subsystems.values.allSatisfy({ $0.status.state == .ready }) else { return }
        self.onAllReady = nil
        onAllReady()
    }

    // MARK: Stopping

    /// Stops all daemons in order, each as soon as the one before has gone or has had a second for it; after the
    /// deadline they are killed. Calls `done` when no process is left.
    package func stop(deadline: Duration = .seconds(8), then done: @escaping @LoopActor () -> Void) {
        guard shutdown == nil else { return }
        logger.info("the node is stopping")
        let allowance = settings.servicesStopTimeout ?? .zero
        if allowance > .zero { subsystems[.deployd]?.prepareNodeStop(allowance: allowance) }
        shutdown = { [weak self] in
            guard let self else { return }
            if self.subsystems.values.allSatisfy(\.isGone) {
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
        EventLoop.main.schedule(after: deadline + allowance) { [weak self] in
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
        for subsystem in Subsystem.allCases {
            unlink(settings.runtimeDirectory.socket(of: subsystem))
            memoryGroups?.remove(subsystem)
        }
        unlink(settings.runtimeDirectory.supervisorSocket)
        unlink(settings.runtimeDirectory.adoptionSocket)
        unlink(settings.runtimeDirectory.supervisorState)
    }
}
