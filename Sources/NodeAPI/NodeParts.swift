import EventLoop
import NodeProtocol
import StatusCache

/// The parts of a node and how each of them is, from what is known and the problems that were found. Pure.
struct NodeParts {
    private let snapshot: StatusSnapshot
    private let supervisor: SupervisorView
    private let problems: [NodeHealth.Problem]
    /// Why the rows of the status cache that are old are taken to be so.
    private let staleness: [String: String]
    private let now: MonotonicInstant

    init(
        _ snapshot: StatusSnapshot, _ supervisor: SupervisorView, _ problems: [NodeHealth.Problem],
        staleness: [String: String], now: MonotonicInstant
    ) {
        self.snapshot = snapshot
        self.supervisor = supervisor
        self.problems = problems
        self.staleness = staleness
        self.now = now
    }

    var all: [NodeHealth.Part] {
        let engine = snapshot.engine?.value
        let conductor = snapshot.conductor?.value
        return [supervisorPart] + Subsystem.allCases.map(part) + [
            cached("conductor", row: "conductor", snapshot.conductor, since: conductor?.since),
            cached("docker", row: "engine", snapshot.engine, since: engine?.since),
            cached("resources", row: "resources", snapshot.resources, since: nil),
            cached("services", row: "services", snapshot.services, since: nil),
        ]
    }

    private func reason(_ subject: String) -> String? { problems.first { $0.subject == subject }?.reason }

    private var supervisorPart: NodeHealth.Part {
        let age = supervisor.stamp.map { $0.duration(to: now) }
        if let reason = reason("supervisor") {
            return NodeHealth.Part(
                name: "supervisor", status: .problem, reason: reason, since: age.map { .ago($0) })
        }
        let uptime = supervisor.answer.map { Duration.seconds($0.uptimeSeconds) + (age ?? .zero) }
        return NodeHealth.Part(name: "supervisor", status: .ok, reason: nil, since: uptime.map { .ago($0) })
    }

    private func part(_ subsystem: Subsystem) -> NodeHealth.Part {
        let name = subsystem.rawValue
        let status = supervisor.status(of: subsystem)
        if reason("supervisor") != nil || status == nil {
            // Whoever asks is being answered by apid.
            guard subsystem != .apid else {
                return NodeHealth.Part(name: name, status: .ok, reason: nil, since: nil)
            }
            return NodeHealth.Part(
                name: name, status: .unknown, reason: "the supervisor has not told how it is", since: nil)
        }
        let reason = reason(name)
        return NodeHealth.Part(
            name: name, status: reason == nil ? .ok : .problem, reason: reason, since: status.map { .at($0.since) })
    }

    /// - Parameters:
    ///   - row: The part of the status cache.
    ///   - since: When it came to be as the row says.
    private func cached<Value>(
        _ name: String, row: String, _ cached: Cached<Value>?, since: String?
    ) -> NodeHealth.Part {
        // That the row is old comes before what it says: nobody knows whether it is still so.
        if let staleness = staleness[row] {
            return NodeHealth.Part(
                name: name, status: .unknown, reason: staleness, since: cached.map { .ago($0.age(at: now)) })
        }
        let reason = reason(name)
        return NodeHealth.Part(
            name: name, status: reason == nil ? .ok : .problem, reason: reason, since: since.map { .at($0) })
    }
}
