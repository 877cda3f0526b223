import Conductor
import EventLoop
import Glibc
import IPC
import Instruments
import JSON
import Logging
import NodeProtocol

/// Does what ``ConductorLink`` decides, and tells it what came of it.
@LoopActor
package final class LinkDriver {
    /// How long the first registration of a node without an id waits for probed's first report. The conductor knows the
    /// others, and must hear from them soon.
    private static let patienceForResources = Duration.seconds(2)

    private var link: ConductorLink
    private var random = SystemRandomNumberGenerator()
    private let client: ConductorClient
    private let identityFile: IdentityFile
    private let addresses: AddressSource
    private let resources: ResourceSource
    private let logger: Logger
    private let publish: @LoopActor (ConductorStatus) -> Void
    private let degraded: @LoopActor () -> [String]

    private var identity: NodeIdentity?
    /// The address as it was last known.
    private var known = NodeAddress(hostname: "localhost", ipAddress: "127.0.0.1")
    private let timer = TickTimer()
    private var published: ConductorStatus?
    private var tasks: [UInt64: Task<Void, Never>] = [:]
    private var lastTask: UInt64 = 0
    private var isStopped = false
    private var hasWaitedForResources = false
    private var lastRequestID = ""
    private var reportedAddress: String?
    private var watch: AddressWatch?
    /// Counts the heartbeats of this process, so that what came of each can be followed.
    private var sequence: Int64 = 0
    private let started = MonotonicInstant.now
    private let callDurations = Histogram(
        "aerekos_conductor_call_duration_seconds",
        "How long calls of the conductor took, with those that failed; \"heartbeat\" is a heartbeat's round trip.",
        labels: ["call"], bounds: Histogram.mediumTimes, limit: 20)
    private let callFailures = Counter(
        "aerekos_conductor_call_failures_total", "Calls of the conductor that failed.", labels: ["call"], limit: 20)

    /// - Parameters:
    ///   - degraded: The subsystems that are not well, for the heartbeat.
    ///   - publish: Hears of the link's state whenever it changes.
    package init(
        link: ConductorLink, client: ConductorClient, identityFile: IdentityFile, addresses: AddressSource,
        resources: ResourceSource, logger: Logger, degraded: @escaping @LoopActor () -> [String] = { [] },
        publish: @escaping @LoopActor (ConductorStatus) -> Void
    ) {
        self.degraded = degraded
        self.link = link
        self.client = client
        self.identityFile = identityFile
        self.addresses = addresses
        self.resources = resources
        self.logger = logger
        self.publish = publish
        client.onExchange = { [weak self] in self?.note($0) }
        client.onFailover = { [weak self] url, failure in
            self?.handle(.conductorChanged(to: url, because: failure))
        }
        resources.onChange = { [weak self] in self?.handle(.resourcesChanged) }
    }

    /// The calls that have ended.
    package var metrics: [MetricFamily] { [callDurations.family, callFailures.family] }

    package var status: ConductorStatus { link.status(fallback: known) }

    /// Begins. Returns when it is known by what name and address the node goes; everything else follows by itself.
    package func start() async {
        _ = await currentAddress(nil)
        watchAddress()
        resources.subscribe()
        handle(.tick)
    }

    /// Gives up everything under way. The conductor need not be told: it sees that heartbeats stay away.
    package func stop() {
        isStopped = true
        timer.cancel()
        watch?.stop()
        for task in tasks.values { task.cancel() }
        tasks = [:]
    }

    private func watchAddress() {
        let watch = AddressWatch { [weak self] in
            self?.run { driver in [.addressObserved(await driver.currentAddress(nil))] }
        }
        do throws(SystemError) {
            try watch.start()
        } catch {
            logger.warning(
                "changes of this node's address are seen only with heartbeats", metadata: ["error.message": "\(error)"])
        }
        self.watch = watch
    }

    /// Has a heartbeat sent before its time.
    package func hurry() { handle(.heartbeatWanted) }

    // MARK: The value and the loop

    private func handle(_ event: ConductorLink.Event) {
        guard !isStopped else { return }
        let actions = link.handle(event, now: .now, using: &random)
        for action in actions { perform(action) }
        timer.set(link.nextTick) { [weak self] in self?.handle(.tick) }
        let status = self.status
        if status != published {
            published = status
            publish(status)
        }
    }

    private func perform(_ action: ConductorLink.Action) {
        switch action {
        case .readIdentity: run { await $0.readIdentity() }
        case .register(let id): run { await $0.register(id) }
        case .store(let identity): run { await $0.store(identity) }
        case .heartbeat(let id): run { await $0.heartbeat(id) }
        case .putResources(let id): run { await $0.putResources(id) }
        case .dropConnections: client.disconnect()
        case .tell(let notice): notice.log(to: logger, lastRequest: lastRequestID)
        }
    }

    /// Runs one action; its events go back into the link, which waits for them.
    private func run(_ body: @escaping @LoopActor (LinkDriver) async -> [ConductorLink.Event]) {
        lastTask += 1
        let number = lastTask
        // The link waits for the events; stop() cancels.
        tasks[number] = Task { @LoopActor [weak self] in
            guard let events = await self?.events(of: body) else { return }
            self?.tasks[number] = nil
            for event in events { self?.handle(event) }
        }
    }

    private func events(
        of body: @LoopActor (LinkDriver) async -> [ConductorLink.Event]
    ) async -> [ConductorLink.Event] {
        await body(self)
    }

    // MARK: Actions

    private func readIdentity() async -> [ConductorLink.Event] {
        do {
            switch try await identityFile.read() {
            case .absent: return [.identityRead(nil)]
            case .known(let identity):
                self.identity = identity
                if let url = identity.conductorURL { client.prefer(url) }
                return [.conductorChanged(to: client.url, because: nil), .identityRead(identity)]
            case .copied(let former):
                let other = try await identityFile.setAside("copied")
                logger.warning(
                    "this disk is a copy of another machine's: its identity is set aside, the node registers anew",
                    metadata: ["worker.id": "\(former.workerID)", "kept": "\(other)"])
                return [.identityRead(nil)]
            case .damaged(let reason):
                try await setAside(reason, consequence: "the node registers anew")
                return [.identityRead(nil)]
            }
        } catch {
            return [.identityUnreadable("\(error)")]
        }
    }

    private func register(_ id: WorkerID?) async -> [ConductorLink.Event] {
        let mayWait = id == nil && !hasWaitedForResources
        let report = await resources.latest(within: mayWait ? Self.patienceForResources : .zero)
        hasWaitedForResources = true
        let address = await currentAddress(report)
        let registration = ConductorClient.Registration(
            hostname: address.hostname, ipAddress: address.ipAddress, resources: report ?? [:], workerID: id)
        do throws(ConductorFailure) {
            let record = try await client.register(registration)
            guard let given = record.id else { return [.registrationFailed(.malformed(reason: "no id", excerpt: ""))] }
            return [.registered(given, address, withResources: report != nil, record: record)]
        } catch {
            return [.registrationFailed(error)]
        }
    }

    private func store(_ identity: NodeIdentity) async -> [ConductorLink.Event] {
        do {
            try await identityFile.store(identity)
            self.identity = identity
            return [.identityStored]
        } catch {
            return [.identityNotStored("\(error)")]
        }
    }

    private func setAside(_ reason: String, consequence: String) async throws {
        let other = try await identityFile.setAside()
        logger.error(
            "identity file is damaged and set aside",
            metadata: [
                "file.path": "\(identityFile.path)", "kept": "\(other)", "reason": "\(reason)",
                "consequence": "\(consequence)",
            ])
    }

    /// Looks after each heartbeat whether the file still says who the node is, and writes it again when it was damaged or
    /// removed under way: deployd reads it, and the next start needs it.
    private func mendIdentity(_ id: WorkerID) async {
        guard let identity, identity.workerID == id else { return }
        do {
            switch try await identityFile.read() {
            case .known(let found):
                guard found.workerID != id else { return }
            case .absent, .copied: break
            case .damaged(let reason): try await setAside(reason, consequence: "it is written again")
            }
            try await identityFile.store(identity)
            logger.warning("identity file was written again", metadata: ["worker.id": "\(id)"])
        } catch {
            logger.error("identity file cannot be written again", metadata: ["error.message": "\(error)"])
        }
    }

    private func heartbeat(_ id: WorkerID) async -> [ConductorLink.Event] {
        let uptime = Int64(started.duration(to: .now).components.seconds)
        let degraded = degraded().map(JSON.string)
        sequence += 1
        let body: JSON = [
            "status": degraded.isEmpty ? "online" : "degraded", "degraded": .array(degraded),
            "agent_version": .string(NodeVersion.current),
            "uptime_s": .int(uptime), "sequence": .int(sequence),
        ]
        do throws(ConductorFailure) {
            let record = try await client.heartbeat(id, body)
            await mendIdentity(id)
            return [.heartbeatAnswered(at: Timestamp.now(), record: record), .addressObserved(await observedAddress())]
        } catch {
            return [.heartbeatFailed(error), .addressObserved(await observedAddress())]
        }
    }

    /// Asked for after the heartbeat has been sent: a probed that hangs must not hold it up.
    private func observedAddress() async -> NodeAddress { await currentAddress(await resources.latest()) }

    private func putResources(_ id: WorkerID) async -> [ConductorLink.Event] {
        guard let report = await resources.latest() else { return [.resourcesUnavailable] }
        do throws(ConductorFailure) {
            try await client.putResources(id, report)
            return [.resourcesPut]
        } catch {
            return [.resourcesFailed(error)]
        }
    }

    /// A report that is missing once does not change the address.
    private func currentAddress(_ report: JSON?) async -> NodeAddress {
        reportedAddress = report?["network"]?["ip4"]?.string.flatMap { $0.isEmpty ? nil : $0 } ?? reportedAddress
        known = await addresses.current(reported: reportedAddress, former: known)
        return known
    }

    // MARK: The log

    private func note(_ exchange: ConductorClient.Exchange) {
        callDurations.observe(exchange.duration, exchange.call)
        if exchange.failure != nil { callFailures.add(exchange.call) }
        lastRequestID = exchange.requestID
        logger.debug(
            "conductor call",
            metadata: [
                "call": "\(exchange.call)", "url.full": "\(exchange.url)", "request.id": "\(exchange.requestID)",
                "duration": "\(exchange.duration)", "failure": "\(exchange.failure?.description ?? "none")",
            ])
    }
}
