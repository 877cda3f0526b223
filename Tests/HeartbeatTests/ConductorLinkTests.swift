import Conductor
import EventLoop
import HTTPClient
import Heartbeat
import NodeProtocol
import Testing

/// A link with a clock that is set by hand and chance that always takes the longest wait.
private struct Rehearsal {
    struct Longest: RandomNumberGenerator {
        mutating func next() -> UInt64 { .max }
    }

    var link: ConductorLink
    var random = Longest()
    var seconds = 1000.0

    var now: MonotonicInstant { MonotonicInstant(nanoseconds: Int64(seconds * 1e9)) }

    init() {
        let timing = ConductorLink.Timing(heartbeat: .seconds(30), resources: .seconds(60))
        link = ConductorLink(
            conductorURL: "http://c", timing: timing, now: MonotonicInstant(nanoseconds: Int64(seconds * 1e9)))
    }

    /// What is to be done after `event`, log lines left out.
    mutating func after(_ event: ConductorLink.Event) -> [ConductorLink.Action] {
        link.handle(event, now: now, using: &random).filter { if case .tell = $0 { false } else { true } }
    }

    /// The log lines of `event`.
    mutating func notices(of event: ConductorLink.Event) -> [ConductorLink.Notice] {
        link.handle(event, now: now, using: &random).compactMap {
            if case .tell(let notice) = $0 { notice } else { nil }
        }
    }

    /// Lets time pass until something is due; returns how many seconds that took, and what was due.
    mutating func next() -> (wait: Double, actions: [ConductorLink.Action]) {
        guard let tick = link.nextTick else { return (.infinity, []) }
        let moment = max(seconds, Double(tick.nanoseconds) / 1e9)
        let wait = moment - seconds
        seconds = moment
        return (wait.rounded(), after(.tick))
    }

    var status: ConductorStatus { link.status(fallback: here) }
}

private let here = NodeAddress(hostname: "node", ipAddress: "10.0.0.5")

