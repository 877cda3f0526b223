import IPC
import JSON

/// Something that has happened on the node, as apid keeps it.
package struct PastEvent: Codable, Sendable, Equatable {
    package var id: String
    /// `subsystem`, `conductor`, `service`, or `start` for a daemon's start from before apid's own.
    package var event: String
    /// ISO-8601 UTC.
    package var at: String
    package var data: JSON

    package init(id: String, event: String, at: String, data: JSON) {
        self.id = id
        self.event = event
        self.at = at
        self.data = data
    }
}

/// What apid answers.
package enum EventMethods {
    /// The newest events, the newest first: as many as are asked for, 500 at most, and no more than fit into an answer.
    package enum Past: RPCMethod {
        package struct Params: Codable, Sendable, Equatable {
            package var limit: Int
            package init(limit: Int) { self.limit = limit }
        }
        package struct Answer: Codable, Sendable, Equatable {
            package var events: [PastEvent]
            package init(events: [PastEvent]) { self.events = events }
        }
        package static let name = "events.past"
    }
}
