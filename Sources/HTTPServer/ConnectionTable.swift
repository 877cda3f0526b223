import CLinux
import NIOCore
import Synchronization

/// A server's connections: who may have one more, who makes way for it, and who has had their time.
///
/// Touched on the server's event loop alone, but for its count.
final class ConnectionTable {
    private let limits: HTTPLimits
    private let count: ConnectionCount
    private var connections: [ObjectIdentifier: HTTPConnection] = [:]
    private var perPeer: [PeerAddress: Int] = [:]
    private var isLooking = false
    /// The most connections that there were since memory was last given back.
    private var crowd = 0
    private var emptied: [EventLoopPromise<Void>] = []

    init(_ limits: HTTPLimits, _ count: ConnectionCount) {
        self.limits = limits
        self.count = count
    }

    /// Takes a new connection in; throws 503 when it has to go.
    func admit(_ connection: HTTPConnection) throws(HTTPFault) {
        if let peer = connection.peer, !peer.isLoopback {
            guard perPeer[peer, default: 0] < limits.connectionsPerPeer else {
                throw HTTPFault(
                    503, "There are \(limits.connectionsPerPeer) connections from your address already",
                    headers: ["Retry-After": "10"])
            }
        }
        if connections.count >= limits.connections { try makeWay() }
        connections[ObjectIdentifier(connection)] = connection
        crowd = max(crowd, connections.count)
        if let peer = connection.peer { perPeer[peer, default: 0] += 1 }
        count.value.store(connections.count, ordering: .relaxed)
        look(on: connection.loop)
    }

    func remove(_ connection: HTTPConnection) {
        guard connections.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return }
        if let peer = connection.peer {
            let left = perPeer[peer, default: 1] - 1
            perPeer[peer] = left == 0 ? nil : left
        }
        count.value.store(connections.count, ordering: .relaxed)
        guard connections.isEmpty else { return }
        for promise in emptied { promise.succeed() }
        emptied = []
    }

    /// The connection that waits for its client goes, of several that which would be missed least.
    private func makeWay() throws(HTTPFault) {
        let least = connections.values.compactMap { connection in connection.rank.map { ($0, connection) } }
            .min { $0.0 != $1.0 ? $0.0 < $1.0 : $0.1.since < $1.1.since }
        guard let (_, connection) = least else {
            throw HTTPFault(
                503, "There are \(limits.connections) connections already, all at work", headers: ["Retry-After": "1"])
        }
        remove(connection)
        connection.close()
    }

    // MARK: Time

    /// Looks at the connections now and then, as long as there are any.
    private func look(on loop: any NIOCore.EventLoop) {
        guard !isLooking else { return }
        isLooking = true
        let table = NIOLoopBound(self, eventLoop: loop)
        loop.scheduleTask(in: limits.lookInterval.amount) {
            table.value.isLooking = false
            let now = NIODeadline.now()
            for connection in table.value.connections.values { connection.look(at: now) }
            table.value.releaseMemory()
            if !table.value.connections.isEmpty { table.value.look(on: loop) }
        }
    }

    /// What many connections had in the heap lies scattered in it when they are gone: it is given back once for a crowd.
    private func releaseMemory() {
        guard crowd >= 32, connections.count <= crowd / 4 else { return }
        crowd = connections.count
        clinux_release_heap()
    }

    // MARK: The end

    /// Those that wait for a request close; the others do when they have answered theirs.
    func quiesce() { for connection in connections.values { connection.quiesce() } }

    func closeAll() { for connection in connections.values { connection.close() } }

    /// Completes when there are no connections.
    func whenEmpty(_ promise: EventLoopPromise<Void>) {
        if connections.isEmpty { promise.succeed() } else { emptied.append(promise) }
    }
}

/// How many connections there are, for any thread.
final class ConnectionCount: Sendable {
    let value = Atomic(0)
}
