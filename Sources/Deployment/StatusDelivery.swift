import Conductor
import EventLoop
import JSON
import Logging
import NodeProtocol

/// Tells the conductor how services are: final statuses from the outbox until they are acknowledged, and of the others
/// the newest of each service, as far as it can be told.
@LoopActor
package final class StatusDelivery {
    /// Sends one report; the id of this worker is its affair.
    package typealias Send = @LoopActor (_ service: String, _ body: JSON) async throws(ConductorFailure) -> Void

    /// How long a status waits for a newer one of the same service: while it is deployed several come in a row.
    private static let pause = Duration.milliseconds(100)
    /// How long a conductor that lacks the call is left alone.
    private static let notOfferedPause = Duration.seconds(600)

    private let store: DeploymentStore
    private let send: Send
    private let logger: Logger
    private var live: [String: JSON] = [:]
    private var isSending = false
    private var mustSendAgain = false
    private var failures = 0
    private var isNotOffered = false
    private var retry: LoopTimer?
    private var soon: LoopTimer?
    private var generator = SystemRandomNumberGenerator()
    package private(set) var delivered = 0
    /// As of the last look.
    package private(set) var undelivered = UndeliveredStatuses() {
        didSet { if undelivered != oldValue { onUndelivered() } }
    }
    /// Hears that ``undelivered`` is not as it was.
    package var onUndelivered: @LoopActor () -> Void = {}

    package init(store: DeploymentStore, logger: Logger, send: @escaping Send) {
        self.store = store
        self.logger = logger
        self.send = send
    }

    /// Tells of a service's status; an older one of the same service that still waits is dropped.
    package func report(_ status: ServiceStatus) {
        live[status.service] = status.report(at: Timestamp.now())
        guard soon == nil else { return }
        soon = EventLoop.main.schedule(after: Self.pause) { [weak self] in
            self?.soon = nil
            self?.flush()
        }
    }

    /// Sends what waits, unless a pause is being kept.
    package func flush() {
        // Nobody waits for this task: it looks once.
        Task { @LoopActor in await lookAtOutbox() }
        guard retry == nil else { return }
        guard !isSending else { return mustSendAgain = true }
        isSending = true
        // Nobody waits for this task; what it does not deliver stays where it was.
        Task { @LoopActor in await sendAll() }
    }

    /// Sends what waits, whatever pause is being kept: the conductor can be reached again.
    package func tryNow() {
        retry?.cancel()
        retry = nil
        flush()
    }

    private func sendAll() async {
        repeat {
            mustSendAgain = false
            do {
                try await sendOutbox()
                try await sendLive()
                if failures > 0 { logger.info("statuses reach the conductor again") }
                failures = 0
                isNotOffered = false
            } catch {
                pause(after: error)
            }
        } while mustSendAgain && retry == nil
        isSending = false
    }

    private func sendOutbox() async throws {
        while true {
            let entries = try await store.outbox()
            guard !entries.isEmpty else { return }
            for entry in entries {
                if let refusal = try await deliver(entry.service, entry.report) {
                    // Sending the same again would be refused again, and hold up all others.
                    logger.error(
                        "the conductor refuses a final status; it is kept and not sent again",
                        metadata: [
                            "service": "\(entry.service)", "instruction.id": "\(entry.instructionID)",
                            "error.message": "\(refusal)",
                        ])
                    try await store.park(entry, because: refusal.description)
                } else {
                    try await store.acknowledge(entry)
                    delivered += 1
                }
                await lookAtOutbox()
            }
        }
    }

    /// Takes stock for those who ask; a store that cannot be read is told of by whoever writes to it.
    private func lookAtOutbox() async { undelivered = (try? await store.undelivered()) ?? undelivered }

    private func sendLive() async throws {
        for (service, body) in live.sorted(by: { $0.key < $1.key }) {
            if let refusal = try await deliver(service, body) {
                logger.debug("the conductor refuses a status", metadata: ["error.message": "\(refusal)"])
            }
            if live[service] == body { live[service] = nil }
        }
    }

    /// Nil when it was acknowledged, or why the report itself is refused; what may be better later is thrown.
    private func deliver(_ service: String, _ body: JSON) async throws(ConductorFailure) -> ConductorFailure? {
        do throws(ConductorFailure) {
            try await send(service, body)
            return nil
        } catch {
            guard case .httpError(let status, _) = error, Self.isRefusal(status) else { throw error }
            return error
        }
    }

    /// 4xx says that the report itself is at fault, except for the codes that say "not now" or "not you".
    private static func isRefusal(_ status: Int) -> Bool {
        (400..<500).contains(status) && ![401, 403, 408, 425, 429].contains(status)
    }

    private func pause(after error: any Error) {
        failures += 1
        var delay = RetryDelay.after(failures: failures, using: &generator)
        switch error as? ConductorFailure {
        case .notOffered:
            delay = Self.notOfferedPause
            if !isNotOffered { logger.notice("this conductor takes no service statuses; asking again in 10 minutes") }
            isNotOffered = true
        case .retryAfter(let wait, _, _): delay += wait
        case .unreachable, .nameLookupFailed, .tlsFailed, .clockNotSet, .redirected, .notConductor, .tokenRejected,
            .unknownWorker, .httpError, .malformed, .answerTooLarge, .cancelled, nil:
            if failures == 1 { logger.warning("statuses cannot be delivered", metadata: ["error.message": "\(error)"]) }
        }
        retry = EventLoop.main.schedule(after: delay) { [weak self] in
            self?.retry = nil
            self?.flush()
        }
    }
}
