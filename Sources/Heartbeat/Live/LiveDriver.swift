import Conductor
import DaemonLifecycle
import EventLoop
import HTTPClient
import Instruments
import JSON
import Logging

/// Does what ``LiveLink`` decides, and tells it what came of it.
@LoopActor
package final class LiveDriver {
    /// What ``InputMarks`` calls the channel.
    package static let mark = "live channel"
    /// So long an open channel makes forget that one has crashed the daemon.
    private static let goodTime = Duration.seconds(600)

    private var link: LiveLink
    private var random = SystemRandomNumberGenerator()
    private let access: ConductorAccess
    private let resources: ResourceSource
    private let marks: InputMarks
    private let logger: Logger
    private let hurryHeartbeat: @LoopActor () -> Void

    private var connection: LiveConnection?
    /// What is under way for the connection of the moment; the next connection has nothing to do with it.
    private var tasks: [UInt64: Task<Void, Never>] = [:]
    private var lastTask: UInt64 = 0
    private let timer = TickTimer()
    private var isStopped = false
    private var registrations = 0.0
    /// When the channel was opened; nil once it has been good.
    private var unprovenSince: MonotonicInstant?

    /// - Parameters:
    ///   - marks: What crashes this daemon while there is a connection is taken for the channel.
    ///   - hurryHeartbeat: Has the conductor told that the node is there, although its channel has ended.
    package init(
        link: LiveLink, access: ConductorAccess, resources: ResourceSource, marks: InputMarks, logger: Logger,
        hurryHeartbeat: @escaping @LoopActor () -> Void
    ) {
        self.link = link
        self.access = access
        self.resources = resources
        self.marks = marks
        self.logger = logger
        self.hurryHeartbeat = hurryHeartbeat
    }

    package var metrics: [MetricFamily] {
        [
            .gauge("aerekos_live_channel_open", "Whether the conductor's live channel is open.", link.isLive ? 1 : 0),
            .counter(
                "aerekos_live_channel_registrations_total", "Registrations on the conductor's live channel.",
                registrations),
        ]
    }

    /// Who the node is from now on; nil while it is not registered.
    package func update(_ node: LiveLink.Node?) { handle(.nodeKnown(node)) }

    package func stop() {
        isStopped = true
        timer.cancel()
        disconnect()
    }

    // MARK: The value and the loop

    private func handle(_ event: LiveLink.Event) {
        guard !isStopped else { return }
        for action in link.handle(event, now: .now, using: &random) { perform(action) }
        timer.set(link.nextTick) { [weak self] in self?.handle(.tick) }
    }

    private func perform(_ action: LiveLink.Action) {
        switch action {
        case .connect(let node):
            marks.begin(Self.mark)
            run { await $0.connect(to: node.conductorURL) }
        case .send(let packet): connection?.send(packet)
        case .register(let node): run { await $0.register(node) }
        case .ping:
            prove()
            run { driver in
                let report = await driver.resources.latest()
                if !Task.isCancelled { driver.connection?.ping(report) }
            }
        case .disconnect: disconnect()
        case .hurryHeartbeat: hurryHeartbeat()
        case .tell(let notice): tell(notice)
        }
    }

    private func run(_ body: @escaping @LoopActor (LiveDriver) async -> Void) {
        lastTask += 1
        let number = lastTask
        // disconnect() cancels it; the link has a deadline for what it is to bring about.
        tasks[number] = Task { @LoopActor [weak self] in
            guard let self else { return }
            await body(self)
            self.tasks[number] = nil
        }
    }

    private func prove() {
        guard let since = unprovenSince, since.duration(to: .now) >= Self.goodTime else { return }
        unprovenSince = nil
        marks.forget(Self.mark)
    }

    private func disconnect() {
        marks.end(Self.mark, .unfinished)
        for task in tasks.values { task.cancel() }
        tasks = [:]
        connection?.close()
        connection = nil
    }

    // MARK: Actions

    private func connect(to url: String) async {
        do throws(HTTPClientError) {
            let opened = try await LiveConnection.open(url, access) { [weak self] in self?.heard($0) }
            if Task.isCancelled { opened.close() } else { connection = opened }
        } catch {
            if !Task.isCancelled { handle(.lost("\(error)")) }
        }
    }

    private func heard(_ event: LiveConnection.Event) {
        switch event {
        case .received(let packet): handle(.received(packet))
        case .refused(let status): handle(.handshakeRefused(status: status))
        case .ended(let why): handle(.lost(why))
        }
    }

    private func register(_ node: LiveLink.Node) async {
        let report = await resources.latest()
        guard !Task.isCancelled else { return }
        registrations += 1
        connection?.register(
            ConductorClient.Registration(
                hostname: node.address.hostname, ipAddress: node.address.ipAddress, resources: report ?? [:],
                workerID: node.id))
    }

    private func tell(_ notice: LiveLink.Notice) {
        switch notice {
        case .open(let node):
            unprovenSince = .now
            logger.notice(
                "the live channel is open", metadata: ["url.full": "\(node.conductorURL)", "worker.id": "\(node.id)"])
        case .lost(let problem): logger.notice("the live channel is lost", metadata: metadata(problem))
        case .unavailable(let problem) where problem.reason == .notOffered:
            logger.info("the conductor offers no live channel", metadata: metadata(problem))
        case .unavailable(let problem):
            logger.notice("the live channel cannot be opened", metadata: metadata(problem))
        }
    }

    private func metadata(_ problem: LiveLink.Problem) -> Logger.Metadata {
        ["reason": "\(problem.reason.rawValue)", "detail": "\(access.printable(problem.detail))"]
    }
}
