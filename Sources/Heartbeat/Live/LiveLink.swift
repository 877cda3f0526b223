import Conductor
import EventLoop

/// The node's side of the conductor's live channel, as a value: what happens goes in, what is to be done comes out.
///
/// The channel shows the node on the conductor's dashboard; HTTP stays the truth. It is there only while the node is
/// registered over HTTP, under the same id, and nothing said on it changes who the node is. Every connection begins with
/// a registration.
package struct LiveLink: Sendable {
    private enum Standing: Equatable {
        /// There is no connection.
        case apart
        /// A connection is being made: TCP, TLS, WebSocket, Engine.IO, namespace.
        case opening
        /// `worker:register` is under way.
        case registering
        /// The conductor knows whose connection this is.
        case live(since: MonotonicInstant)
    }

    private let timing: Timing
    private var node: Node?
    private var standing = Standing.apart
    private var connecting = Due.never
    private var pinging = Due.never
    /// When the answer that is being waited for is late.
    private var answerDue: MonotonicInstant?
    /// How long the server may be silent, as it has said itself; and when that is over.
    private var allowedSilence: Duration?
    private var silenceDue: MonotonicInstant?
    /// Attempts in a row that came to nothing.
    private var failures = 0
    private var toldReason: Problem.Reason?

    package init(timing: Timing) { self.timing = timing }

    package var isLive: Bool { if case .live = standing { true } else { false } }

    /// When to come back with a ``Event/tick`` if nothing happens before; nil for never.
    package var nextTick: MonotonicInstant? {
        guard standing != .apart else { return node == nil ? nil : connecting.at }
        return [pinging.at, answerDue, silenceDue].compactMap { $0 }.min()
    }

    /// Takes in what has happened and returns what is to be done now.
    package mutating func handle(
        _ event: Event, now: MonotonicInstant, using random: inout some RandomNumberGenerator
    ) -> [Action] {
        switch event {
        case .tick: return tick(now, &random)
        case .nodeKnown(let known): return nodeKnown(known, now, &random)
        case .received(let packet): return received(packet, now, &random)
        case .handshakeRefused(let status):
            // A proxy answers so while the conductor behind it restarts.
            let reason: Problem.Reason = status == 429 || status >= 500 ? .unreachable : .notOffered
            return fail(reason, "the conductor answered \(status) to the WebSocket handshake", now, &random)
        case .lost(let why): return fail(.unreachable, why, now, &random)
        }
    }

    // MARK: Time and the node

    private mutating func tick(_ now: MonotonicInstant, _ random: inout some RandomNumberGenerator) -> [Action] {
        if let answerDue, answerDue <= now {
            return fail(.silent, "the conductor has not answered within \(timing.answer)", now, &random)
        }
        if let silenceDue, silenceDue <= now {
            return fail(.silent, "the conductor is silent beyond the time that it gave itself", now, &random)
        }
        if isLive, pinging.take(now) {
            answerDue = now.advanced(by: timing.answer)
            return [.ping]
        }
        guard standing == .apart, let node, connecting.take(now) else { return [] }
        standing = .opening
        answerDue = now.advanced(by: timing.answer)
        return [.connect(node)]
    }

    private mutating func nodeKnown(
        _ known: Node?, _ now: MonotonicInstant, _ random: inout some RandomNumberGenerator
    ) -> [Action] {
        guard known != node else { return [] }
        let isElsewhere = known?.conductorURL != node?.conductorURL
        if isElsewhere { failures = 0 }
        if standing != .apart || isElsewhere || connecting.at == nil { connecting.set(now) }
        node = known
        return end() + tick(now, &random)
    }

    // MARK: The conductor's word

    private mutating func received(
        _ packet: SocketIOPacket, _ now: MonotonicInstant, _ random: inout some RandomNumberGenerator
    ) -> [Action] {
        guard standing != .apart, let node else { return [] }
        silenceDue = allowedSilence.map { now.advanced(by: $0) }
        switch packet {
        case .open(let interval, let timeout):
            allowedSilence = interval + timeout
            silenceDue = now.advanced(by: interval + timeout)
            return [.send(SocketIOPacket.connect)]
        case .ping(let data): return [.send(SocketIOPacket.pong(data))]
        case .connected:
            guard standing == .opening else { return [] }
            standing = .registering
            return [.register(node)]
        case .event(let name, let payload):
            return heard(LiveMessage(name, payload), from: node, now, &random)
        case .refused(let why): return fail(.refused, why, now, &random)
        case .closed: return fail(.unreachable, "the conductor has closed the channel", now, &random)
        case .malformed: return fail(.malformed, "what the conductor sends is not Socket.IO", now, &random)
        case .other: return []
        }
    }

    private mutating func heard(
        _ message: LiveMessage, from node: Node, _ now: MonotonicInstant,
        _ random: inout some RandomNumberGenerator
    ) -> [Action] {
        switch message {
        case .registered(let id):
            guard standing == .registering else { return [] }
            // Only a registration over HTTP changes who the node is.
            guard id == node.id else {
                return fail(.refused, "the conductor knows this node by another id there", now, &random)
            }
            standing = .live(since: now)
            answerDue = nil
            pinging.set(now)
            toldReason = nil
            return [.tell(.open(node))] + tick(now, &random)
        case .pong:
            guard isLive, let sent = answerDue?.advanced(by: .zero - timing.answer) else { return [] }
            answerDue = nil
            pinging.set(sent.advanced(by: timing.ping))
            return []
        case .refusal(let why): return fail(.refused, why, now, &random)
        case .other: return []
        }
    }

    // MARK: The end

    private mutating func fail(
        _ reason: Problem.Reason, _ detail: String, _ now: MonotonicInstant,
        _ random: inout some RandomNumberGenerator
    ) -> [Action] {
        guard standing != .apart else { return [] }
        let wasLive = isLive
        if case .live(let since) = standing, since.duration(to: now) >= timing.retry.cap { failures = 0 }
        failures += 1
        let backoff =
            switch reason {
            case .notOffered: timing.notOffered
            // One who was forgotten may come back at once.
            case .refused: wasLive ? timing.retry : timing.refused
            case .unreachable, .silent, .malformed: timing.retry
            }
        connecting.set(now.advanced(by: backoff.delay(after: failures, using: &random)))
        return end() + tell(Problem(reason, detail), wasLive)
    }

    /// Leaves the connection, if there is one.
    private mutating func end() -> [Action] {
        guard standing != .apart else { return [] }
        let actions: [Action] = isLive ? [.disconnect, .hurryHeartbeat] : [.disconnect]
        standing = .apart
        pinging.clear()
        answerDue = nil
        allowedSilence = nil
        silenceDue = nil
        return actions
    }

    /// The same trouble is told once.
    private mutating func tell(_ problem: Problem, _ wasLive: Bool) -> [Action] {
        defer { toldReason = problem.reason }
        if wasLive { return [.tell(.lost(problem))] }
        return problem.reason == toldReason ? [] : [.tell(.unavailable(problem))]
    }
}
