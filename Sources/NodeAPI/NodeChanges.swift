import JSON
import NodeProtocol
import StatusCache

/// Finds out what has changed between what is known and what was known before. Pure.
package struct NodeChanges {
    private var conductor: JSON?
    private var services: [String: ServiceStatus]?

    package init() {}

    /// The conductor and the services that are not as they were last time; nothing the first time, and nothing of a
    /// part of the cache that cannot be read at the moment. Where services cannot be read the first time, there are none.
    package mutating func events(in snapshot: StatusSnapshot) -> [NodeEvent] {
        var events: [NodeEvent] = []
        if let status = snapshot.conductor?.value {
            let new = Self.conductor(status)
            if let conductor, conductor != new { events.append(NodeEvent(kind: .conductor, data: new)) }
            conductor = new
        }
        if let list = snapshot.services?.value {
            let new = Dictionary(list.map { ($0.service, Self.withoutDetail($0)) }) { $1 }
            if let services { events += Self.changes(from: services, to: new) }
            services = new
        } else if services == nil {
            services = [:]  // not written yet: what is in it later has come since
        }
        return events
    }

    /// Daemons that are not as the supervisor told before: changes that were missed while it was not heard.
    static func events(from old: SupervisorView, to new: SupervisorView) -> [NodeEvent] {
        guard old.answer != nil else { return [] }
        return Subsystem.allCases.compactMap { subsystem in
            guard let before = old.status(of: subsystem), let now = new.status(of: subsystem),
                before.state != now.state || before.generation != now.generation || before.pid != now.pid
            else { return nil }
            return (try? JSON(encoding: now)).map { NodeEvent(kind: .subsystem, data: $0) }
        }
    }

    private static func changes(from old: [String: ServiceStatus], to new: [String: ServiceStatus]) -> [NodeEvent] {
        var events: [NodeEvent] = []
        for (name, service) in new.sorted(by: { $0.key < $1.key }) where old[name] != service {
            if let json = try? JSON(encoding: service) { events.append(NodeEvent(kind: .service, data: json)) }
        }
        for (name, service) in old.sorted(by: { $0.key < $1.key }) where new[name] == nil {
            var gone = service
            gone.status = .removed
            gone.running = false
            if let json = try? JSON(encoding: gone) { events.append(NodeEvent(kind: .service, data: json)) }
        }
        return events
    }

    /// The configuration does not change by itself, and how far a pull has come is no change of state.
    private static func withoutDetail(_ service: ServiceStatus) -> ServiceStatus {
        var service = service
        service.config = nil
        service.progress = nil
        return service
    }

    /// Without the time of the last heartbeat, which changes with each.
    private static func conductor(_ status: ConductorStatus) -> JSON {
        let isReached = status.registered && status.consecutiveFailures == 0
        var members: [String: JSON] = [
            "status": isReached ? "online" : "offline", "registered": .bool(status.registered),
            "conductor_url": .string(status.conductorURL),
        ]
        members["worker_id"] = status.workerID.map { .string($0) }
        members["reason"] = (status.reason?.rawValue).map { .string($0) }
        return .object(members)
    }
}
