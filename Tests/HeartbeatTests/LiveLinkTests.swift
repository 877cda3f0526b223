import Conductor
import EventLoop
import Heartbeat
import JSON
import Testing

/// A live link with a clock that is set by hand and chance that always takes the longest wait.
private struct Rehearsal {
    struct Longest: RandomNumberGenerator {
        mutating func next() -> UInt64 { .max }
    }

    var link = LiveLink(timing: LiveLink.Timing(heartbeat: .seconds(20)))
    var random = Longest()
    var seconds = 1000.0

    mutating func after(_ event: LiveLink.Event) -> [LiveLink.Action] {
        link.handle(event, now: MonotonicInstant(nanoseconds: Int64(seconds * 1e9)), using: &random)
    }

    mutating func after(_ packet: SocketIOPacket) -> [LiveLink.Action] { after(.received(packet)) }

    /// Lets time pass until something is due.
    mutating func next() -> (wait: Double, actions: [LiveLink.Action]) {
        guard let tick = link.nextTick else { return (.infinity, []) }
        let moment = max(seconds, Double(tick.nanoseconds) / 1e9)
        let wait = moment - seconds
        seconds = moment
        return (wait.rounded(), after(.tick))
    }

    /// How long it is until the next connection, all that happens before left out.
    mutating func waitForConnection() -> Double {
        let begin = seconds
        for _ in 0..<10 where next().actions.contains(.connect(node)) { return (seconds - begin).rounded() }
        return .infinity
    }

    /// A node on the channel, its first ping answered.
    static func live() -> Rehearsal {
        var rehearsal = Rehearsal()
        #expect(rehearsal.after(.nodeKnown(node)) == [.connect(node)])
        #expect(rehearsal.after(opening) == [.send("40")])
        #expect(rehearsal.after(.connected) == [.register(node)])
        #expect(rehearsal.after(registered) == [.tell(.open(node)), .ping])
        #expect(rehearsal.after(pong) == [])
        return rehearsal
    }
}

private let id: WorkerID = {
    guard let id = WorkerID("w-1") else { preconditionFailure("a worker id") }
    return id
}()
private let node = LiveLink.Node(
    conductorURL: "http://c", id: id, address: NodeAddress(hostname: "node", ipAddress: "10.0.0.5"))
private let opening = SocketIOPacket.open(pingInterval: .seconds(25), pingTimeout: .seconds(20))
private let registered = SocketIOPacket.event(name: "worker:registered", ["workerId": "w-1"])
private let pong = SocketIOPacket.event(name: "worker:pong", nil)

@Suite(.timeLimit(.minutes(5)))
struct LiveLinkTests {
    @Test func `there is no channel before the node is registered`() {
        var it = Rehearsal()
        #expect(it.next().wait == .infinity)
        #expect(it.after(.tick) == [] && it.after(.nodeKnown(nil)) == [])
    }

    @Test func `a live node pings on the interval, and answers the server's pings`() {
        var it = Rehearsal.live()
        #expect(it.after(.ping("x")) == [.send("3x")])
        let (wait, actions) = it.next()
        #expect(wait == 20 && actions == [.ping])
        #expect(it.after(pong) == [])
        #expect(it.next().wait == 20)
    }

    @Test func `each connection begins with a registration`() {
        var it = Rehearsal.live()
        let problem = LiveLink.Problem(.unreachable, "reset")
        #expect(it.after(.lost("reset")) == [.disconnect, .hurryHeartbeat, .tell(.lost(problem))])
        #expect(it.waitForConnection() == 1)
        #expect(it.after(opening) == [.send("40")])
        #expect(it.after(.connected) == [.register(node)])
        #expect(it.after(registered) == [.tell(.open(node)), .ping])
    }

    @Test func `attempts that fail wait longer each time, to a minute, and are told once`() {
        var it = Rehearsal()
        #expect(it.after(.nodeKnown(node)) == [.connect(node)])
        #expect(it.after(.lost("no")).count == 2)
        for wait in [1.0, 2, 4, 8, 16, 32, 60, 60] {
            #expect(it.waitForConnection() == wait)
            #expect(it.after(.lost("no")) == [.disconnect])
        }
    }

    @Test func `a channel that breaks again and again is not taken for a good one`() {
        var it = Rehearsal.live()
        #expect(it.after(.lost("")).count == 3)
        #expect(it.waitForConnection() == 1)
        for packet in [opening, .connected, registered] { _ = it.after(packet) }
        _ = it.after(.lost(""))
        #expect(it.waitForConnection() == 2)
        for packet in [opening, .connected, registered, pong] { _ = it.after(packet) }
        it.seconds += 61
        _ = it.after(.ping(""))
        _ = it.after(.lost(""))
        #expect(it.waitForConnection() == 1, "it had been well for a minute")
    }

