import EventLoop
import JSON
import NodeProtocol

/// What the node's programs say at one moment.
struct TopLook: Sendable {
    var supervisor: SupervisorMethods.Status.Answer
    var conductor: JSON?
    var services: [ServiceStatus]?
    var resources: JSON?
    var at = MonotonicInstant.now
    var time = Timestamp.now()

    /// Throws ``CommandFailure`` when the supervisor does not answer; a daemon that does not is left out.
    @LoopActor
    static func look(_ session: NodeSession) async throws -> TopLook {
        var look = TopLook(supervisor: try await session.supervisor(SupervisorMethods.Status.self))
        func isReady(_ name: Subsystem) -> Bool {
            look.supervisor.subsystems.contains { $0.name == name && $0.state == .ready }
        }
        if isReady(.heartbeatd), let answer = try? await session.call(.heartbeatd, Status.self) {
            look.conductor = answer["conductor"] ?? answer
        }
        if isReady(.probed) { look.resources = try? await session.call(.probed, ResourceMethods.Latest.self) }
        if isReady(.deployd) {
            look.services = try? await session.call(.deployd, ServiceMethods.List.self)
        }
        look.at = .now
        return look
    }

    /// What the first services that run use: an engine that is slow takes its time over that. None where it cannot be
    /// measured.
    @LoopActor
    func statistics(_ session: NodeSession) async -> [ServiceStatistics] {
        let running = (services ?? []).filter(\.running).map(\.service)
        return (try? await StatsCommand.samples(Array(running.prefix(16)), session)) ?? []
    }
}
