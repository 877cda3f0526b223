import Conductor
import EventLoop
import JSON
import Logging
import NodeProtocol

/// Asks the conductor for instructions, again and again, and hands them to the reconciler.
///
/// Only instructions change what is wanted: an answer that is empty, unchanged, too long, unreadable or missing changes
/// nothing.
@LoopActor
package final class InstructionPoll {
    /// Asks once; nil while this node has no worker id.
    package typealias Ask =
        @LoopActor (_ revision: Int?, _ tag: String?) async throws(ConductorFailure) -> ConductorClient.Deployments?

    private static let notOfferedPause = Duration.seconds(600)

    private let interval: Duration
    private let ask: Ask
    private let apply: @LoopActor ([JSON]) async throws -> Void
    private let logger: Logger
    private var revision: Int?
    private var tag: String?
    private var failures = 0
    /// The failure that was last logged.
    package private(set) var trouble: String?
    private var task: Task<Void, Never>?
    private var generator = SystemRandomNumberGenerator()

    package init(
        interval: Duration, logger: Logger, ask: @escaping Ask,
        apply: @escaping @LoopActor ([JSON]) async throws -> Void
    ) {
        self.interval = interval
        self.logger = logger
        self.ask = ask
        self.apply = apply
    }

    package func start() {
        // stop() ends this task.
        task = Task { @LoopActor in await run() }
    }

    package func stop() async {
        task?.cancel()
        await task?.value
    }

    private func run() async {
        while !Task.isCancelled {
            let delay = await poll()
            do { try await LoopActor.sleep(for: delay) } catch { return }
        }
    }

    /// Asks once; how long to wait before the next time.
    package func poll() async -> Duration {
        do {
            switch try await ask(revision, tag) {
            case nil, .unchanged: break
            case .instructions(let list, let revision, let tag):
                try await apply(list)
                // Only now: were they lost before, "unchanged" would be the answer for ever.
                self.revision = revision
                self.tag = tag
            }
            if trouble != nil { logger.info("instructions can be read again") }
            trouble = nil
            failures = 0
            return interval
        } catch {
            return delay(after: error)
        }
    }

    private func delay(after error: any Error) -> Duration {
        failures += 1
        let description = "\(error)"
        let backOff = max(interval, RetryDelay.after(failures: failures, using: &generator))
        defer { trouble = description }
        switch error as? ConductorFailure {
        case .notOffered:
            if trouble != description {
                logger.notice("this conductor gives no instructions; asking again in 10 minutes")
            }
            return Self.notOfferedPause
        case .retryAfter(let wait, _, _): return wait + backOff
        case .cancelled: return interval
        case .unreachable, .nameLookupFailed, .tlsFailed, .clockNotSet, .redirected, .notConductor, .tokenRejected,
            .unknownWorker, .httpError, .malformed, .answerTooLarge, nil:
            if trouble == nil || error as? ConductorFailure == nil {
                logger.warning("instructions cannot be read; nothing changes", metadata: ["error": "\(description)"])
            }
            return backOff
        }
    }
}
