import EventLoop
import Glibc
import JSON
import LogOutput

/// Answers calls on a listening Unix socket.
@LoopActor
package final class IPCServer {
    /// How a request is answered; call it once. Later calls, and calls after the peer has gone, do nothing.
    package typealias Reply = @LoopActor (Result<JSON, RPCError>) -> Void
    /// A method: gets the parameters (an object, an array, or null) and the caller.
    package typealias Handler = @LoopActor (JSON, IPCPeer, @escaping Reply) -> Void

    private static let requestIDLimit = 128

    private let limits: IPCLimits
    private var handlers: [String: Handler] = [:]
    private var acceptor: Acceptor?
    private let listener: Int32
    private var peers: [ObjectIdentifier: IPCPeer] = [:]
    private let onPeerClosed: @LoopActor (PeerCredentials?, IPCCloseReason) -> Void
    /// How many connections are open.
    package var connectionCount: Int { peers.count }

    /// Serves `listener`, a non-blocking listening socket that stays the caller's.
    /// - Parameter onPeerClosed: Hears why a connection was refused or ended, for the log.
    package init(
        listener: Int32, limits: IPCLimits = IPCLimits(),
        onPeerClosed: @escaping @LoopActor (PeerCredentials?, IPCCloseReason) -> Void = { _, _ in }
    ) {
        self.listener = listener
        self.limits = limits
        self.onPeerClosed = onPeerClosed
    }

    isolated deinit {
        acceptor?.stop()
        for peer in peers.values { peer.connection.close() }
    }

    /// Answers `method` with `handler`.
    package func on(_ method: String, _ handler: @escaping Handler) { handlers[method] = handler }

    /// Answers `method` with an asynchronous function.
    package func onAsync(_ method: String, _ body: @escaping @LoopActor (JSON, IPCPeer) async throws -> JSON) {
        on(method) { params, peer, reply in
            // The reply waits for this task; when the peer goes first, its answer is dropped.
            Task { @LoopActor in
                do {
                    reply(.success(try await body(params, peer)))
                } catch let error as RPCError {
                    reply(.failure(error))
                } catch let error as DecodingError {
                    reply(.failure(.invalidParams(error.explanation)))
                } catch {
                    reply(.failure(.internalError("\(error)")))
                }
            }
        }
    }

    /// Begins to accept. What connected before waits in the backlog.
    package func start() throws(SystemError) {
        let acceptor = Acceptor(
            listener, onConnection: { [weak self] in self?.admit($0) },
            onFailure: { [weak self] in self?.onPeerClosed(nil, .failed($0)) })
        try acceptor.start()
        self.acceptor = acceptor
    }

    /// Stops accepting and closes every connection; the listener stays open for whoever serves it next.
    package func stop() {
        acceptor?.stop()
        for peer in peers.values { peer.connection.close() }
        peers = [:]
    }

    /// Sends a notification to every peer that subscribed to `topic`.
    package func publish(_ topic: String, _ params: JSON) {
        for peer in peers.values where peer.topics.contains(topic) {
            peer.connection.send(.notification(method: topic, params: params))
        }
    }

    private func admit(_ descriptor: Int32) {
        let credentials: PeerCredentials
        do throws(SystemError) {
            credentials = try UnixSocket.peer(of: descriptor)
        } catch {
            close(descriptor)
            return onPeerClosed(nil, .failed(error))
        }
        let isAllowed = credentials.mayTalk(toDaemonOf: geteuid())
        if isAllowed, peers.count >= limits.connections { displaceIdle() }
        guard isAllowed, peers.count < limits.connections else {
            close(descriptor)
            let refusal = SystemError("accept", "user \(credentials.userID)", errno: isAllowed ? EMFILE : EACCES)
            return onPeerClosed(credentials, .failed(refusal))
        }
        let connection = IPCConnection(descriptor: descriptor, limits: limits)
        let peer = IPCPeer(connection: connection, credentials: credentials)
        peers[ObjectIdentifier(peer)] = peer
        connection.onMessage = { [weak self, weak peer] in
            guard let self, let peer else { return }
            self.handle($0, from: peer)
        }
        connection.onPeerFinished = { [weak peer] in peer?.hasFinished = true }
        connection.onClose = { [weak self, weak peer] reason in
            guard let self, let peer else { return }
            self.peers[ObjectIdentifier(peer)] = nil
            self.onPeerClosed(credentials, reason)
        }
        connection.start()
    }

    /// So many idle connections must not keep an operator out. Those that wait for something, an answer or news, stay
    /// if there are others.
    private func displaceIdle() {
        let idle = peers.values.filter(\.isIdle)
        let candidates = idle.contains { $0.topics.isEmpty } ? idle.filter { $0.topics.isEmpty } : idle
        candidates.min { $0.lastUse < $1.lastUse }?.connection.displace()
    }

    private func handle(_ message: Result<RPCMessage, RPCError>, from peer: IPCPeer) {
        peer.lastUse = .now
        switch message {
        case .failure(let error):
            peer.connection.send(.response(id: .null, .failure(error)))
        case .success(.request(let id, let method, let params, let requestID)):
            guard peer.begin(id, limit: limits.pendingRequests) else {
                let error = RPCError.invalidRequest("this id is in use, or too many requests are unanswered")
                return peer.connection.send(.response(id: id, .failure(error)))
            }
            guard let handler = handlers[method] else {
                return peer.finish(id, .failure(.methodNotFound(method)))
            }
            // A task that the handler begins has it too.
            LogContext.$requestID.withValue(requestID.map { String($0.prefix(Self.requestIDLimit)) }) {
                handler(params, peer) { [weak peer] result in peer?.finish(id, result) }
            }
        case .success(.notification(let method, let params)):
            handlers[method]?(params, peer) { _ in }
        case .success(.response):
            break  // a server asks nothing
        }
    }
}

/// One caller of a server.
@LoopActor
package final class IPCPeer {
    let connection: IPCConnection
    package let credentials: PeerCredentials
    var topics: Set<String> = []
    var lastUse = MonotonicInstant.now
    /// Whether nothing that it has asked for is unanswered.
    var isIdle: Bool { pending.isEmpty }
    private var pending: Set<JSON> = []
    var hasFinished = false {
        didSet { closeIfDone() }
    }

    init(connection: IPCConnection, credentials: PeerCredentials) {
        self.connection = connection
        self.credentials = credentials
    }

    /// From now on this peer gets the notifications of `topic`.
    package func subscribe(to topic: String) { topics.insert(topic) }

    func begin(_ id: JSON, limit: Int) -> Bool { pending.count < limit && pending.insert(id).inserted }

    func finish(_ id: JSON, _ result: Result<JSON, RPCError>) {
        guard pending.remove(id) != nil else { return }
        connection.send(.response(id: id, result))
        closeIfDone()
    }

    /// A peer that closed its sending side still gets the answers it asked for, then the connection ends.
    private func closeIfDone() {
        if hasFinished, pending.isEmpty { connection.closeWhenSent() }
    }
}
