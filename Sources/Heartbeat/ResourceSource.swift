import EventLoop
import IPC
import JSON
import NodeProtocol

/// The resource reports of probed. None is kept here: each is asked for when it is needed.
@LoopActor
package final class ResourceSource {
    private let client: IPCClient
    /// Called when a report differs from the one before.
    package var onChange: (@LoopActor () -> Void)?

    /// - Parameter client: Of probed's socket.
    package init(client: IPCClient) { self.client = client }

    package func subscribe() {
        client.subscribe(ResourceMethods.Subscribe.name, topic: ResourceMethods.changed) { [weak self] _ in
            self?.onChange?()
        }
    }

    /// The newest report; nil when there is none within `patience`, whatever the reason: probed's own state tells that.
    package func latest(within patience: Duration = .zero) async -> JSON? {
        let end = MonotonicInstant.now.advanced(by: patience)
        while true {
            let remaining = MonotonicInstant.now.duration(to: end)
            do {
                let deadline = max(.milliseconds(500), remaining)
                return try await client.call(ResourceMethods.Latest.self, deadline: deadline)
            } catch {
                guard remaining > .milliseconds(100) else { return nil }
            }
            do { try await LoopActor.sleep(for: .milliseconds(100)) } catch { return nil }  // cancelled
        }
    }
}
