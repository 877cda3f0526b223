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
    package var policy = RestartPolicy()
    /// The node's settings by key, to be handed on.
    package var settings: @Sendable (String) -> String?

    package init(
        runtimeDirectory: RuntimeDirectory, executable: String, programName: String, bindAddress: String, port: Int,
        settings: @escaping @Sendable (String) -> String?
    ) {
        self.runtimeDirectory = runtimeDirectory
        self.executable = executable
        self.programName = programName
        self.bindAddress = bindAddress
        self.port = port
        self.settings = settings
    }
}

/// The four daemons, their sockets, and the control socket.
@LoopActor
package final class Supervisor {
    private let settings: SupervisorSettings
    private let logger: Logger
    private let started = MonotonicInstant.now
    private let output: @LoopActor (String) -> Void
    private var subsystems: [Subsystem: SubsystemSupervisor] = [:]
    private var sockets: [Subsystem: Int32] = [:]
    private var httpListener: Int32?
    private var control: IPCServer?
    private var childWatch: DescriptorWatch?
    private var shutdown: (@LoopActor () -> Void)?

    /// Called when a daemon has become ready for the first time, and when the last of them has.
    package var onAllReady: (@LoopActor () -> Void)?

    /// - Parameter output: Takes each line that a daemon writes.
    package init(_ settings: SupervisorSettings, logger: Logger, output: @escaping @LoopActor (String) -> Void) {
        self.settings = settings
        self.logger = logger
        self.output = output
    }

    /// Opens the sockets, starts the daemons and answers on the control socket.
    package func start() throws(SystemError) {
        guard clinux_become_subreaper() == 0 else { throw SystemError("prctl", "PR_SET_CHILD_SUBREAPER") }
        childWatch = try EventLoop.main.onSignals([SIGCHLD]) { [weak self] _ in self?.reapChildren() }
        for subsystem in Subsystem.allCases {
            sockets[subsystem] = try UnixSocket.listen(at: settings.runtimeDirectory.socket(of: subsystem))
            subsystems[subsystem] = makeSubsystem(subsystem)
        }
        try answerControlSocket()
        for subsystem in Subsystem.allCases { subsystems[subsystem]?.start() }
    }

    private func makeSubsystem(_ subsystem: Subsystem) -> SubsystemSupervisor {
        SubsystemSupervisor(
            subsystem, policy: settings.policy, logger: logger,
            prepare: { [weak self] generation throws(SystemError) in
                guard let self else { throw SystemError("start", subsystem.rawValue, errno: ECANCELED) }
                return try self.launchRequest(for: subsystem, generation: generation)
            },
            onOutput: output, onChange: { [weak self] in self?.changed($0) })
    }

    private func launchRequest(for subsystem: Subsystem, generation: Int) throws(SystemError) -> LaunchRequest {
        var inherited: [(name: String, descriptor: Int32)] = []
        if let socket = sockets[subsystem] { inherited.append((subsystem.rawValue, socket)) }
        if subsystem == .apid { inherited.append(("http", try listenerForHTTP())) }
        return LaunchRequest(
            executable: settings.executable, arguments: [settings.programName, subsystem.rawValue],
            environment: DaemonEnvironment.environment(
                for: subsystem, generation: generation, settings: settings.settings),
            sockets: inherited, watchdogTimeout: settings.policy.watchdogTimeout)
    }

    /// Bound once and kept. While the port is taken by somebody else, apid cannot start, and is tried again.
    private func listenerForHTTP() throws(SystemError) -> Int32 {
        if let httpListener { return httpListener }
        let listener = try TCPListener.listen(address: settings.bindAddress, port: settings.port)
        httpListener = listener
        return listener
    }

    // MARK: Children

    /// Orphans of daemons that ended become ours; they are reaped here. A daemon's own end is told by its descriptor,
    /// and only by it, so that its number is never free before it has been looked at.
    private func reapChildren() {
        var ended = clinux_exit()
        while clinux_peek_any_child(&ended) == 1 {
            if let subsystem = subsystems.values.first(where: { $0.pid == ended.pid }) {
                subsystem.reap()
                // Still unreaped, it would be found for ever.
                if subsystem.pid == ended.pid { return }
            } else {
                _ = clinux_wait_pid(ended.pid, &ended)
            }
        }
    }

    private func changed(_ status: SubsystemStatus) {
        if let json = try? JSON(encoding: status) { control?.publish(SupervisorMethods.changed, json) }
        if subsystems.values.allSatisfy({ $0.status.state == .ready }), let onAllReady {
            self.onAllReady = nil
            onAllReady()
        }
        if status.state == .stopped, let shutdown { shutdown() }
    }

    // MARK: The control socket

    private func answerControlSocket() throws(SystemError) {
        let listener = try UnixSocket.listen(at: settings.runtimeDirectory.supervisorSocket)
        let server = IPCServer(listener: listener) { [logger] credentials, reason in
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
            subsystems: Subsystem.allCases.compactMap { subsystems[$0]?.status })
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
    }
}
