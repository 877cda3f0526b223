import EventLoop
import JSON
import NodeProtocol

/// An event as it is kept: with its data as text, which takes a fraction of the room.
struct KeptEvent: Sendable {
    let number: Int
    let kind: NodeEvent.Kind
    /// JSON.
    let data: String
    let at: Int64
    let stamp: MonotonicInstant

    /// - Parameter number: Counts the events of this process.
    init(_ event: NodeEvent, number: Int) {
        self.number = number
        kind = event.kind
        data = event.data.text
        at = Timestamp.nowMilliseconds
        stamp = .now
    }
}
