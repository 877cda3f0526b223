import EventLoop
import HTTPClient
import JSON
import WebSocket

/// Why there is no live channel, or no longer.
package enum LiveFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The conductor answers, and has no such thing.
    case notOffered(status: Int)
    case unreachable(String)
    case ended(String)
    /// Nothing came for so long.
    case silent(Duration)

    package var description: String {
        switch self {
        case .notOffered(let status): "the conductor offers no live channel: it answered \(status)"
        case .unreachable(let why): why
        case .ended(let why): why
        case .silent(let time): "the conductor was silent for \(time)"
        }
    }
}

/// One connection of the conductor's live channel, Socket.IO: events in, events out.
@LoopActor
package final class LiveConversation {
    package typealias Event = (name: String, payload: JSON)
    /// Events that nobody has taken yet; one more ends the conversation.
    private static let waitingLimit = 100

    private let connection: ByteConnection
    private let webSocket: WebSocketConversation
    private var session = SocketIOSession()
    private var waiting: [Event] = []
    private var failure: LiveFailure?
    /// Wakes whoever waits for something to happen.
    private var waiter: CheckedContinuation<Void, Never>?

    private init(_ connection: ByteConnection, _ webSocket: WebSocketConversation) {
        self.connection = connection
        self.webSocket = webSocket
    }

    /// Connects to the host of `request`, whose path does not count, and waits until events may be sent. Lookups and
    /// handshakes are made on `thread`.
    package static func open(
        _ request: HTTPRequest, on thread: WorkerThread, within patience: Duration
    ) async throws(LiveFailure) -> LiveConversation {
        guard let host = host(of: request.url) else { throw .unreachable("\(request.url) has no host") }
        let connection: ByteConnection
        let conversation: LiveConversation
        do {
            connection = try await ByteConnection.open(request, on: thread)
            let webSocket = try WebSocketConversation(host: host, target: SocketIOSession.target)
            conversation = LiveConversation(connection, webSocket)
            connection.onBytes = { [weak conversation] in conversation?.receive($0) }
            connection.onEnd = { [weak conversation] in conversation?.end(.ended($0)) }
            try connection.start()
        } catch {
            throw .unreachable("\(error)")
        }
        conversation.flush()
        do throws(LiveFailure) {
            try await conversation.wait(within: patience) { $0.session.isConnected }
        } catch {
            conversation.close()
            throw error
        }
        return conversation
    }

    /// What follows the scheme, up to the path.
    private static func host(of url: String) -> String? {
        guard let slashes = url.firstIndex(of: "/"), url[slashes...].hasPrefix("//") else { return nil }
        let host = url[slashes...].dropFirst(2).prefix { $0 != "/" && $0 != "?" }
        return host.isEmpty ? nil : String(host.split(separator: "@").last ?? host)
    }

    package func send(_ name: String, _ payload: JSON) throws(LiveFailure) {
        if let failure { throw failure }
        send(SocketIOSession.message(name, payload))
    }

    /// The next event; nil when none comes within `patience`.
    package func next(within patience: Duration) async throws(LiveFailure) -> Event? {
        do throws(LiveFailure) {
            try await wait(within: patience) { !$0.waiting.isEmpty }
        } catch .silent {
            return nil
        }
        return waiting.removeFirst()
    }

    package func close() {
        connection.close()
        end(.ended("closed"))
    }

    // MARK: Inside

    private func wait(
        within patience: Duration, until isThere: @LoopActor (LiveConversation) -> Bool
    ) async throws(LiveFailure) {
        let end = MonotonicInstant.now.advanced(by: patience)
        while !isThere(self) {
            if let failure { throw failure }
            guard !Task.isCancelled else { throw .ended("given up") }
            let rest = MonotonicInstant.now.duration(to: end)
            guard rest > .zero else { throw .silent(patience) }
            let timer = EventLoop.main.schedule(after: rest) { [weak self] in self?.wake() }
            await withTaskCancellationHandler {
                await withCheckedContinuation { waiter = $0 }
            } onCancel: {
                EventLoop.main.call { [weak self] in self?.wake() }
            }
            timer.cancel()
        }
    }

    private func wake() {
        waiter?.resume()
        waiter = nil
    }

    private func end(_ failure: LiveFailure) {
        self.failure = self.failure ?? failure
        connection.close()
        wake()
    }

    private func receive(_ bytes: [UInt8]) {
        for event in webSocket.receive(bytes) {
            switch event {
            case .opened: break  // Engine.IO says so, too
            case .refused(let status): end(.notOffered(status: status))
            case .ended(let why): end(.ended(why))
            case .text(let text): take(text)
            }
        }
        flush()
    }

    private func take(_ text: String) {
        let (events, replies) = session.receive(text)
        for reply in replies { send(reply) }
        for event in events {
            switch event {
            case .connected: break
            case .ended(let why): end(.ended(why))
            case .event(let name, let payload):
                guard waiting.count < Self.waitingLimit else { return end(.ended("too many events at once")) }
                waiting.append((name, payload))
            }
        }
        wake()
    }

    private func send(_ text: String) {
        do {
            try webSocket.send(text)
        } catch {
            end(.ended("\(error)"))
        }
        flush()
    }

    private func flush() { connection.send(webSocket.takeOutgoing()) }
}
