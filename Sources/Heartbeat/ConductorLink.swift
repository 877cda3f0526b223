import Conductor
import EventLoop
import NodeProtocol

/// The node's side of its link to the conductor, as a value: what happens goes in, what is to be done comes out.
///
/// Registering and heartbeats run in one line, one call at a time; resources run beside it. A node that has an id begins
/// with a heartbeat, which needs nothing but the id, so that a restart is hardly noticed. A registration that fails
/// does not stop the heartbeats as long as the conductor has not said that it does not know the id: a token may have
/// been replaced without this worker having been cut off.
package struct ConductorLink: Sendable {
    private enum Standing {
        /// The identity file has not been read yet.
        case unread
        /// There may be an id, and the conductor has not been heard about it yet.
        case unconfirmed
        /// The conductor knows the id.
        case accepted
        /// The conductor has said that it does not know the id.
        case unknown
    }

    private let timing: Timing
    private var conductorURL: String

    private var identity: KeptIdentity
    private var standing = Standing.unread
    private var address: NodeAddress?
    private var registeredAddress: NodeAddress?
    private var registrationCause = RegistrationCause.start

    private var isBusy = false
    private var registering = Due.never
    private var beating = Due.never

    /// No call is made before this: the conductor has said so.
    private var heldUntil: MonotonicInstant

    private var resources: ResourceReporting

    private var registrationFailures = 0
    private var heartbeatFailures = 0
    /// How often the conductor has not known the id since the last heartbeat it accepted.
    private var timesUnknown = 0

    private var registrationProblem: Problem? = Problem(.starting, "not registered yet")
    private var heartbeatProblem: Problem?
    private var sharing = SharedIdentity()
    private var toldReason: ConductorStatus.Reason? = .starting
    private var lastHeartbeat: String?

    package init(conductorURL: String, timing: Timing, now: MonotonicInstant) {
        self.conductorURL = conductorURL
        self.timing = timing
        heldUntil = now
        identity = KeptIdentity(retry: timing.retry, now: now)
        resources = ResourceReporting(timing: timing)
    }

    // MARK: What others see

    /// What is wrong; nil when nothing is.
    package var problem: Problem? {
        identity.problem ?? registrationProblem ?? heartbeatProblem ?? sharing.problem
    }

    /// When to come back with a ``Event/tick`` if nothing happens before; nil for never.
    package var nextTick: MonotonicInstant? {
        var calls: [MonotonicInstant?] = []
        if !isBusy { calls = [registering.at, usableID == nil ? nil : beating.at] }
        if mayPutResources { calls.append(resources.due.at) }
        let nextCall = calls.compactMap { $0 }.min().map { max($0, heldUntil) }
        return [isBusy ? nil : identity.nextTick, nextCall].compactMap { $0 }.min()
    }

    package func status(fallback: NodeAddress) -> ConductorStatus {
        let address = address ?? fallback
        return ConductorStatus(
            hostname: address.hostname, ipAddress: address.ipAddress, conductorURL: conductorURL,
            registered: standing == .accepted && usableID != nil, workerID: identity.stored?.workerID.text,
            reason: problem?.reason, detail: problem?.detail, lastHeartbeat: lastHeartbeat,
            consecutiveFailures: max(registrationFailures, heartbeatFailures))
    }

    /// The id, when it may be used.
    private var usableID: WorkerID? {
        standing == .accepted || standing == .unconfirmed ? identity.workerID : nil
    }

    private var mayPutResources: Bool { !resources.isPutting && standing == .accepted && usableID != nil }

    // MARK: Events

    /// Takes in what has happened and returns what is to be done now.
    package mutating func handle(
        _ event: Event, now: MonotonicInstant, using random: inout some RandomNumberGenerator
    ) -> [Action] {
        var actions: [Action] = []
        switch event {
        case .tick:
            break
        case .identityRead(let found):
            isBusy = false
            identity.read(found)
            standing = .unconfirmed
            registrationProblem = Problem(.starting, "not registered yet")
            registering.set(now)
            if found != nil { beating.set(now) }
        case .identityUnreadable(let why):
            isBusy = false
            identity.unreadable(why, now, &random)
        case .registered(let id, let sent, let withResources, let record):
            sharing.registered(record)
            actions = registered(id, sent, withResources, now)
        case .registrationFailed(let failure):
            registrationFailed(failure, now, &random)
        case .identityStored:
            isBusy = false
            actions = identity.isStored()
        case .identityNotStored(let why):
            isBusy = false
            identity.notStored(why, now, &random)
        case .heartbeatAnswered(let time, let record):
            heartbeatAnswered(time, now)
            sharing.compare(record)
        case .heartbeatFailed(let failure):
            actions = heartbeatFailed(failure, now, &random)
        case .addressObserved(let observed):
            actions = observed == address ? [] : addressChanged(to: observed, now)
        case .conductorChanged(let url, let failure):
            conductorURL = url
            if let failure { actions = [.tell(.conductorChanged(to: url, because: failure))] }
        case .heartbeatWanted:
            // Not all at once: what made the conductor think so may have befallen every node.
            let spread = min(.seconds(5), timing.heartbeat / 4) * Double.random(in: 0...1, using: &random)
            if heartbeatFailures == 0, beating.at != nil { beating.set(noLaterThan: now.advanced(by: spread)) }
        case .resourcesChanged:
            resources.changed(now)
        case .resourcesPut:
            resources.accepted(now)
        case .resourcesFailed(let failure):
            actions = resourcesFailed(failure, now, &random)
        case .resourcesUnavailable:
            resources.unavailable(now)
        }
        return actions + tellChange() + start(now)
    }

    // MARK: Registering

    private mutating func registered(
        _ id: WorkerID, _ sent: NodeAddress, _ withResources: Bool, _ now: MonotonicInstant
    ) -> [Action] {
        isBusy = false
        standing = .accepted
        address = sent
        registeredAddress = sent
        registrationFailures = 0
        heartbeatFailures = 0
        registrationProblem = nil
        heartbeatProblem = nil
        registering.clear()
        beating.set(now.advanced(by: timing.heartbeat))
        if withResources { resources.sentOtherwise(now) } else { resources.missing(now) }
        return identity.received(
            NodeIdentity(workerID: id, hostname: sent.hostname, conductorURL: conductorURL), now)
    }

    private mutating func registrationFailed(
        _ failure: ConductorFailure, _ now: MonotonicInstant, _ random: inout some RandomNumberGenerator
    ) {
        isBusy = false
        guard failure != .cancelled else { return registering.set(now) }
        registrationFailures += 1
        registrationProblem = Problem(failure)
        // The conductor may know the id all the same. Only a rejected token says that it is there to be asked.
        let next = now.advanced(by: timing.heartbeat)
        if beating.at == nil { beating.set(next) }
        switch failure {
        case .tokenRejected:
            registering.set(
                now.advanced(by: timing.rejectedToken.delay(after: registrationFailures, using: &random)))
            if heartbeatFailures == 0 { beating.set(noLaterThan: lastHeartbeat == nil ? now : next) }
        case .retryAfter(let wait, _, _):
            registering.set(hold(for: wait, now, &random))
        case .unreachable, .nameLookupFailed, .tlsFailed, .clockNotSet, .redirected, .notConductor, .unknownWorker,
            .notOffered, .httpError, .malformed, .answerTooLarge, .cancelled:
            registering.set(now.advanced(by: timing.retry.delay(after: registrationFailures, using: &random)))
            beating.set(noEarlierThan: next)
        }
    }

    private mutating func wantRegistration(_ cause: RegistrationCause, at moment: MonotonicInstant) -> [Action] {
        let isNew = registering.at == nil
        registrationCause = cause
        registering.set(noLaterThan: moment)
        return isNew ? [.tell(.registeringAgain(cause))] : []
    }

    private mutating func addressChanged(to observed: NodeAddress, _ now: MonotonicInstant) -> [Action] {
        address = observed
        guard let registeredAddress, observed != registeredAddress else { return [] }
        var actions = [Action.tell(.addressChanged(from: registeredAddress, to: observed))]
        if observed.ipAddress != registeredAddress.ipAddress { actions.append(.dropConnections) }
        return actions + wantRegistration(.addressChanged, at: now)
    }

    // MARK: Heartbeats

    private mutating func heartbeatAnswered(_ time: String, _ now: MonotonicInstant) {
        isBusy = false
        let registersNext = standing == .unconfirmed && registrationFailures == 0
        standing = .accepted
        lastHeartbeat = time
        heartbeatFailures = 0
        timesUnknown = 0
        heartbeatProblem = nil
        if !registersNext { resources.begin(now) }  // the registration carries them
        if registering.at != nil, registrationCause == .heartbeatsFailed {
            registering.clear()
            registrationFailures = 0
            registrationProblem = nil
        }
        beating.set(now.advanced(by: timing.heartbeat))
        identity.remember(conductorURL: conductorURL, now)
    }

    private mutating func heartbeatFailed(
        _ failure: ConductorFailure, _ now: MonotonicInstant, _ random: inout some RandomNumberGenerator
    ) -> [Action] {
        isBusy = false
        guard failure != .cancelled else {
            beating.set(now)
            return []
        }
        heartbeatFailures += 1
        heartbeatProblem = Problem(failure)
        switch failure {
        case .unknownWorker:
            return workerUnknown(now, &random)
        case .retryAfter(let wait, _, _):
            beating.set(hold(for: wait, now, &random))
            return []
        case .unreachable, .nameLookupFailed, .tlsFailed, .clockNotSet, .redirected, .notConductor, .tokenRejected,
            .notOffered, .httpError, .malformed, .answerTooLarge, .cancelled:
            let next = now.advanced(by: timing.retry.delay(after: heartbeatFailures, using: &random))
            beating.set(next)
            guard heartbeatFailures >= timing.failuresBeforeRegistering, registering.at == nil else { return [] }
            return wantRegistration(.heartbeatsFailed, at: next)
        }
    }

    /// Registers again: at once the first time, then with growing patience, until a heartbeat is accepted.
    private mutating func workerUnknown(
        _ now: MonotonicInstant, _ random: inout some RandomNumberGenerator
    ) -> [Action] {
        standing = .unknown
        beating.clear()
        let wait = timesUnknown == 0 ? .zero : timing.retry.delay(after: timesUnknown, using: &random)
        timesUnknown += 1
        return wantRegistration(.unknownWorker, at: now.advanced(by: wait))
    }

    // MARK: Resources

    private mutating func resourcesFailed(
        _ failure: ConductorFailure, _ now: MonotonicInstant, _ random: inout some RandomNumberGenerator
    ) -> [Action] {
        switch failure {
        case .unknownWorker:
            resources.failed(until: now)
            heartbeatProblem = Problem(failure)
            return standing == .accepted ? workerUnknown(now, &random) : []
        case .notOffered:
            return resources.notOffered(now) ? [.tell(.resourcesNotOffered)] : []
        case .retryAfter(let wait, _, _):
            resources.failed(until: hold(for: wait, now, &random))
            return []
        case .cancelled:
            resources.failed(until: now)
            return []
        case .unreachable, .nameLookupFailed, .tlsFailed, .clockNotSet, .redirected, .notConductor, .tokenRejected,
            .httpError, .malformed, .answerTooLarge:
            resources.failed(now, &random)
            return []
        }
    }

    // MARK: What follows

    /// The conductor has asked to be left alone: nothing is sent for that long and a little longer.
    private mutating func hold(
        for wait: Duration, _ now: MonotonicInstant, _ random: inout some RandomNumberGenerator
    ) -> MonotonicInstant {
        let jitter = max(.seconds(1), wait / 10) * Double.random(in: 0...1, using: &random)
        let moment = now.advanced(by: wait + jitter)
        heldUntil = max(heldUntil, moment)
        return moment
    }

    private mutating func tellChange() -> [Action] {
        let reason = problem?.reason
        guard reason != toldReason else { return [] }
        let hadProblem = toldReason != nil && toldReason != .starting
        toldReason = reason
        if let problem { return [.tell(.troubled(problem))] }
        return hadProblem ? [.tell(.recovered)] : []
    }

    private mutating func start(_ now: MonotonicInstant) -> [Action] {
        var actions: [Action] = []
        if !isBusy {
            let next = nextCall(now)
            isBusy = next != nil
            actions += next.map { [$0] } ?? []
        }
        if now >= heldUntil, mayPutResources, let id = usableID, resources.take(now) {
            actions.append(.putResources(id))
        }
        return actions
    }

    private mutating func nextCall(_ now: MonotonicInstant) -> Action? {
        if let action = identity.next(now) { return action }
        guard now >= heldUntil else { return nil }
        if standing == .unconfirmed, let id = usableID, beating.take(now) { return .heartbeat(id) }
        if registering.take(now) { return .register(identity.stored?.workerID) }
        if let id = usableID, beating.take(now) { return .heartbeat(id) }
        return nil
    }
}
