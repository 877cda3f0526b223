import Conductor
import EventLoop
import NodeProtocol

extension LiveLink {
    /// Whom to register, and where: as the node is registered over HTTP.
    package struct Node: Sendable, Equatable {
        package var conductorURL: String
        package var id: WorkerID
        package var address: NodeAddress

        package init(conductorURL: String, id: WorkerID, address: NodeAddress) {
            self.conductorURL = conductorURL
            self.id = id
            self.address = address
        }

        /// Nil unless the node is registered.
        package init?(_ status: ConductorStatus) {
            guard status.registered, let id = status.workerID.flatMap(WorkerID.init) else { return nil }
            let address = NodeAddress(hostname: status.hostname, ipAddress: status.ipAddress)
            self.init(conductorURL: status.conductorURL, id: id, address: address)
        }
    }

    /// What has happened.
    package enum Event: Sendable {
        /// Time has passed.
        case tick
        /// Who the node is from now on; nil while it is not registered.
        case nodeKnown(Node?)
        case received(SocketIOPacket)
        /// The conductor's answer to the WebSocket handshake, which is none.
        case handshakeRefused(status: Int)
        /// There is no connection, or no longer.
        case lost(String)
    }

    /// What is to be done.
    package enum Action: Sendable, Equatable {
        case connect(Node)
        case send(String)
        case register(Node)
        case ping
        case disconnect
        /// The conductor takes the end of a connection for the end of the node: it must hear a heartbeat.
        case hurryHeartbeat
        case tell(Notice)
    }

    /// A change of state, for the log.
    package enum Notice: Sendable, Equatable {
        case open(Node)
        case lost(Problem)
        case unavailable(Problem)
    }

    /// Why there is no channel.
    package struct Problem: Sendable, Equatable {
        package enum Reason: String, Sendable {
            case notOffered = "not_offered"
            case unreachable
            /// What was due has not come.
            case silent
            /// The conductor does not want this node on its channel.
            case refused
            case malformed
        }
        package var reason: Reason
        package var detail: String

        package init(_ reason: Reason, _ detail: String) {
            self.reason = reason
            self.detail = detail
        }
    }

    /// How often, and how patiently.
    package struct Timing: Sendable {
        /// Between pings. The conductor forgets one who has sent none for a minute.
        package var ping: Duration
        /// How long until the node is registered, counted from the beginning of a connection; and until a ping is
        /// answered.
        package var answer = Duration.seconds(15)
        package var retry = Backoff(base: .seconds(1), cap: .seconds(60))
        /// After a refusal, which time alone does not mend.
        package var refused = Backoff(base: .seconds(30), cap: .seconds(300), fixedShare: 0.5)
        /// Until a conductor without the channel is asked again.
        package var notOffered = Backoff(base: .seconds(600), cap: .seconds(600), fixedShare: 0.9)

        package init(heartbeat: Duration) { ping = min(heartbeat, .seconds(30)) }
    }
}
