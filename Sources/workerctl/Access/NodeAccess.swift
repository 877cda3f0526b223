import Doctor
import EventLoop
import JSON
import NodeProtocol

/// The way to a node: the sockets of this machine, or the HTTP API of another. Commands are written for both.
@LoopActor
protocol NodeAccess: AnyObject, Sendable {
    /// Has one of the node's methods done, of the supervisor for nil. Throws ``CommandFailure``.
    /// - Parameters:
    ///   - name: An `RPCMethod`'s.
    ///   - deadline: For the answer; nil for the usual one.
    func call(_ subsystem: Subsystem?, _ name: String, _ params: JSON, deadline: Duration?) async throws -> JSON

    /// What is kept of the output of a daemon, or of the supervisor: from `position` on, or else the last `tail` lines, all
    /// for nil. Over a network one who comes back waits for lines that come. Throws ``CommandFailure``.
    func output(of name: String, after position: Int?, tail: Int?) async throws -> KeptOutput.Piece

    /// The starts of a daemon that are known, newest first.
    func starts(of subsystem: Subsystem) async throws -> [SubsystemStart]

    /// What has happened lately, the newest first, 500 events at most. Throws ``CommandFailure``.
    func pastEvents() async throws -> [PastEvent]

    /// Hears of what happens from now on, also after the node was lost and has come back.
    func follow(
        onConnection: @escaping @LoopActor (_ failure: String?) -> Void,
        _ handler: @escaping @LoopActor (NodeOccurrence) -> Void
    ) async throws

    func diagnosis() async throws -> Diagnosis

    /// The node's settings as they are in force, secrets masked.
    func settings() async throws -> JSON

    /// Texts that must not be shown to anybody, as far as they are known here.
    /// - Parameter supervisor: Its process id, when it runs.
    func secrets(of supervisor: Int32?) -> [String]
}

/// Something that happens on a node.
enum NodeOccurrence: Sendable {
    /// A `SubsystemStatus`.
    case subsystem(JSON)
    /// A `ServiceStatus`.
    case service(JSON)
    /// The link to the conductor.
    case conductor(JSON)
    /// What happened in between is not known.
    case gap
}

extension NodeOccurrence {
    /// Nil for what is told otherwise, or is of a later version.
    init?(_ event: PastEvent) {
        switch event.event {
        case "subsystem": self = .subsystem(event.data)
        case "service": self = .service(event.data)
        case "conductor": self = .conductor(event.data)
        default: return nil
        }
    }

    /// As a line of JSON: a subsystem as it is, what else there is under its name.
    var json: JSON {
        switch self {
        case .subsystem(let json): json
        case .service(let json): ["service": json]
        case .conductor(let json): ["conductor": json]
        case .gap: ["gap": true]
        }
    }
}
