import JSON

/// Something that happened on the node, as `GET /events` tells it.
package struct NodeEvent: Sendable, Equatable {
    package enum Kind: String, Sendable {
        /// A daemon changed its state: its `SubsystemStatus`.
        case subsystem
        /// The conductor is reached, or no more: `{"status":"online"|"offline","registered","worker_id","reason","conductor_url"}`.
        case conductor
        /// A service changed: its `ServiceStatus`, without its configuration.
        case service
        /// What happened since the client's last event is not known here: it should ask for the whole anew.
        case reset
    }
    package let kind: Kind
    package let data: JSON

    /// HTML standard, section 9.2.5: one event of a text/event-stream. JSON text has no line breaks of its own.
    static func text(_ kind: Kind, id: String, data: String) -> String {
        "event: \(kind.rawValue)\nid: \(id)\ndata: \(data)\n\n"
    }
}
