import JSON

/// What comes on a Socket.IO connection, protocol 5 over Engine.IO 4 and WebSocket, one packet a message
/// (https://socket.io/docs/v4/engine-io-protocol/ and …/socket-io-protocol/). Only the main namespace; no binary events,
/// no acknowledgements.
package enum SocketIOPacket: Sendable, Equatable {
    /// Engine.IO is open. The server sends a ping each `pingInterval`; one that is late by `pingTimeout` is gone.
    case open(pingInterval: Duration, pingTimeout: Duration)
    /// To be answered with ``pong(_:)``.
    case ping(String)
    /// In the namespace: events may be sent.
    case connected
    case event(name: String, JSON)
    /// The server does not let us in.
    case refused(String)
    /// The server has closed Engine.IO or left the namespace.
    case closed
    /// Allowed, and nothing that was asked for.
    case other
    /// Of neither protocol.
    case malformed

    package static let connect = "40"

    package static func pong(_ data: String) -> String { "3" + data }

    package static func event(_ name: String, _ payload: JSON) -> String {
        "42" + JSON.array([.string(name), payload]).text
    }

    package init(_ text: String) {
        let rest = text.dropFirst()
        switch text.first {
        case "0": self = Self.opening(rest)
        case "1": self = .closed
        case "2": self = .ping(String(rest))
        case "3", "5", "6": self = .other  // pong, upgrade, noop
        case "4": self = Self.message(rest)
        case _: self = .malformed
        }
    }

    private static func opening(_ text: Substring) -> SocketIOPacket {
        let handshake = try? JSON(parsing: String(text))  // what is no JSON is told as malformed
        guard let interval = milliseconds(handshake?["pingInterval"]),
            let timeout = milliseconds(
                handshake?["pingTimeout"])
        else { return .malformed }
        return .open(pingInterval: interval, pingTimeout: timeout)
    }

    /// Up to a day.
    private static func milliseconds(_ json: JSON?) -> Duration? {
        guard let number = json?.int, (1...86_400_000).contains(number) else { return nil }
        return .milliseconds(number)
    }

    private static func message(_ text: Substring) -> SocketIOPacket {
        let rest = text.dropFirst()
        switch text.first {
        case "0": return .connected
        case "1": return .closed
        case "2": return event(rest)
        case "3", "5", "6": return .other  // acknowledgements and binary events
        case "4":
            let answer = try? JSON(parsing: String(rest))  // a reason is not obligatory
            return .refused(answer?["message"]?.string ?? "it does not say why")
        case _: return .malformed
        }
    }

    /// `["name", payload…]`, after the number of the acknowledgement that is wanted, if any.
    private static func event(_ text: Substring) -> SocketIOPacket {
        let array = text.drop { $0.isASCII && $0.isNumber }
        guard let json = try? JSON(parsing: String(array)), let name = json[0]?.string else { return .malformed }
        return .event(name: name, json[1] ?? .null)
    }
}
