import EventLoop
import JSON
import LogOutput

/// Why a call has no answer.
package enum IPCCallError: Error, Equatable, CustomStringConvertible, Sendable {
    /// Nobody serves the socket.
    case unreachable(SystemError)
    /// The connection ended before the answer came.
    case disconnected(IPCCloseReason)
    /// The answer did not come in time.
    case deadlineExceeded(method: String, Duration)
    /// The peer answered with an error.
    case refused(RPCError)
    /// The answer is not of the shape that the method promises.
    case malformedAnswer(method: String, reason: String)

    package var description: String {
        switch self {
        case .unreachable(let error): "unreachable: \(error)"
        case .disconnected(let reason): "disconnected: \(reason)"
        case .deadlineExceeded(let method, let deadline): "\(method) was not answered within \(deadline)"
        case .refused(let error): error.message
        case .malformedAnswer(let method, let reason): "\(method) was answered in the wrong shape: \(reason)"
        }
    }
}

/// Calls the server at one Unix socket. Connects when first needed, and again after the connection was lost.
@LoopActor
package final class IPCClient {
    package nonisolated static let standardDeadline = Duration.seconds(2)

    private let path: String
    /// Whose socket it is: the name of its file.
    private let peer: String
    private let limits: IPCLimits
    private let deadline: Duration
    private var connection: IPCConnection?
    private var lastID: Int64 = 0
    private var pending: [Int64: CheckedContinuation<JSON, any Error>] = [:]
    private var notificationHandlers: [String: @LoopActor (JSON) -> Void] = [:]
    private var subscriptions: [(method: String, params: JSON)] = []
    private var retry: LoopTimer?
    private var retryDelay = Duration.milliseconds(50)

    /// Hears of each change: connected (nil), or why not.
    package var onConnectionChange: (@LoopActor (IPCCallError?) -> Void)?

    /// - Parameter deadline: How long an answer may take when the caller does not say.
    package nonisolated init(
        path: String, limits: IPCLimits = IPCLimits(), deadline: Duration = IPCClient.standardDeadline
    ) {
        self.path = path
        peer = path.split(separator: "/").last.map { String($0.prefix { $0 != "." }) } ?? path
        self.limits = limits
        self.deadline = deadline
    }

    package var isConnected: Bool { connection != nil }

    /// Calls `method` and waits for its result. Throws ``IPCCallError``.
    package func call(
        _ method: String, _ params: JSON = .object([:]), deadline: Duration? = nil
    ) async throws -> JSON {
        let begin = MonotonicInstant.now
        do {
            let answer = try await ask(method, params, deadline)
            IPCMetrics.note(peer, method, since: begin, hasFailed: false)
            return answer
        } catch {
            IPCMetrics.note(peer, method, since: begin, hasFailed: true)
            throw error
        }
    }

    private func ask(_ method: String, _ params: JSON, _ deadline: Duration?) async throws -> JSON {
        let deadline = deadline ?? self.deadline
        let connection: IPCConnection
        do throws(SystemError) {
            connection = try connected()
        } catch {
            throw IPCCallError.unreachable(error)
        }
        lastID += 1
        let id = lastID
        let timer = EventLoop.main.schedule(after: deadline) { [weak self] in
            self?.finish(id, .failure(.deadlineExceeded(method: method, deadline)))
        }
        defer { timer.cancel() }
        return try await withCheckedThrowingContinuation { continuation in
            pending[id] = continuation
            connection.send(
                .request(id: .int(id), method: method, params: params, requestID: LogContext.requestID))
        }
    }

    /// Calls `method`, whose notifications go to `handler`, now and after every reconnection; keeps trying to connect.
    package func subscribe(
        _ method: String, _ params: JSON = .object([:]), topic: String, _ handler: @escaping @LoopActor (JSON) -> Void
    ) {
        notificationHandlers[topic] = handler
        subscriptions.append((method, params))
        if let connection { request(method, params, on: connection) } else { reconnect() }
    }

    /// Ends the connection and every attempt at one.
    package func close() {
        subscriptions = []
        retry?.cancel()
        connection?.close()
    }

    private func connected() throws(SystemError) -> IPCConnection {
        if let connection { return connection }
        let connection = IPCConnection(descriptor: try UnixSocket.connect(to: path), limits: limits)
        self.connection = connection
        connection.onMessage = { [weak self] in self?.handle($0) }
        connection.onClose = { [weak self] in self?.disconnected($0) }
        connection.start()
        retryDelay = .milliseconds(50)
        onConnectionChange?(nil)
        for subscription in subscriptions { request(subscription.method, subscription.params, on: connection) }
        return connection
    }

    private func request(_ method: String, _ params: JSON, on connection: IPCConnection) {
        lastID += 1
        connection.send(.request(id: .int(lastID), method: method, params: params))
    }

    private func handle(_ message: Result<RPCMessage, RPCError>) {
        switch message {
        case .success(.response(let id, let result)):
            guard case .int(let number) = id else { return }
            finish(number, result.mapError { .refused($0) })
        case .success(.notification(let method, let params)):
            notificationHandlers[method]?(params)
        case .success(.request), .failure:
            connection?.close()  // a server that asks, or that does not speak JSON-RPC, is not ours
        }
    }

    private func finish(_ id: Int64, _ result: Result<JSON, IPCCallError>) {
        pending.removeValue(forKey: id)?.resume(with: result.mapError { $0 as any Error })
    }

    private func disconnected(_ reason: IPCCloseReason) {
        connection = nil
        onConnectionChange?(.disconnected(reason))
        for id in pending.keys { finish(id, .failure(.disconnected(reason))) }
        if !subscriptions.isEmpty { scheduleReconnection() }
    }

    private func reconnect() {
        do throws(SystemError) {
            _ = try connected()
        } catch {
            onConnectionChange?(.unreachable(error))
            scheduleReconnection()
        }
    }

    private func scheduleReconnection() {
        retry?.cancel()
        retry = EventLoop.main.schedule(after: retryDelay) { [weak self] in
            guard let self, self.connection == nil, !self.subscriptions.isEmpty else { return }
            self.reconnect()
        }
        retryDelay = min(retryDelay * 2, .seconds(5))
    }
}
