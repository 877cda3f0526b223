import EventLoop
import HTTPServer
import JSON
import Synchronization

/// What has happened lately, and the streams that tell it.
///
/// There is one list for all: the newest ``capacity`` events. A stream is no more than a position in it, so a client
/// that reads slowly costs nothing; one that has fallen behind the oldest event is dropped, and told so when it comes
/// back with the id of its last event. Ids are `<process>-<number>`: a number of another process means nothing here.
package final class EventFeed: Sendable {
    static let capacity = 1000
    static let streamLimit = 64
    /// Of one peer, so that none takes all; but not of this machine, where a proxy may stand for everybody.
    static let streamsPerPeer = 16
    /// More than this is sent in several pieces.
    private static let pieceLimit = 64 * 1024

    private struct State {
        var events: [KeptEvent] = []
        var lastNumber = 0
        var streams: [ObjectIdentifier: Stream] = [:]

        var oldestNumber: Int { lastNumber - events.count + 1 }
    }

    /// What is known of one stream.
    private struct Stream {
        let peer: PeerAddress
        /// The number of the event that is sent next.
        var position: Int
        /// Sent before anything else.
        var opening: String?
        var isCommentDue = false
        var waiter: CheckedContinuation<[UInt8]?, Never>?
    }

    private let state = Mutex(State())
    /// Tells this process from every other that serves events.
    private let process: String

    /// - Parameter generation: Of this process.
    package init(generation: Int, started: MonotonicInstant = .now) {
        process = "\(generation).\(String(started.nanoseconds, radix: 36))"
    }

    /// Whether anybody listens.
    package var hasStreams: Bool { state.withLock { !$0.streams.isEmpty } }

    /// How many events there have been.
    var lastNumber: Int { state.withLock(\.lastNumber) }

    func publish(_ event: NodeEvent) {
        wake { state in
            state.lastNumber += 1
            state.events.append(KeptEvent(event, number: state.lastNumber))
            if state.events.count > Self.capacity { state.events.removeFirst(state.events.count - Self.capacity) }
        }
    }

    /// Sends each stream a comment, so that whoever stands between client and server does not take it for dead.
    package func keepAlive() {
        wake { state in
            for id in state.streams.keys { state.streams[id]?.isCommentDue = true }
        }
    }

    /// Whose streams are too many.
    package enum Full: Error, Equatable { case forPeer, forAll }

    /// A stream of what happens from now on; after an id of this process, also of what happened since. Throws when
    /// there are ``streamLimit`` already, or ``streamsPerPeer`` of this peer.
    func follow(after lastID: String?, for peer: PeerAddress) throws(Full) -> any HTTPStreamSource {
        let source = FeedStream(feed: self)
        return try state.withLock { state throws(Full) in
            guard state.streams.count < Self.streamLimit else { throw .forAll }
            guard peer.isLoopback || state.streams.values.count(where: { $0.peer == peer }) < Self.streamsPerPeer
            else { throw .forPeer }
            var stream = Stream(peer: peer, position: state.lastNumber + 1)
            // Tells the client where it is also while nothing happens: an event without data is not dispatched.
            let here = "retry: 1000\nid: \(process)-\(state.lastNumber)\n\n"
            if let lastID, let number = number(of: lastID, in: state) {
                stream.position = number + 1
                stream.opening = "retry: 1000\n\n"
            } else if lastID != nil {
                let data: JSON = ["reason": "the events since then are not known any more"]
                stream.opening = here + NodeEvent.text(.reset, id: "\(process)-\(state.lastNumber)", data: data.text)
            } else {
                stream.opening = here
            }
            state.streams[ObjectIdentifier(source)] = stream
            return source
        }
    }

    /// The number of an event after which everything is still here; nil for any other.
    private func number(of id: String, in state: State) -> Int? {
        guard id.hasPrefix(process + "-"), let number = Int(id.dropFirst(process.utf8.count + 1)) else { return nil }
        return (state.oldestNumber - 1...state.lastNumber).contains(number) ? number : nil
    }

    // MARK: What is past

    /// The id of the newest event.
    var lastEventID: String { state.withLock { "\(process)-\($0.lastNumber)" } }

    /// The newest events, or those before one, the newest first; when the oldest of all that are kept was; and the id of
    /// the newest of all. Throws ``EventHistory/Fault``.
    func past(
        before position: EventHistory.Position?, count: Int
    ) throws -> (entries: [EventHistory.Entry], oldest: MonotonicInstant?, lastEventID: String) {
        try state.withLock { state in
            var end = state.events.endIndex
            if case .event(let id) = position {
                let parts = id.split(separator: "-")
                guard parts.count == 2, let number = Int(parts[1]), number > 0 else { throw EventHistory.Fault.unknown }
                guard parts[0] == process else { throw EventHistory.Fault.expired }
                guard number <= state.lastNumber else { throw EventHistory.Fault.unknown }
                guard number >= state.oldestNumber else { throw EventHistory.Fault.expired }
                end = number - state.oldestNumber
            }
            let entries = state.events[..<end].suffix(count).reversed().map { event in
                let id = "\(process)-\(event.number)"
                return EventHistory.Entry(
                    id: id, kind: event.kind.rawValue, at: Timestamp.string(unixMilliseconds: event.at),
                    data: event.data, position: .event(id))
            }
            return (entries, state.events.first?.stamp, "\(process)-\(state.lastNumber)")
        }
    }

    // MARK: What streams ask

    fileprivate func next(for source: FeedStream) async -> [UInt8]? {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state -> Piece in
                let piece = piece(for: ObjectIdentifier(source), &state)
                if case .nothing = piece { state.streams[ObjectIdentifier(source)]?.waiter = continuation }
                return piece
            }
            switch ready {
            case .nothing: break
            case .some(let bytes): continuation.resume(returning: bytes)
            case .end: continuation.resume(returning: nil)
            }
        }
    }

    fileprivate func end(_ source: FeedStream) {
        let stream = state.withLock { $0.streams.removeValue(forKey: ObjectIdentifier(source)) }
        stream?.waiter?.resume(returning: nil)
    }

    private enum Piece {
        case nothing
        case some([UInt8])
        case end
    }

    private func piece(for id: ObjectIdentifier, _ state: inout State) -> Piece {
        guard let stream = state.streams[id], stream.position >= state.oldestNumber else { return .end }
        var text = stream.opening ?? ""
        var position = stream.position
        while position <= state.lastNumber, text.utf8.count < Self.pieceLimit {
            let event = state.events[position - state.oldestNumber]
            text += NodeEvent.text(event.kind, id: "\(process)-\(position)", data: event.data)
            position += 1
        }
        if text.isEmpty, stream.isCommentDue { text = ": keep-alive\n\n" }
        guard !text.isEmpty else { return .nothing }
        state.streams[id] = Stream(peer: stream.peer, position: position)
        return .some(Array(text.utf8))
    }

    /// Changes something, and gives every stream that waits what there is for it now.
    private func wake(_ change: (inout State) -> Void) {
        let ready = state.withLock { state in
            change(&state)
            var ready: [(CheckedContinuation<[UInt8]?, Never>, [UInt8]?)] = []
            for (id, stream) in state.streams {
                guard let waiter = stream.waiter else { continue }
                switch piece(for: id, &state) {
                case .nothing: break
                case .some(let bytes): ready.append((waiter, bytes))
                case .end:
                    state.streams[id]?.waiter = nil
                    ready.append((waiter, nil))
                }
            }
            return ready
        }
        for (waiter, bytes) in ready { waiter.resume(returning: bytes) }
    }
}

/// One client's stream.
private final class FeedStream: HTTPStreamSource {
    private let feed: EventFeed

    init(feed: EventFeed) { self.feed = feed }

    func next() async -> [UInt8]? { await feed.next(for: self) }
    func end() { feed.end(self) }
}
