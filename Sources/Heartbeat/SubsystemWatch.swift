import EventLoop
import IPC
import JSON
import NodeProtocol

/// Which subsystems are not well, as the supervisor tells: asked once a connection, then by subscription. Without a
/// supervisor the last word counts.
@LoopActor
package final class SubsystemWatch {
    private let client: IPCClient
    private var states: [Subsystem: SubsystemStatus.State] = [:]

    package init(client: IPCClient) {
        self.client = client
        client.onConnectionChange = { [weak self] failure in
            if failure == nil { self?.askForAll() }
        }
        client.subscribe(SupervisorMethods.Subscribe.name, topic: SupervisorMethods.changed) { [weak self] params in
            guard let status = try? params.decode(SubsystemStatus.self) else { return }
            self?.states[status.name] = status.state
        }
    }

    /// The names of those that are not ready, in the order of ``Subsystem``.
    package var degraded: [String] {
        Subsystem.allCases.filter { states[$0] != nil && states[$0] != .ready }.map(\.rawValue)
    }

    private func askForAll() {
        // Nobody waits for this task; when the call fails the connection does, and the next one asks again.
        Task { @LoopActor [weak self] in
            guard let answer = try? await self?.client.call(SupervisorMethods.Status.self) else { return }
            for status in answer.subsystems { self?.states[status.name] = status.state }
        }
    }
}
