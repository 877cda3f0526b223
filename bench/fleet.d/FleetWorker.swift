import Conductor
import EventLoop
import Heartbeat
import JSON
import NodeProtocol
import Settings

/// One simulated worker: the link of heartbeatd, over connections of its own; identity and resources are in memory.
@LoopActor
final class FleetWorker {
    private let number: Int
    private let address: NodeAddress
    private let client: ConductorClient
    private let tell: @LoopActor (String) -> Void
    private var link: ConductorLink
    private var random = SystemRandomNumberGenerator()
    private var timer: LoopTimer?

    /// - Parameter tell: Hears of each call that has ended: its name, and "ok" or why it failed.
    init(_ number: Int, url: String, token: Secret, heartbeat: Duration, tell: @escaping @LoopActor (String) -> Void) {
        self.number = number
        self.tell = tell
        address = NodeAddress(hostname: "fleet-\(number)", ipAddress: "198.18.\(number / 250).\(number % 250)")
        client = ConductorClient(ConductorAccess(urls: [url], token: token))
        link = ConductorLink(
            conductorURL: url, timing: ConductorLink.Timing(heartbeat: heartbeat, resources: .seconds(3600)),
            now: .now)
        client.onExchange = { [weak self] exchange in self?.note(exchange) }
    }

    func start() { handle(.tick) }

    private func handle(_ event: ConductorLink.Event) {
        for action in link.handle(event, now: .now, using: &random) { perform(action) }
        timer?.cancel()
        timer = link.nextTick.map { moment in
            EventLoop.main.schedule(after: max(.zero, MonotonicInstant.now.duration(to: moment))) { [weak self] in
                self?.handle(.tick)
            }
        }
    }

    private func perform(_ action: ConductorLink.Action) {
        // The link waits for each task's event.
        switch action {
        case .readIdentity: run { _ in .identityRead(nil) }
        case .register(let id): run { await $0.register(id) }
        case .store: run { _ in .identityStored }
        case .heartbeat(let id): run { await $0.heartbeat(id) }
        case .putResources(let id): run { await $0.putResources(id) }
        case .tell, .dropConnections: break
        }
    }

    private func run(_ body: @escaping @LoopActor (FleetWorker) async -> ConductorLink.Event) {
        Task { @LoopActor in handle(await body(self)) }
    }

    private func register(_ id: WorkerID?) async -> ConductorLink.Event {
        let registration = ConductorClient.Registration(
            hostname: address.hostname, ipAddress: address.ipAddress, resources: Self.report, workerID: id)
        do throws(ConductorFailure) {
            let record = try await client.register(registration)
            guard let id = record.id else { return .registrationFailed(.cancelled) }
            return .registered(id, address, withResources: true, record: record)
        } catch {
            return .registrationFailed(error)
        }
    }

    private func heartbeat(_ id: WorkerID) async -> ConductorLink.Event {
        let body: JSON = [
            "status": "online", "degraded": [], "agent_version": .string(NodeVersion.current), "uptime_s": 1,
        ]
        do throws(ConductorFailure) {
            try await client.heartbeat(id, body)
            return .heartbeatAnswered(at: Timestamp.now())
        } catch {
            return .heartbeatFailed(error)
        }
    }

    private func putResources(_ id: WorkerID) async -> ConductorLink.Event {
        do throws(ConductorFailure) {
            try await client.putResources(id, Self.report)
            return .resourcesPut
        } catch {
            return .resourcesFailed(error)
        }
    }

    private static let report: JSON = ["cpu_cores": 4, "ram_gb": 8, "disk_gb": 64, "network_mbps": 1000]

    private func note(_ exchange: ConductorClient.Exchange) {
        tell("\(number) \(exchange.call) \(exchange.failure == nil ? "ok" : "failed")")
    }
}