private func worker(_ text: String = "w-1") throws -> WorkerID { try #require(WorkerID(text)) }

private func identity(_ id: String = "w-1") throws -> NodeIdentity {
    NodeIdentity(workerID: try worker(id), hostname: "node", conductorURL: "http://c")
}

extension Rehearsal {
    /// A restarted node whose id the conductor has confirmed, and which is registering.
    static func known() throws -> Rehearsal {
        var rehearsal = Rehearsal()
        #expect(rehearsal.after(.tick) == [.readIdentity])
        #expect(rehearsal.after(.identityRead(try identity())) == [.heartbeat(try worker())])
        #expect(rehearsal.after(.heartbeatAnswered(at: "t")) == [.register(try worker())])
        return rehearsal
    }
}

extension Rehearsal {
    /// Lets time pass until a heartbeat is due; reports of resources before it go well.
    mutating func passToHeartbeat() throws {
        for _ in 1...10 {
            let actions = next().actions
            if actions.contains(.putResources(try worker())) { _ = after(.resourcesPut) }
            if actions.contains(.heartbeat(try worker())) { return }
        }
        Issue.record("no heartbeat was due")
    }
}

/// A link that is registered and has just put its resources with the registration.
private func registeredLink() throws -> Rehearsal {
    var rehearsal = try Rehearsal.known()
    #expect(rehearsal.after(.registered(try worker(), here, withResources: true)) == [])
    return rehearsal
}

private let down = ConductorFailure.unreachable("refused")

@Suite struct ConductorLinkTests {
    // MARK: Identity

    @Test func `a new node registers without id, and uses the id only once it is stored`() throws {
        var link = Rehearsal()
        #expect(link.after(.tick) == [.readIdentity])
        #expect(link.after(.identityRead(nil)) == [.register(nil)])
        #expect(link.status.reason == .starting)
        #expect(link.after(.registered(try worker(), here, withResources: true)) == [.store(try identity())])
        #expect(link.status.workerID == nil)
        #expect(link.status.registered == false)
        #expect(link.after(.identityStored) == [])
        #expect(link.status.workerID == "w-1")
        #expect(link.status.registered)
        #expect(link.status.reason == nil)
        let next = link.next()
        #expect(next.wait == 30)
        #expect(next.actions == [.heartbeat(try worker())])
    }

    @Test func `an identity that cannot be stored is tried again and not used`() throws {
        var link = Rehearsal()
        _ = link.after(.tick)
        _ = link.after(.identityRead(nil))
        _ = link.after(.registered(try worker(), here, withResources: true))
        #expect(link.after(.identityNotStored("read-only file system")) == [])
        #expect(link.status.registered == false)
        #expect(link.status.detail?.contains("read-only file system") == true)
        let next = link.next()
        #expect(next.wait == 1)
        #expect(next.actions == [.store(try identity())])
    }

    @Test func `an identity that cannot be read is read again before anything is sent`() throws {
        var link = Rehearsal()
        _ = link.after(.tick)
        #expect(link.after(.identityUnreadable("input/output error")) == [])
        #expect(link.status.detail?.contains("input/output error") == true)
        #expect(link.next().actions == [.readIdentity])
        #expect(link.after(.identityRead(try identity())) == [.heartbeat(try worker())])
    }

    @Test func `a restart beats with the stored id, whatever comes of it registers with it, and stores nothing`() throws
    {
        for failure in [nil, down, .unknownWorker] {
            var link = Rehearsal()
            _ = link.after(.tick)
            #expect(link.after(.identityRead(try identity())) == [.heartbeat(try worker())])
            let answer = failure.map { ConductorLink.Event.heartbeatFailed($0) } ?? .heartbeatAnswered(at: "t")
            #expect(link.after(answer) == [.register(try worker())])
            #expect(link.after(.registered(try worker(), here, withResources: true)) == [])
        }
        let link = try registeredLink()
        #expect(link.status.registered)
        #expect(link.status.workerID == "w-1")
    }

    @Test func `another id than the one sent is stored, and told`() throws {
        var link = try Rehearsal.known()
        let notices = link.notices(of: .registered(try worker("w-2"), here, withResources: true))
        #expect(notices.contains(.identityChanged(from: try worker("w-1"), to: try worker("w-2"))))
        #expect(link.link.nextTick == nil, "nothing is sent with the old id while the new one is being stored")
        _ = link.after(.identityStored)
        #expect(link.status.workerID == "w-2")
        #expect(link.next().actions == [.heartbeat(try worker("w-2"))])
    }

    // MARK: Unreachable

    @Test func `a first registration is tried again with doubling waits up to 60 s, for ever`() throws {
        var link = Rehearsal()
        _ = link.after(.tick)
        _ = link.after(.identityRead(nil))
        var waits: [Double] = []
        for _ in 0..<9 {
            #expect(link.after(.registrationFailed(down)) == [])
            let next = link.next()
            #expect(next.actions == [.register(nil)])
            waits.append(next.wait)
        }
        #expect(waits == [1, 2, 4, 8, 16, 32, 60, 60, 60])
        #expect(link.status.reason == .unreachable)
        #expect(link.status.consecutiveFailures == 9)
    }

    @Test(arguments: [
        down, .httpError(status: 500, message: "x"), .malformed(reason: "x", excerpt: ""), .answerTooLarge(limit: 1),
        .notOffered, .nameLookupFailed("x"), .tlsFailed(.expired, "x"), .clockNotSet(now: "1970", "x"),
        .redirected(status: 302, location: "x"), .notConductor(contentType: "text/html", excerpt: "x"),
    ])
    func `three failed heartbeats in a row register again with the same id`(failure: ConductorFailure) throws {
        var link = try registeredLink()
        #expect(link.next().actions == [.heartbeat(try worker())])
        for wait in [1.0, 2.0] {
            _ = link.after(.heartbeatFailed(failure))
            #expect(link.status.workerID == "w-1")
            let next = link.next()
            #expect(next.wait == wait)
            #expect(next.actions == [.heartbeat(try worker())])
        }
        #expect(link.notices(of: .heartbeatFailed(failure)) == [.registeringAgain(.heartbeatsFailed)])
        #expect(link.next().actions == [.register(try worker())])
        _ = link.after(.registered(try worker(), here, withResources: true))
        #expect(link.status.reason == nil)
        #expect(link.status.consecutiveFailures == 0)
    }

    @Test func `a heartbeat that is wanted comes within seconds, one that fails is not hurried`() throws {
        var link = try registeredLink()
        #expect(link.after(.heartbeatWanted) == [])
        #expect(link.next().wait == 5)
        #expect(link.after(.heartbeatFailed(down)) == [])
        let due = link.link.nextTick
        #expect(link.after(.heartbeatWanted) == [])
        #expect(link.link.nextTick == due)
    }

    @Test func `a heartbeat that is accepted makes the registration unnecessary`() throws {
        var link = try registeredLink()
        _ = link.next()
        _ = link.after(.heartbeatFailed(down))
        _ = link.next()
        _ = link.after(.heartbeatFailed(down))
        _ = link.next()
        _ = link.after(.heartbeatFailed(down))
        #expect(link.next().actions == [.register(try worker())])
        _ = link.after(.registrationFailed(.tokenRejected(message: "Invalid")))
        while true {
            let actions = link.next().actions
            if actions == [.heartbeat(try worker())] { break }
            _ = link.after(.registrationFailed(.tokenRejected(message: "Invalid")))
        }
        #expect(link.notices(of: .heartbeatAnswered(at: "t")) == [.recovered])
        #expect(link.status.reason == nil)
        #expect(link.status.lastHeartbeat == "t")
    }

    @Test func `trouble and its end are told once each`() throws {
        var link = try registeredLink()
        _ = link.next()
        #expect(link.notices(of: .heartbeatFailed(down)).count == 1)
        _ = link.next()
        #expect(link.notices(of: .heartbeatFailed(down)) == [])
        _ = link.next()
        #expect(link.notices(of: .heartbeatAnswered(at: "t")) == [.recovered])
    }

    // MARK: Told to wait

    @Test func `Retry-After holds every call for that long and a little longer`() throws {
        var link = try registeredLink()
        _ = link.next()
        let failure = ConductorFailure.retryAfter(.seconds(100), status: 429, message: "slow down")
        #expect(link.after(.heartbeatFailed(failure)) == [])
        #expect(link.status.reason == .conductorError)
        link.seconds += 50
        #expect(link.after(.resourcesChanged) == [])
        let moved = NodeAddress(hostname: "other", ipAddress: "10.0.0.6")
        #expect(link.after(.addressObserved(moved)) == [.dropConnections])
        let next = link.next()
        #expect(next.wait == 60)
        #expect(next.actions == [.register(try worker()), .putResources(try worker())])
    }

    @Test func `Retry-After at registering is kept`() throws {
        var link = try Rehearsal.known()
        _ = link.after(.registrationFailed(.retryAfter(.seconds(100), status: 503, message: "")))
        let next = link.next()
        #expect(next.wait == 110)
        #expect(next.actions == [.register(try worker())])
    }

    // MARK: Rejected token

    @Test func `a rejected token keeps the id and asks again slowly, at most every 5 minutes`() throws {
        var link = Rehearsal()
        _ = link.after(.tick)
        _ = link.after(.identityRead(nil))
        var waits: [Double] = []
        for _ in 0..<6 {
            #expect(link.after(.registrationFailed(.tokenRejected(message: "Invalid"))) == [])
            #expect(link.status.reason == .tokenRejected)
            let next = link.next()
            #expect(next.actions == [.register(nil)])
            waits.append(next.wait)
        }
        #expect(waits == [30, 60, 120, 240, 300, 300])
    }

    @Test func `a rejected token does not stop the heartbeats of an id that the conductor may know`() throws {
        var link = try Rehearsal.known()
        #expect(link.after(.registrationFailed(.tokenRejected(message: "Invalid"))) == [])
        #expect(link.next().actions == [.register(try worker())], "both are due")
        #expect(link.after(.registrationFailed(.tokenRejected(message: "Invalid"))) == [.heartbeat(try worker())])
        _ = link.after(.heartbeatAnswered(at: "t"))
        #expect(link.status.registered)
        #expect(link.status.workerID == "w-1")
        #expect(link.status.reason == .tokenRejected)
    }

    @Test func `what is stored meanwhile does not hide a rejected token`() throws {
        var link = try Rehearsal.known()
        _ = link.after(.conductorChanged(to: "http://d", because: down))
        _ = link.after(.registrationFailed(.tokenRejected(message: "Invalid")))
        #expect(link.next().actions == [.register(try worker())])
        #expect(link.after(.registrationFailed(.tokenRejected(message: "Invalid"))) == [.heartbeat(try worker())])
        let elsewhere = NodeIdentity(workerID: try worker(), hostname: "node", conductorURL: "http://d")
        #expect(link.after(.heartbeatAnswered(at: "t")).contains(.store(elsewhere)))
        #expect(link.notices(of: .identityStored) == [])
        #expect(link.status.reason == .tokenRejected)
    }

    // MARK: Unknown worker

    @Test func `an unknown worker registers at once with its id, then with patience`() throws {
        var link = try registeredLink()
        _ = link.next()
        #expect(link.after(.heartbeatFailed(.unknownWorker)) == [.register(try worker())])
        #expect(link.status.registered == false)
        #expect(link.status.workerID == "w-1")
        #expect(link.status.reason == .unknownWorker)
        _ = link.after(.registrationFailed(down))
        #expect(link.next().wait == 1)
        _ = link.after(.registered(try worker(), here, withResources: true))
        #expect(link.status.registered)
        #expect(link.next().actions == [.heartbeat(try worker())])
        #expect(link.after(.heartbeatFailed(.unknownWorker)) == [], "the second time in a row is not at once")
        let next = link.next()
        #expect(next.wait == 1)
        #expect(next.actions == [.register(try worker())])
    }

    @Test func `nothing is sent with an id that the conductor does not know`() throws {
        var link = try registeredLink()
        _ = link.next()
        _ = link.after(.heartbeatFailed(.unknownWorker))
        _ = link.after(.registrationFailed(.tokenRejected(message: "Invalid")))
        #expect(link.after(.resourcesChanged) == [])
        let next = link.next()
        #expect(next.wait == 30)
        #expect(next.actions == [.register(try worker())])
    }

    // MARK: Address

    @Test func `another address registers again at once with the same id`() throws {
        var link = try registeredLink()
        _ = link.next()
        _ = link.after(.heartbeatAnswered(at: "t"))
        let moved = NodeAddress(hostname: "node", ipAddress: "10.0.0.6")
        #expect(link.after(.addressObserved(moved)) == [.dropConnections, .register(try worker())])
        #expect(link.after(.registered(try worker(), moved, withResources: true)) == [])
        #expect(link.after(.addressObserved(moved)) == [])
        #expect(link.status.ipAddress == "10.0.0.6")
    }

    @Test func `another hostname is stored with the identity`() throws {
        var link = try registeredLink()
        _ = link.next()
        _ = link.after(.heartbeatAnswered(at: "t"))
        let renamed = NodeAddress(hostname: "other", ipAddress: "10.0.0.5")
        #expect(link.after(.addressObserved(renamed)) == [.register(try worker())])
        let expected = NodeIdentity(workerID: try worker(), hostname: "other", conductorURL: "http://c")
        #expect(link.after(.registered(try worker(), renamed, withResources: true)) == [.store(expected)])
    }

    @Test func `the same new address does not hurry a registration that is being refused`() throws {
        var link = try registeredLink()
        _ = link.next()
        _ = link.after(.heartbeatAnswered(at: "t"))
        let moved = NodeAddress(hostname: "node", ipAddress: "10.0.0.6")
        _ = link.after(.addressObserved(moved))
        _ = link.after(.registrationFailed(.tokenRejected(message: "Invalid")))
        #expect(link.after(.addressObserved(moved)) == [])
    }

    @Test func `another address does not wait for a call on the old one, which counts for nothing`() throws {
        var link = try registeredLink()
        #expect(link.next().actions == [.heartbeat(try worker())])
        let moved = NodeAddress(hostname: "node", ipAddress: "10.0.0.6")
        #expect(link.after(.addressObserved(moved)) == [.dropConnections])
        #expect(link.after(.heartbeatFailed(.cancelled)) == [.register(try worker())])
        #expect(link.status.consecutiveFailures == 0 && link.status.reason == nil)
        _ = link.after(.registered(try worker(), moved, withResources: true))
        #expect(link.next().actions == [.heartbeat(try worker())])
    }

    @Test func `a registration or report given up for another address is made again at once`() throws {
        var link = try Rehearsal.known()
        #expect(link.after(.registrationFailed(.cancelled)) == [.register(try worker())])
        _ = link.after(.registered(try worker(), here, withResources: false))
        #expect(link.after(.resourcesFailed(.cancelled)) == [.putResources(try worker())])
    }

    // MARK: Several conductors

    @Test func `the conductor that serves is kept with the identity, for the next start`() throws {
        var link = try registeredLink()
        _ = link.next()
        #expect(link.notices(of: .conductorChanged(to: "http://d", because: down)).count == 1)
        #expect(link.status.conductorURL == "http://d")
        #expect(link.after(.heartbeatFailed(down)) == [])
        #expect(link.next().actions == [.heartbeat(try worker())])
        let moved = NodeIdentity(workerID: try worker(), hostname: "node", conductorURL: "http://d")
        #expect(link.after(.heartbeatAnswered(at: "t")) == [.store(moved)])
        #expect(link.notices(of: .identityStored) == [], "nothing has been registered")
        try link.passToHeartbeat()
        #expect(link.after(.heartbeatAnswered(at: "t")) == [])
    }

    // MARK: Sharing

    @Test(arguments: [("node", "10.0.0.77"), ("other", "10.0.0.5")])
    func `another node under the same id is told, and not fought`(hostname: String, address: String) throws {
        var link = try Rehearsal.known()
        let mine = WorkerRecord(id: try worker(), hostname: "node", ipAddress: "10.0.0.5")
        _ = link.after(.registered(try worker(), here, withResources: true, record: mine))
        _ = link.next()
        #expect(link.notices(of: .heartbeatAnswered(at: "t", record: mine)) == [])
        let others = WorkerRecord(id: try worker(), hostname: hostname, ipAddress: address)
        for round in 1...5 {
            try link.passToHeartbeat()
            let notices = link.notices(of: .heartbeatAnswered(at: "t", record: others))
            #expect(notices.count == (round == 1 ? 1 : 0))
        }
        #expect(link.status.reason == .sharedIdentity && link.status.registered)
        #expect(link.status.detail?.contains("\(hostname) (\(address))") == true)
        try link.passToHeartbeat()
        #expect(link.notices(of: .heartbeatAnswered(at: "t", record: mine)) == [.recovered])
    }

    @Test func `a record that the conductor writes its own way is not another node`() throws {
        var link = try Rehearsal.known()
        let own = WorkerRecord(id: try worker(), hostname: "NODE.example", ipAddress: nil)
        _ = link.after(.registered(try worker(), here, withResources: true, record: own))
        _ = link.next()
        #expect(link.notices(of: .heartbeatAnswered(at: "t", record: own)) == [])
        let lower = WorkerRecord(id: try worker(), hostname: "node.example", ipAddress: "10.0.0.5")
        #expect(link.notices(of: .heartbeatAnswered(at: "t", record: lower)) == [])
    }

    // MARK: Resources

    @Test func `resources are put on change, but not more often than every 5 s`() throws {
        var link = try registeredLink()
        link.seconds += 1
        #expect(link.after(.resourcesChanged) == [])
        let next = link.next()
        #expect(next.wait == 4)
        #expect(next.actions == [.putResources(try worker())])
        #expect(link.after(.resourcesChanged) == [], "one at a time")
        #expect(link.after(.resourcesPut) == [])
        #expect(link.next().wait == 5, "what changed meanwhile follows")
    }

    @Test func `resources are put on the interval without change`() throws {
        var link = try registeredLink()
        #expect(link.next().actions == [.heartbeat(try worker())])
        _ = link.after(.heartbeatAnswered(at: "t"))
        let next = link.next()
        #expect(next.wait == 30)
        #expect(Set(next.actions.map { "\($0)" }).count == 2)
        #expect(next.actions.contains(.putResources(try worker())))
    }

    @Test func `resources that were not there at the registration follow`() throws {
        var link = try Rehearsal.known()
        #expect(link.after(.registered(try worker(), here, withResources: false)) == [.putResources(try worker())])
        #expect(link.after(.resourcesUnavailable) == [])
        #expect(link.next().wait == 5)
    }

    @Test func `resources that are not offered are tried again after 10 minutes, without alarm`() throws {
        var link = try registeredLink()
        link.seconds += 10
        #expect(link.after(.resourcesChanged) == [.putResources(try worker())])
        #expect(link.notices(of: .resourcesFailed(.notOffered)) == [.resourcesNotOffered])
        #expect(link.status.reason == nil)
        let refused = link.seconds
        var again: Double?
        while again == nil {
            for action in link.next().actions {
                switch action {
                case .heartbeat: _ = link.after(.heartbeatAnswered(at: "t"))
                case .putResources: again = link.seconds - refused
                case .readIdentity, .register, .store, .dropConnections, .tell: return #expect(Bool(false), "\(action)")
                }
            }
            if again == nil { #expect(link.after(.resourcesChanged) == []) }
        }
        #expect(again == 600)
        #expect(link.notices(of: .resourcesFailed(.notOffered)) == [])
    }

    @Test func `a conductor that does not know the worker at resources gets a registration`() throws {
        var link = try registeredLink()
        link.seconds += 10
        _ = link.after(.resourcesChanged)
        #expect(link.after(.resourcesFailed(.unknownWorker)) == [.register(try worker())])
    }

    @Test func `failing resources leave the link well`() throws {
        var link = try registeredLink()
        link.seconds += 10
        _ = link.after(.resourcesChanged)
        #expect(link.after(.resourcesFailed(.httpError(status: 413, message: ""))) == [])
        #expect(link.status.reason == nil)
        #expect(link.next().wait == 1)
    }

    // MARK: A partition

    @Test func `a partition of ten minutes is survived with few attempts and the same id`() throws {
        var link = try registeredLink()
        let begin = link.seconds
        var attempts: [Double] = []
        while link.seconds < begin + 600 {
            for action in link.next().actions {
                attempts.append(link.seconds)
                switch action {
                case .heartbeat(let id): #expect(id.text == "w-1" && link.after(.heartbeatFailed(down)) == [])
                case .register(let id): #expect(id?.text == "w-1" && link.after(.registrationFailed(down)) == [])
                case .putResources: _ = link.after(.resourcesFailed(down))
                case .readIdentity, .store, .dropConnections, .tell: Issue.record("\(action)")
                }
            }
        }
        #expect((10...60).contains(attempts.count), "\(attempts.count)")
        #expect(zip(attempts, attempts.dropFirst()).allSatisfy { $1 - $0 <= 61 })
        #expect(link.status.reason == .unreachable && link.status.workerID == "w-1")
        let over = link.seconds
        while link.status.reason != nil {
            for action in link.next().actions {
                switch action {
                case .heartbeat: _ = link.after(.heartbeatAnswered(at: "t"))
                case .register: _ = link.after(.registered(try worker(), here, withResources: true))
                case .putResources: _ = link.after(.resourcesPut)
                case .readIdentity, .store, .dropConnections, .tell: Issue.record("\(action)")
                }
            }
            guard link.seconds < over + 600 else { return #expect(Bool(false), "it does not recover") }
        }
        #expect(link.seconds - over <= 60)
        #expect(link.status.registered && link.status.workerID == "w-1")
    }

    // MARK: Chance

    @Test func `waits are spread over the whole range`() {
        var random = SystemRandomNumberGenerator()
        let backoff = Backoff(base: .seconds(1), cap: .seconds(60))
        let waits = (0..<2000).map { _ in backoff.delay(after: 40, using: &random).seconds }
        #expect(waits.allSatisfy { (0...60).contains($0) })
        #expect((waits.min() ?? 60) < 3)
        #expect((waits.max() ?? 0) > 57)
    }
}
