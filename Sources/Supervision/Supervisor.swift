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
    var environments: [Subsystem: [String: String]] = [:]
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
    let children = ChildList()
    let isFirstProcess = getpid() == 1
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
    private var isSaveDue = false
    var isReapingSoon = false
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

    /// Keeps what this process itself has written lately.
    let ownOutput: OutputHistory

    /// - Parameters:
    ///   - ownOutput: Gets what is logged here.
    ///   - output: Takes each line that a daemon writes.
    package init(
        _ settings: SupervisorSettings, logger: Logger, ownOutput: OutputHistory = OutputHistory(),
        output: @escaping @LoopActor (String) -> Void
    ) {
        self.ownOutput = ownOutput
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
        _ = clinux_adjust_own_oom_score(DaemonResources.oomScoreAdjustOfSupervisor)  // a wish: needs a privilege
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
        foreignChildren = Set(children.pids)
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
        let history = OutputHistory()
        history.keep(at: settings.runtimeDirectory.output(of: subsystem.rawValue))
        let supervised = SubsystemSupervisor(
            subsystem, policy: settings.policy(of: subsystem), logger: logger, saved: saved, history: history,
            prepare: { [weak self] generation throws(SystemError) in
                guard let self else { throw SystemError("start", subsystem.rawValue, errno: ECANCELED) }
                return try self.launchRequest(for: subsystem, generation: generation)
            },
            revision: { [weak self] in self.map { $0.settingsRevision + $0.sockets.revision } ?? -1 },
            outOfMemoryKills: { [weak self] in
                guard let self, self.settings.memoryLimits[subsystem] != nil else { return 0 }
                return self.memoryGroups?.killCount(subsystem) ?? 0
            },
            endGroup: { [weak self] in
                guard let self, self.settings.memoryLimits[subsystem] != nil else { return }
                self.memoryGroups?.endAll(subsystem)
            },
            onOutput: output, onChange: { [weak self] in self?.changed($0) })
        supervised.onEnded = { [weak self] in self?.endOrphans() }
        recoveries.begin(subsystem.rawValue)
        supervised.onRecovered = { [recoveries] in recoveries.observe($0, subsystem.rawValue) }
        return supervised
    }

    private func saveAtLeisure() {
        guard !isSaveDue else { return }
        isSaveDue = true
        EventLoop.main.whenIdle { [weak self] in
            if let self, self.isSaveDue { self.save() }
        }
    }

    func save() {
        isSaveDue = false
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

    private func changed(_ status: SubsystemStatus) {
        // That a process is ready it also says itself, when it introduces itself: no hurry.
        if status.state == .ready { saveAtLeisure() } else { save() }
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
}
