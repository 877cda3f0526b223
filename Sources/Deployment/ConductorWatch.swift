import EventLoop
import IPC
import JSON
import NodeProtocol

/// What heartbeatd tells of the link to the conductor: asked once a connection, then by subscription.
@LoopActor
package final class ConductorWatch {
    private let client: IPCClient
    private let onReachable: @LoopActor () -> Void
    /// Hears that this node has another address: connections from the one before are dead, though nothing says so.
    package var onMoved: @LoopActor () -> Void = {}
    private var last: ConductorStatus?

    /// - Parameters:
    ///   - client: Of heartbeatd's socket.
    ///   - onReachable: Hears that a conductor knows this node and answers, where that was not so before, or another
    ///     conductor did, it knew the node by another id, or the node has another address.
    package init(client: IPCClient, onReachable: @escaping @LoopActor () -> Void) {
        self.client = client
        self.onReachable = onReachable
        client.onConnectionChange = { [weak self] failure in
            if failure == nil { self?.askNow() }
        }
        client.subscribe(ConductorMethods.Subscribe.name, topic: ConductorMethods.changed) { [weak self] params in
            guard let status = try? params.decode(ConductorStatus.self) else { return }
            self?.take(status)
        }
    }

    package func stop() { client.close() }

    private func askNow() {
        // Nobody waits for this task; when the call fails the connection does, and the next one asks again.
        Task { @LoopActor [weak self] in
            guard let status = try? await self?.client.call(ConductorMethods.Link.self) else { return }
            self?.take(status)
        }
    }

    private func take(_ status: ConductorStatus) {
        defer { last = status }
        if let last, last.ipAddress != status.ipAddress { onMoved() }
        guard status.isWell, status.isOther(than: last) else { return }
        onReachable()
    }
}
