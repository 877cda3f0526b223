import JSON

/// The client's side of a Socket.IO connection, protocol 5 over Engine.IO 4 and WebSocket, as a value: texts that have
/// come go in, events and texts to be sent come out (https://socket.io/docs/v4/socket-io-protocol/ and
/// …/engine-io-protocol/). One namespace, the main one; no binary events, no acknowledgements.
struct SocketIOSession: Sendable {
    enum Event: Sendable, Equatable {
        /// Events may be sent from now on.
        case connected
        case event(name: String, JSON)
        case ended(String)
    }

    static let target = "/socket.io/?EIO=4&transport=websocket"

    private(set) var isConnected = false

    /// What a message means, and what is to be answered.
    mutating func receive(_ text: String) -> (events: [Event], replies: [String]) {
        switch text.first {
        case "0": return ([], ["40"])  // Engine.IO is open: ask for the main namespace
        case "1": return ([.ended("the conductor has closed the channel")], [])
        case "2": return ([], ["3" + text.dropFirst()])  // ping, pong
        case "4": return (packet(text.dropFirst()), [])
        default: return ([], [])  // pong, upgrade, noop: nothing that was asked for
        }
    }

    private mutating func packet(_ text: Substring) -> [Event] {
        switch text.first {
        case "0":
            isConnected = true
            return [.connected]
        case "1": return [.ended("the conductor has left the channel")]
        case "2": return event(text.dropFirst()).map { [$0] } ?? []
        case "4":
            let message = (try? JSON(parsing: String(text.dropFirst())))?["message"]?.string
            return [.ended("the conductor refuses the channel: \(message ?? "it does not say why")")]
        default: return []  // acknowledgements and binary events
        }
    }

    /// `["name", payload…]`, after the number of an acknowledgement that is wanted, if any. What is no event is nothing.
    private func event(_ text: Substring) -> Event? {
        let array = text.drop { $0.isASCII && $0.isNumber }
        guard let json = try? JSON(parsing: String(array)), let name = json[0]?.string else { return nil }
        return .event(name: name, json[1] ?? .null)
    }

    static func message(_ name: String, _ payload: JSON) -> String { "42" + JSON.array([.string(name), payload]).text }
}
