import DockerEngine
import EventLoop
import NodeProtocol

/// What the engine tells of as it happens.
extension Reconciler {
    /// What may make a service other than it is to be, or show how it is. Podman compares a filter with words of its own:
    /// `died`, and `remove` for `destroy`.
    private static let actions = [
        "start", "die", "oom", "destroy", "rename", "pause", "unpause", "update", "health_status", "disconnect",
        "died", "remove",
    ]

    /// Follows the engine's events from now on, whatever becomes of it.
    func follow() {
        guard events == nil else { return }
        engine.onState = { [weak self] in self?.heard($0) }
        var filter = EventFilter()
        filter.subjects = [.container, .network]
        filter.actions = Self.actions
        let events = EngineEvents(client: engine, filter: filter) { [weak self] in self?.take($0) }
        self.events = events
        events.start()
    }

    private func take(_ signal: EngineEvents.Signal) {
        switch signal {
        // What happened before may be unknown.
        case .resyncNeeded: if hasAdopted || !isConnecting { connect() }
        case .event(let event):
            switch event.subject {
            case .container: container(event)
            case .network: network(event)
            case .image, .volume: break
            }
        }
    }

    private func container(_ event: EngineEvent) {
        guard event.attributes[OwnershipLabels.worker] == node,
            let name = event.attributes[OwnershipLabels.service].flatMap({ try? ServiceName($0) })
        else { return }
        lookAgain(name)
    }

    /// What the engine tells of a failed attempt is no reason to begin the next one early.
    private func lookAgain(_ name: ServiceName) {
        guard let service = services[name], service.retry == nil || service.failures == 0 else { return }
        wake(name)
    }

    private func network(_ event: EngineEvent) {
        guard let network = event.name else { return }
        // That one container has left says nothing of the others; each that ends leaves its networks.
        let leaving = event.attributes["container"]
        for (name, service) in services where leaving == nil || leaving == service.status.id {
            guard case .named(let networks) = service.desired.spec.container.network,
                networks.contains(where: { $0.name == network })
            else { continue }
            lookAgain(name)
        }
    }
}
