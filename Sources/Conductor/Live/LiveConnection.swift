import EventLoop
import HTTPClient
import JSON
import WebSocket

/// One connection of the conductor's live channel: a WebSocket over what libcurl connects, with the conductor's
/// authorities, certificate and proxy.
@LoopActor
package final class LiveConnection {
    package enum Event: Sendable, Equatable {
        case received(SocketIOPacket)
        /// The conductor's answer to the WebSocket handshake, which is none.
        case refused(status: Int)
        case ended(String)
    }

    /// Below the conductor's URL.
    private static let target = "/socket.io/?EIO=4&transport=websocket"

    private let access: ConductorAccess
    private var bytes: ByteConnection?
    private var webSocket: WebSocketConversation?
    private let onEvent: @LoopActor (Event) -> Void

    private init(_ access: ConductorAccess, _ onEvent: @escaping @LoopActor (Event) -> Void) {
        self.access = access
        self.onEvent = onEvent
    }

    /// Connects to `url` and sends the WebSocket handshake; all else comes as events. Cancelling the task ends the
    /// attempt.
    /// - Parameter onEvent: Hears of everything but what ``close()`` does; of nothing after `refused` or `ended`.
    package static func open(
        _ url: String, _ access: ConductorAccess, onEvent: @escaping @LoopActor (Event) -> Void
    ) async throws(HTTPClientError) -> LiveConnection {
        var base = Substring(url)
        while base.hasSuffix("/") { base.removeLast() }
        guard let (host, path) = hostAndPath(of: base) else { throw .badURL("it has no host") }
        let live = LiveConnection(access, onEvent)
        live.bytes = try await ByteConnection.open(
            access.request("GET", base: String(base)), onBytes: { [weak live] in live?.receive($0) },
            onEnd: { [weak live] in live?.end(.ended($0)) })
        do {
            live.webSocket = try WebSocketConversation(host: host, target: path + Self.target)
        } catch {
            throw .unavailable("\(error)")
        }
        live.flush()
        return live
    }

    private static func hostAndPath(of url: Substring) -> (host: String, path: String)? {
        guard let slashes = url.firstIndex(of: "/") else { return nil }
        let rest = url[slashes...].drop { $0 == "/" }
        let host = rest.prefix { $0 != "/" }
        return host.isEmpty ? nil : (String(host), String(rest.dropFirst(host.count)))
    }

    package func register(_ registration: ConductorClient.Registration) {
        send(SocketIOPacket.event("worker:register", registration.body(access.token)))
    }

    /// - Parameter resources: The newest report. Without one the member is left out: an empty report would replace what
    ///   the conductor has.
    package func ping(_ resources: JSON?) {
        var members: [String: JSON] = ["timestamp": .string(Timestamp.now())]
        members["resources"] = resources
        send(SocketIOPacket.event("worker:ping", .object(members)))
    }

    package func send(_ packet: String) {
        do {
            try webSocket?.send(packet)
        } catch {
            return end(.ended("\(error)"))
        }
        flush()
    }

    package func close() {
        bytes?.close()
        bytes = nil
        webSocket = nil
    }

    private func receive(_ received: [UInt8]) {
        guard let events = webSocket?.receive(received) else { return }
        flush()
        for event in events {
            guard bytes != nil else { return }
            switch event {
            case .opened: break  // Engine.IO's own opening follows
            case .refused(let status): end(.refused(status: status))
            case .ended(let why): end(.ended(why))
            case .text(let text): onEvent(.received(SocketIOPacket(text)))
            }
        }
    }

    private func flush() {
        do {
            if let outgoing = try webSocket?.takeOutgoing(), !outgoing.isEmpty { bytes?.send(outgoing) }
        } catch {
            end(.ended("\(error)"))
        }
    }

    private func end(_ event: Event) {
        guard bytes != nil else { return }
        close()
        onEvent(event)
    }
}
