import EventLoop
import Glibc
import IPC
import Instruments
import JSON
import Logging
import NodeProtocol

/// What the supervisor answers on its Unix socket: the methods of ``SupervisorMethods``.
@LoopActor
final class ControlSocket {
    private let server: IPCServer
    private unowned let supervisor: Supervisor

    init(_ listener: Int32, _ supervisor: Supervisor) {
        self.supervisor = supervisor
        server = IPCServer(listener: listener) { [logger = supervisor.logger] credentials, reason in
            guard ![.peerClosed, .closedHere, .displaced].contains(reason) else { return }
            logger.warning(
                "control connection ended",
                metadata: ["peer.pid": "\(credentials?.processID ?? 0)", "reason": "\(reason)"])
        }
    }

    func start() throws(SystemError) {
        answer(Ping.name) { _, _, _ in Ping.Answer(name: "supervisor", pid: getpid()) }
        answer(SupervisorMethods.Status.name) { supervisor, _, _ in supervisor.status }
        answer(SupervisorMethods.Settings.name) { supervisor, _, _ in
            SupervisorMethods.Settings.Answer(settings: supervisor.settings.reports)
        }
        answer(Status.name) { supervisor, _, _ in supervisor.status }
        server.on(Metrics.name) { [weak supervisor] _, _, reply in
            reply(.success(.array((supervisor?.metrics ?? []).map(\.json))))
        }
        answer(SupervisorMethods.Subscribe.name) { supervisor, _, peer in
            peer.subscribe(to: SupervisorMethods.changed)
            return SupervisorMethods.Subscribe.Answer(
                sequence: supervisor.lastChange, subsystems: supervisor.status.subsystems)
        }
        server.on(SupervisorMethods.Upgrade.name) { [weak supervisor] _, _, reply in
            supervisor?.upgrade { result in
                reply(
                    result.flatMap { answer in
                        Result { try JSON(encoding: answer) }.mapError { .internalError("\($0)") }
                    })
            }
        }
        answer(SupervisorMethods.Reload.name) { (supervisor, _, _) throws(RPCError) in try supervisor.reload() }
        command(SupervisorMethods.Restart.name) { $0.restart() }
        command(SupervisorMethods.Start.name) { $0.start() }
        command(SupervisorMethods.Stop.name) { $0.stop() }
        try server.start()
    }

    /// Tells subscribers.
    func publish(_ status: SubsystemStatus) {
        if let json = try? JSON(encoding: status) { server.publish(SupervisorMethods.changed, json) }
    }

    /// Answers in place, without a task: the supervisor does not depend on the concurrency runtime.
    private func answer(
        _ method: String,
        _ body: @escaping @LoopActor (Supervisor, JSON, IPCPeer) throws(RPCError) -> some Encodable
    ) {
        server.on(method) { [weak supervisor] params, peer, reply in
            guard let supervisor else { return }
            let result: Result<JSON, RPCError>
            do throws(RPCError) {
                let answer = try body(supervisor, params, peer)
                result = Result { try JSON(encoding: answer) }.mapError { .internalError("\($0)") }
            } catch {
                result = .failure(error)
            }
            reply(result)
        }
    }

    private func command(_ method: String, _ body: @escaping @LoopActor (SubsystemSupervisor) -> Void) {
        answer(method) { (supervisor, params, _) throws(RPCError) in
            let subsystem = try supervisor.subsystem(named: params["name"])
            guard supervisor.shutdown == nil else { throw .conflict("the node is stopping") }
            supervisor.logger.info(
                "operator's command",
                metadata: ["rpc.method": "\(method)", "subsystem": "\(subsystem.subsystem.rawValue)"])
            body(subsystem)
            return subsystem.status
        }
    }
}

extension Supervisor {
    func subsystem(named name: JSON?) throws(RPCError) -> SubsystemSupervisor {
        guard let name = name?.string else { throw .invalidParams("name: the name of a subsystem is needed") }
        guard let subsystem = Subsystem(rawValue: name).flatMap({ subsystems[$0] }) else {
            let known = Subsystem.allCases.map(\.rawValue).joined(separator: ", ")
            throw .notFound("there is no subsystem \"\(name)\"; there are \(known)")
        }
        return subsystem
    }

    var status: SupervisorMethods.Status.Answer {
        SupervisorMethods.Status.Answer(
            pid: getpid(), version: NodeVersion.current, uptimeSeconds: started.duration(to: .now).seconds,
            subsystems: Subsystem.allCases.compactMap { subsystems[$0]?.statusWithUsage },
            settingsRevision: settingsRevision)
    }
}
