import Conductor
import EventLoop
import NodeProtocol

/// Who the node is by its identity file, and what that file is to hold next. An id counts only once it is in the file: one
/// that is used and then forgotten would leave a worker behind at the conductor that nobody is.
struct KeptIdentity: Sendable {
    private let retry: Backoff
    /// What the file holds.
    private(set) var stored: NodeIdentity?
    /// What it is to hold instead.
    private var unstored: NodeIdentity?
    /// Whether a registration is to be told of once that has been stored.
    private var tellsWhenStored = false
    private var reading = Due.never
    private var storing = Due.never
    private var failures = 0
    /// Why the file could not be read or written the last time.
    private(set) var problem: ConductorLink.Problem?

    init(retry: Backoff, now: MonotonicInstant) {
        self.retry = retry
        reading.set(now)
    }

    /// The id, when it is the one that the conductor gave last.
    var workerID: WorkerID? {
        guard let id = stored?.workerID else { return nil }
        return unstored == nil || unstored?.workerID == id ? id : nil
    }

    var nextTick: MonotonicInstant? { [reading.at, storing.at].compactMap { $0 }.min() }

    /// What is to be done with the file now.
    mutating func next(_ now: MonotonicInstant) -> ConductorLink.Action? {
        if reading.take(now) { return .readIdentity }
        if let unstored, storing.take(now) { return .store(unstored) }
        return nil
    }

    mutating func read(_ found: NodeIdentity?) {
        stored = found
        problem = nil
    }

    mutating func unreadable(_ why: String, _ now: MonotonicInstant, _ random: inout some RandomNumberGenerator) {
        failures += 1
        problem = ConductorLink.Problem(.identityUnusable, "the identity cannot be read: \(why)")
        reading.set(now.advanced(by: retry.delay(after: failures, using: &random)))
    }

    /// The conductor knows the node by this identity now.
    mutating func received(_ identity: NodeIdentity, _ now: MonotonicInstant) -> [ConductorLink.Action] {
        var actions: [ConductorLink.Action] = []
        if let former = stored?.workerID, former != identity.workerID {
            actions.append(.tell(.identityChanged(from: former, to: identity.workerID)))
        }
        if identity == stored {
            unstored = nil
            storing.clear()
            problem = nil
            actions.append(.tell(.registered(identity.workerID)))
        } else {
            unstored = identity
            tellsWhenStored = true
            storing.set(now)
        }
        return actions
    }

    /// The next start is to begin with the conductor that serves now.
    mutating func remember(conductorURL: String, _ now: MonotonicInstant) {
        guard var known = stored, unstored == nil, known.conductorURL != conductorURL else { return }
        known.conductorURL = conductorURL
        unstored = known
        storing.set(now)
    }

    mutating func isStored() -> [ConductorLink.Action] {
        failures = 0
        problem = nil
        stored = unstored
        unstored = nil
        defer { tellsWhenStored = false }
        guard let stored, tellsWhenStored else { return [] }
        return [.tell(.registered(stored.workerID))]
    }

    mutating func notStored(_ why: String, _ now: MonotonicInstant, _ random: inout some RandomNumberGenerator) {
        failures += 1
        problem = ConductorLink.Problem(.identityUnusable, "the identity cannot be stored: \(why)")
        storing.set(now.advanced(by: retry.delay(after: failures, using: &random)))
    }
}