    @Test func `a server that falls silent is noticed by its own deadline`() {
        var it = Rehearsal()
        _ = it.after(.nodeKnown(node))
        _ = it.after(.open(pingInterval: .seconds(3), pingTimeout: .seconds(4)))
        for packet in [.connected, registered, pong] as [SocketIOPacket] { _ = it.after(packet) }
        it.seconds += 6
        #expect(it.after(.ping("")) == [.send("3")])
        let (wait, actions) = it.next()
        #expect(wait == 7)
        guard case .tell(.lost(let problem)) = actions.last else { return #expect(Bool(false)) }
        #expect(problem.reason == .silent)
    }

    @Test func `a server that pings and answers nothing is noticed too`() {
        var it = Rehearsal.live()
        #expect(it.next().actions == [.ping])
        it.seconds += 10
        _ = it.after(.ping(""))
        let (wait, actions) = it.next()
        #expect(wait == 5)
        #expect(actions.first == .disconnect && actions.contains(.hurryHeartbeat))
    }

    @Test(arguments: [[], [opening], [opening, .connected]])
    func `a connection that comes to no registration is given up`(packets: [SocketIOPacket]) {
        var it = Rehearsal()
        _ = it.after(.nodeKnown(node))
        for packet in packets { _ = it.after(packet) }
        let (wait, actions) = it.next()
        #expect(wait == 15)
        #expect(actions.first == .disconnect)
        #expect(it.waitForConnection() == 1)
    }

    @Test(arguments: [404, 400, 200, 302, 401])
    func `a conductor without the channel is asked again rarely`(status: Int) {
        var it = Rehearsal()
        _ = it.after(.nodeKnown(node))
        guard case .tell(.unavailable(let problem)) = it.after(.handshakeRefused(status: status)).last else {
            return #expect(Bool(false))
        }
        #expect(problem.reason == .notOffered)
        #expect(it.waitForConnection() == 600)
        #expect(it.after(.handshakeRefused(status: status)) == [.disconnect], "it is told once")
        #expect(it.waitForConnection() == 600)
    }

    @Test(arguments: [429, 500, 502, 503, 504])
    func `what a proxy says of a conductor that restarts is no answer of it`(status: Int) {
        var it = Rehearsal()
        _ = it.after(.nodeKnown(node))
        _ = it.after(.handshakeRefused(status: status))
        #expect(it.waitForConnection() == 1)
    }

    @Test func `a refused registration is tried again slowly`() {
        var it = Rehearsal()
        for wait in [30.0, 60, 120, 240, 300] {
            if it.link.nextTick == nil { _ = it.after(.nodeKnown(node)) }
            for packet in [opening, .connected] { _ = it.after(packet) }
            let actions = it.after(.event(name: "error", ["message": "Invalid registration token"]))
            #expect(actions.first == .disconnect && !actions.contains(.hurryHeartbeat))
            #expect(it.waitForConnection() == wait)
        }
    }

    @Test func `a node that the conductor has forgotten registers again soon`() {
        var it = Rehearsal.live()
        _ = it.next()
        let actions = it.after(.event(name: "error", ["message": "Worker not registered"]))
        #expect(actions.contains(.hurryHeartbeat))
        #expect(it.waitForConnection() == 1)
    }

    @Test func `another id is not taken from the channel`() {
        var it = Rehearsal()
        _ = it.after(.nodeKnown(node))
        for packet in [opening, .connected] { _ = it.after(packet) }
        #expect(it.after(.event(name: "worker:registered", ["workerId": "w-2"])).first == .disconnect)
        #expect(!it.link.isLive)
    }

    @Test(arguments: [SocketIOPacket.malformed, .closed, .refused("no")])
    func `what ends a channel ends it, whatever its state`(packet: SocketIOPacket) {
        for count in 0...3 {
            var it = Rehearsal()
            _ = it.after(.nodeKnown(node))
            for packet in [opening, .connected, registered].prefix(count) { _ = it.after(packet) }
            #expect(it.after(packet).first == .disconnect)
            #expect(it.waitForConnection() < 60)
        }
    }

    @Test func `a node with another address or conductor has a new connection at once, an unregistered one has none`() {
        var it = Rehearsal.live()
        var moved = node
        moved.address.ipAddress = "10.0.0.6"
        #expect(it.after(.nodeKnown(moved)) == [.disconnect, .hurryHeartbeat, .connect(moved)])
        #expect(it.after(.nodeKnown(moved)) == [])
        moved.conductorURL = "http://other"
        _ = it.after(.lost(""))
        #expect(it.after(.nodeKnown(moved)) == [.connect(moved)])
        #expect(it.after(.nodeKnown(nil)) == [.disconnect])
        #expect(it.next().wait == .infinity)
        #expect(it.after(.nodeKnown(node)) == [.connect(node)])
    }

    @Test func `what comes out of turn changes nothing`() {
        var it = Rehearsal()
        for packet in [opening, .ping(""), .connected, registered, pong] { #expect(it.after(packet) == []) }
        it = Rehearsal.live()
        for packet in [.connected, registered, pong, .other, .event(name: "news", nil)] as [SocketIOPacket] {
            #expect(it.after(packet) == [])
        }
        #expect(it.link.isLive)
    }
}
