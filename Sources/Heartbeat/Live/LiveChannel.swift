import Conductor
import DaemonLifecycle
import EventLoop
import HTTPClient
import JSON
import Logging
import NodeProtocol
import Settings

/// Keeps the conductor's live dashboard fed, where it has one: registers over Socket.IO and sends pings with the newest
/// resource report. HTTP stays the truth: the channel is used only while the node is registered, and what it says changes
/// nothing about that.
@LoopActor
package final class LiveChannel {
    package struct Timing: Sendable {
        /// Between pings. The conductor gives up on one who has not sent any for a minute.
        package var ping: Duration
        package var retry = Backoff(base: .seconds(1), cap: .seconds(60))
        /// Until a conductor that lacks the channel is asked again.
        package var notOffered = Duration.seconds(600)
        package var patience = Duration.seconds(10)

        package init(heartbeat: Duration) { ping = min(heartbeat, .seconds(30)) }
    }

    private let request: @LoopActor () -> HTTPRequest
    private let token: Secret
    private let timing: Timing
    private let resources: ResourceSource
    private let node: @LoopActor () -> (id: WorkerID, address: NodeAddress)?
    private let marks: InputMarks
    private let logger: Logger
    /// Names are looked up and handshakes are made here: both may take seconds, and no heartbeat waits for them.
    private let thread = WorkerThread(name: "live-channel")
    private var generator = SystemRandomNumberGenerator()
    private var task: Task<Void, Never>?
    private var toldFailure: LiveFailure?
    /// Hears that the channel is lost: the conductor takes that for the end of the node until its next heartbeat.
    package var onLoss: @LoopActor () -> Void = {}
    package private(set) var isOpen = false

    /// - Parameters:
    ///   - request: How to connect to the conductor of the moment.
    ///   - marks: What crashes this daemon again and again while the channel is open is taken for the channel.
    ///   - node: Who the node is to it; nil while it is not registered.
    package init(
        request: @escaping @LoopActor () -> HTTPRequest, token: Secret, timing: Timing, resources: ResourceSource,
        marks: InputMarks, logger: Logger, node: @escaping @LoopActor () -> (id: WorkerID, address: NodeAddress)?
    ) {
        self.request = request
        self.token = token
        self.timing = timing
        self.resources = resources
        self.marks = marks
        self.logger = logger
        self.node = node
    }

    /// Does nothing when the channel is set aside: heartbeats come first.
    package func start() {
        guard !marks.isSetAside(Self.mark) else {
            return logger.error("the live channel crashes heartbeatd and is set aside")
        }
        // stop() ends this task.
        task = Task { @LoopActor in await run() }
    }

    package func stop() { task?.cancel() }

    private static let mark = "live channel"
    /// So long an open channel makes forget that one has crashed the daemon.
    private static let goodTime = Duration.seconds(600)

    private func run() async {
        var failures = 0
        while !Task.isCancelled {
            var delay = Duration.seconds(1)
            if let (id, address) = node() {
                marks.begin(Self.mark)
                let failure = await hold(id, address)
                marks.end(Self.mark, isOpen ? .finished : .unfinished)
                failures = isOpen ? 0 : failures
                if isOpen { lost(failure) } else { tell(failure) }
                isOpen = false
                failures += 1
                delay = timing.retry.delay(after: failures, using: &generator)
                if case .notOffered = failure { delay = timing.notOffered }
            }
            do { try await LoopActor.sleep(for: delay) } catch { return }
        }
    }

    /// Opens the channel and holds it as long as it can be held; why it ended.
    private func hold(_ id: WorkerID, _ address: NodeAddress) async -> LiveFailure {
        do throws(LiveFailure) {
            let conversation = try await LiveConversation.open(request(), on: thread, within: timing.patience)
            defer { conversation.close() }
            try await register(id, address, conversation)
            isOpen = true
            let opened = MonotonicInstant.now
            var isProven = false
            toldFailure = nil
            logger.notice("the live channel is open", metadata: ["worker.id": "\(id)"])
            while true {
                try await ping(id, conversation)
                guard !isProven, opened.duration(to: .now) >= Self.goodTime else { continue }
                isProven = true
                marks.forget(Self.mark)
            }
        } catch {
            return error
        }
    }

    private func register(
        _ id: WorkerID, _ address: NodeAddress, _ conversation: LiveConversation
    ) async throws(LiveFailure) {
        let report = await resources.latest() ?? [:]
        try conversation.send(
            "worker:register",
            [
                "token": .string(token.reveal()), "hostname": .string(address.hostname),
                "ip_address": .string(address.ipAddress), "resources": report, "worker_id": .string(id.text),
            ])
        let answer = try await answer("worker:registered", from: conversation, within: timing.patience)
        guard let given = answer?["workerId"]?.string else { throw .silent(timing.patience) }
        // Only a registration over HTTP changes who the node is.
        guard given == id.text else { throw .ended("the conductor knows this node as \(given) there") }
    }

    /// Sends one ping and waits for the next one's time; the answer must have come by then.
    private func ping(_ id: WorkerID, _ conversation: LiveConversation) async throws(LiveFailure) {
        guard let node = node(), node.id == id else { throw .ended("the node is not registered as \(id) any more") }
        let begin = MonotonicInstant.now
        try conversation.send(
            "worker:ping",
            ["timestamp": .string(Timestamp.now()), "resources": await resources.latest() ?? [:]])
        let patience = max(timing.ping, timing.patience)
        guard try await answer("worker:pong", from: conversation, within: patience) != nil else {
            throw .silent(patience)
        }
        let rest = MonotonicInstant.now.duration(to: begin.advanced(by: timing.ping))
        _ = try await answer("worker:pong", from: conversation, within: max(.milliseconds(1), rest), upTo: true)
    }

    /// The payload of the next such event; nil when none comes. `error` is the conductor's refusal.
    /// - Parameter upTo: Take any number, until the time is over.
    private func answer(
        _ name: String, from conversation: LiveConversation, within patience: Duration, upTo: Bool = false
    ) async throws(LiveFailure) -> JSON? {
        let end = MonotonicInstant.now.advanced(by: patience)
        while true {
            let rest = max(.zero, MonotonicInstant.now.duration(to: end))
            guard let event = try await conversation.next(within: rest) else { return nil }
            if event.name == "error" {
                let message = event.payload["message"]?.string ?? "it does not say why"
                throw .ended("the conductor refuses: \(message.prefix(200))")
            }
            if event.name == name, !upTo { return event.payload }
        }
    }

    private func lost(_ failure: LiveFailure) {
        guard !Task.isCancelled else { return }
        logger.notice("the live channel is lost", metadata: ["reason": "\(failure)"])
        onLoss()
    }

    /// The same trouble is told once.
    private func tell(_ failure: LiveFailure) {
        guard failure != toldFailure, !Task.isCancelled else { return }
        toldFailure = failure
        switch failure {
        case .notOffered: logger.info("no live channel", metadata: ["reason": "\(failure)"])
        case .unreachable, .ended, .silent:
            logger.notice("the live channel cannot be opened", metadata: ["reason": "\(failure)"])
        }
    }
}
