import Conductor
import EventLoop
import JSON
import Logging
import NodeProtocol

/// Asks the conductor for instructions, again and again, and hands them to the reconciler.
///
/// Where the conductor offers it, a question is held there until there is something new; ``PollPace`` says how often it
/// is asked otherwise. Only instructions change what is wanted: an answer that is empty, unchanged, too long, unreadable
/// or missing changes nothing.
@LoopActor
package final class InstructionPoll {
    /// What the last answer was known by, and how long the conductor may wait for a newer one; nil: it answers at once.
    package struct Question: Sendable, Equatable {
        package var revision: Int?
        package var tag: String?
        package var wait: Duration?

        package init(revision: Int? = nil, tag: String? = nil, wait: Duration? = nil) {
            self.revision = revision
            self.tag = tag
            self.wait = wait
        }
    }

    /// Asks once; nil while this node has no worker id.
    package typealias Ask =
        @LoopActor (Question) async throws(ConductorFailure) -> ConductorClient.Deployments?
    /// Takes instructions; whether any of them had not been taken before.
    package typealias Apply = @LoopActor ([JSON]) async throws -> Bool

    private static let notOfferedPause = Duration.seconds(600)

    private let interval: Duration
    private let ask: Ask
    private let apply: Apply
    private let logger: Logger
    private let pace: PollPace
    private var revision: Int?
    private var tag: String?
    private var failures = 0
    /// The failure that was last logged.
    package private(set) var trouble: String?
    private var task: Task<Void, Never>?
    /// The question or the pause under way: what ``askNow()`` ends.
    private var waiting: Task<Void, Never>?
    private var mustAskNow = false
    private var generator = SystemRandomNumberGenerator()

    package init(interval: Duration, logger: Logger, ask: @escaping Ask, apply: @escaping Apply) {
        self.interval = interval
        self.logger = logger
        self.ask = ask
        self.apply = apply
        pace = PollPace(interval: interval)
    }

    package func start() {
        // stop() ends this task.
        task = Task { @LoopActor in await run() }
    }

    package func stop() async {
        task?.cancel()
        await task?.value
    }

    /// Asks anew, whatever is being waited for: the conductor can be reached again, or knows this node by another id. A
    /// question that is held on a connection from before may never be answered.
    package func askNow() {
        mustAskNow = true
        waiting?.cancel()
    }

    private func run() async {
        while !Task.isCancelled {
            mustAskNow = false
            let delay = await poll()
            guard !mustAskNow else { continue }
            await interruptibly { try? await LoopActor.sleep(for: delay) }  // the end of it is all that counts
        }
    }

    /// Runs `body`, which ``askNow()`` and ``stop()`` can end.
    private func interruptibly(_ body: @escaping @LoopActor () async -> Void) async {
        // Waited for in the next line.
        let task = Task { @LoopActor in await body() }
        waiting = task
        await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        waiting = nil
    }

    /// Asks once; how long to wait before the next time.
    package func poll() async -> Duration {
        let wait = revision == nil && tag == nil ? nil : PollPace.wait
        let begun = MonotonicInstant.now
        do {
            var answer = PollPace.Answer(wait: wait, took: .zero, isNew: false, canWait: false)
            let received = try await question(Question(revision: revision, tag: tag, wait: wait))
            answer.took = begun.duration(to: .now)
            switch received {
            case nil: break
            case .unchanged: answer.canWait = wait != nil
            case .instructions(let list, let revision, let tag):
                answer.isNew = try await apply(list)
                // Only now: were they lost before, "unchanged" would be the answer for ever.
                self.revision = revision
                self.tag = tag
                answer.canWait = revision != nil || tag != nil
            }
            if trouble != nil { logger.info("instructions can be read again") }
            trouble = nil
            failures = 0
            return pace.pause(after: answer)
        } catch {
            return delay(after: error, atLeast: wait == nil ? interval : .zero)
        }
    }

    private func question(_ question: Question) async throws -> ConductorClient.Deployments? {
        var result: Result<ConductorClient.Deployments?, ConductorFailure> = .failure(.cancelled)
        await interruptibly { [ask] in
            do throws(ConductorFailure) { result = .success(try await ask(question)) } catch {
                result = .failure(error)
            }
        }
        return try result.get()
    }

    /// - Parameter least: A conductor that is polled is not asked more often because it fails.
    private func delay(after error: any Error, atLeast least: Duration) -> Duration {
        if error as? ConductorFailure == .cancelled { return interval }
        failures += 1
        let description = "\(error)"
        let backOff = max(least, RetryDelay.after(failures: failures, using: &generator))
        defer { trouble = description }
        switch error as? ConductorFailure {
        case .notOffered:
            if trouble != description {
                logger.notice("this conductor gives no instructions; asking again in 10 minutes")
            }
            return Self.notOfferedPause
        case .retryAfter(let wait, _, _): return wait + backOff
        case .unreachable, .nameLookupFailed, .tlsFailed, .clockNotSet, .redirected, .notConductor, .tokenRejected,
            .unknownWorker, .httpError, .malformed, .answerTooLarge, .cancelled, nil:
            if trouble == nil || error as? ConductorFailure == nil {
                logger.warning(
                    "instructions cannot be read; nothing changes", metadata: ["error.message": "\(description)"])
            }
            return backOff
        }
    }
}
