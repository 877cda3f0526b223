import EventLoop
import NodeProtocol

/// One daemon's life as a pure state machine: (state, event, now) → (state, actions). docs/supervision.md has it as a
/// table.
///
/// It never gives up: every state but `stopped` leads to another start sooner or later.
package struct SubsystemMachine: Sendable {
    package enum State: Sendable, Equatable {
        case stopped
        /// A process runs and has not said READY=1.
        case starting(since: MonotonicInstant)
        case ready(since: MonotonicInstant)
        /// Nothing runs; the next start is at `until`.
        case backingOff(until: MonotonicInstant)
        /// As backing off, but for so long, or for such a reason, that somebody should look.
        case failing(until: MonotonicInstant, reason: String?)
        /// A process runs and has been told to end.
        case stopping(StopReason, killAt: MonotonicInstant)
    }

    /// Why a process is being ended, which decides what comes after it.
    package enum StopReason: Sendable, Equatable {
        case stop
        case restart
        case startTimeout
        /// It was ready, from then until its last sign, so long; SIGABRT has been sent.
        case watchdog(readyFor: Duration)
    }

    package enum Event: Sendable, Equatable {
        /// Somebody wants it to run, to be stopped, or to be stopped and started.
        case start
        case stop
        case restart
        /// A process of an earlier supervisor runs and is taken over.
        case adopted(isReady: Bool)
        /// READY=1 and WATCHDOG=1 from the process.
        case becameReady
        case isAlive
        /// The process has ended, or could not be started at all.
        case ended(Ending)
        /// A deadline may have passed, see ``SubsystemMachine/nextDeadline``.
        case deadline
        /// The supervisor itself was not running for a while (SIGSTOP, a suspended host): nobody else is to blame.
        case supervisorStalled
    }

    package enum Ending: Sendable, Equatable {
        case exit(status: Int32)
        case signal(Int32)
        case couldNotStart
        /// It was no child, and the kernel does not tell.
        case unknown
    }

    package enum Action: Sendable, Equatable {
        case spawn
        case terminate
        case abort
        case kill
    }

    package private(set) var state = State.stopped
    /// Starts that nobody asked for, since the node was started.
    package private(set) var restarts: Int
    /// In a row, not forgiven: starts that failed, or deaths after ready that came too often.
    package private(set) var failures: Int
    /// The failures are deaths after ready: becoming ready once more forgives none of them.
    package private(set) var isFlapping: Bool
    private var recentDeaths: [MonotonicInstant] = []
    /// When the process last said something.
    package private(set) var lastSign = MonotonicInstant(nanoseconds: 0)
    private var lastDelay = Duration.zero
    package var policy: RestartPolicy

    /// - Parameters:
    ///   - restarts: Those that earlier supervisors have counted.
    ///   - failures: Likewise.
    ///   - isFlapping: Likewise.
    package init(
        policy: RestartPolicy = RestartPolicy(), restarts: Int = 0, failures: Int = 0, isFlapping: Bool = false
    ) {
        self.policy = policy
        self.restarts = restarts
        self.failures = failures
        self.isFlapping = isFlapping
    }

    /// A death that no supervisor saw counts as a restart that nobody asked for.
    package mutating func countUnseenEnd() { restarts += 1 }

    /// When ``Event/deadline`` is to be given; nil when nothing is waited for.
    package var nextDeadline: MonotonicInstant? {
        switch state {
        case .stopped: nil
        case .starting(let since): since.advanced(by: policy.startTimeout)
        case .ready: lastSign.advanced(by: policy.watchdogTimeout)
        case .backingOff(let until), .failing(let until, _): until
        case .stopping(_, let killAt): killAt
        }
    }

    package mutating func handle(
        _ event: Event, now: MonotonicInstant, using generator: inout some RandomNumberGenerator
    ) -> [Action] {
        switch event {
        case .start: return start(now)
        case .stop: return end(.stop, now)
        case .restart: return end(.restart, now)
        case .adopted(let isReady):
            lastSign = now
            if case .stopping = state { return [] }
            if isReady { becameReady(now) } else { state = .starting(since: now) }
            return []
        case .becameReady:
            if case .starting = state { becameReady(now) }
            lastSign = now
            return []
        case .isAlive, .supervisorStalled:
            lastSign = now
            if case .starting = state, event == .supervisorStalled { state = .starting(since: now) }
            return []
        case .ended(let ending): return ended(ending, now, &generator)
        case .deadline: return deadline(now)
        }
    }

    private mutating func start(_ now: MonotonicInstant) -> [Action] {
        switch state {
        case .stopped, .backingOff, .failing:
            state = .starting(since: now)
            return [.spawn]
        case .stopping(.stop, let killAt):
            state = .stopping(.restart, killAt: killAt)
            return []
        case .starting, .ready, .stopping: return []
        }
    }

    private mutating func end(_ reason: StopReason, _ now: MonotonicInstant) -> [Action] {
        switch state {
        case .stopped, .backingOff, .failing:
            guard reason == .stop else { return start(now) }
            state = .stopped
            return []
        case .starting, .ready:
            state = .stopping(reason, killAt: now.advanced(by: policy.stopTimeout))
            return [.terminate]
        case .stopping(_, let killAt):
            state = .stopping(reason, killAt: killAt)
            return []
        }
    }

    private mutating func ended(
        _ ending: Ending, _ now: MonotonicInstant, _ generator: inout some RandomNumberGenerator
    ) -> [Action] {
        switch state {
        case .stopping(.stop, _):
            state = .stopped
            return []
        case .stopping(.restart, _):
            state = .starting(since: now)
            return [.spawn]
        case .ready(let since): return diedAfterReady(ending, readyFor: since.duration(to: now), now, &generator)
        case .stopping(.watchdog(let uptime), _): return diedAfterReady(ending, readyFor: uptime, now, &generator)
        case .starting, .stopping(.startTimeout, _):
            waitForNextAttempt(after: ending, now, &generator)
            return []
        case .stopped, .backingOff, .failing: return []  // nothing ran
        }
    }

    /// A start that succeeds ends a row of failed starts.
    private mutating func becameReady(_ now: MonotonicInstant) {
        state = .ready(since: now)
        guard !isFlapping else { return }
        failures = 0
        lastDelay = .zero
    }

    private mutating func diedAfterReady(
        _ ending: Ending, readyFor uptime: Duration, _ now: MonotonicInstant,
        _ generator: inout some RandomNumberGenerator
    ) -> [Action] {
        let hasRunWell = uptime >= max(policy.flapWindow, lastDelay)
        if uptime >= policy.forgiveAfter {
            failures = 0
            recentDeaths = []
        } else if failures > 0, hasRunWell {
            failures -= 1
        }
        isFlapping = isFlapping && failures > 0
        recentDeaths.removeAll { $0.advanced(by: policy.flapWindow) < now }
        recentDeaths.append(now)
        guard hasRunWell || !isFlapping && recentDeaths.count <= policy.immediateRestarts else {
            isFlapping = true
            waitForNextAttempt(after: ending, now, &generator)
            return []
        }
        restarts += 1
        state = .starting(since: now)
        return [.spawn]
    }

    private mutating func waitForNextAttempt(
        after ending: Ending, _ now: MonotonicInstant, _ generator: inout some RandomNumberGenerator
    ) {
        failures += 1
        guard ending != .exit(status: Self.configurationError) else {
            state = .failing(until: now.advanced(by: policy.longestDelay), reason: "configuration")
            return
        }
        lastDelay = policy.delay(failures: failures, using: &generator)
        let until = now.advanced(by: lastDelay)
        state = failures > policy.failingAfter ? .failing(until: until, reason: nil) : .backingOff(until: until)
    }

    /// EX_CONFIG of sysexits.h.
    private static let configurationError: Int32 = 78

    private mutating func deadline(_ now: MonotonicInstant) -> [Action] {
        guard let nextDeadline, nextDeadline <= now else { return [] }
        switch state {
        case .stopped: return []
        case .starting:
            state = .stopping(.startTimeout, killAt: now.advanced(by: policy.stopTimeout))
            return [.kill]
        case .ready(let since):
            let uptime = since.duration(to: lastSign)
            state = .stopping(.watchdog(readyFor: uptime), killAt: now.advanced(by: policy.abortTimeout))
            return [.abort]
        case .backingOff, .failing:
            restarts += 1
            state = .starting(since: now)
            return [.spawn]
        case .stopping(let reason, _):
            // Killed, but not yet gone (blocked in the kernel): told again, until it is.
            state = .stopping(reason, killAt: now.advanced(by: policy.stopTimeout))
            return [.kill]
        }
    }
}
