import EventLoop
import NodeProtocol
import StatusCache

/// How the node is, from what its parts last said. Pure: the same facts give the same health.
package struct NodeHealth: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable {
        /// Registered, and everything works.
        case online
        /// The conductor hears from the node, but something of it does not work, or is not known to.
        case degraded
        /// The conductor does not hear from the node: it has never accepted the registration, or the last contact failed.
        case offline
    }
    /// Something that is not well.
    package struct Problem: Sendable, Equatable {
        /// A subsystem's name, "supervisor", "conductor", "docker", or the name of a part of the status cache.
        package let subject: String
        package let reason: String
    }

    /// One part of the node, and how it is.
    package struct Part: Sendable, Equatable {
        package enum Status: String, Sendable, CaseIterable {
            case ok, problem
            /// What would be told of it is old, or was never told.
            case unknown
        }
        /// When it began.
        package enum Since: Sendable, Equatable {
            /// ISO-8601 UTC.
            case at(String)
            case ago(Duration)
        }
        /// A subsystem's name, "supervisor", "conductor", "docker", "resources" or "services".
        package let name: String
        package let status: Status
        /// Nil when it is well.
        package let reason: String?
        /// Since when its status is so; nil where that is not known.
        package let since: Since?
    }

    package let status: Status
    package let problems: [Problem]
    /// All parts, always in the same order.
    package let parts: [Part]
    /// The parts of the status cache that are old, or whose writer is gone.
    package let stale: [String]

    package init(
        _ snapshot: StatusSnapshot, _ supervisor: SupervisorView, _ node: NodeDescription, now: MonotonicInstant
    ) {
        var problems: [Problem] = []
        var stale: [String] = []
        var staleness: [String: String] = [:]
        func look<Value>(at part: String, _ cached: Cached<Value>?, of writer: Subsystem, limit: Duration) {
            guard let reason = Self.staleness(cached, of: writer, limit: limit, supervisor, now) else { return }
            stale.append(part)
            staleness[part] = reason
            problems.append(Problem(subject: part, reason: reason))
        }
        problems += Self.supervisionProblems(supervisor, now)
        look(at: "resources", snapshot.resources, of: .probed, limit: Self.limit(node.resourceCheckInterval))
        look(at: "conductor", snapshot.conductor, of: .heartbeatd, limit: Self.limit(node.heartbeatInterval))
        let servicesLimit = Self.limit(node.serviceStatusInterval)
        look(at: "engine", snapshot.engine, of: .deployd, limit: servicesLimit)
        look(at: "services", snapshot.services, of: .deployd, limit: servicesLimit)
        if let engine = snapshot.engine?.value, !engine.connected {
            problems.append(Problem(subject: "docker", reason: engine.reason ?? "not connected"))
        }
        let conductor = snapshot.conductor?.value
        let isCutOff = conductor.map { !$0.registered || $0.consecutiveFailures > 0 } ?? false
        if let conductor, isCutOff {
            let reason = conductor.reason?.rawValue ?? (conductor.registered ? "no answer" : "not registered")
            problems.append(Problem(subject: "conductor", reason: reason))
        }
        status = isCutOff ? .offline : problems.isEmpty ? .online : .degraded
        self.problems = problems
        self.stale = stale
        parts = NodeParts(snapshot, supervisor, problems, staleness: staleness, now: now).all
    }

    /// Every writer writes at its interval, also what has not changed. A busy machine gets some seconds' grace.
    static func limit(_ interval: Duration) -> Duration { max(interval * 3, .seconds(5)) }

    private static func supervisionProblems(_ supervisor: SupervisorView, _ now: MonotonicInstant) -> [Problem] {
        guard !supervisor.isStale(at: now) else {
            return [Problem(subject: "supervisor", reason: supervisor.failure ?? "has not answered")]
        }
        return Subsystem.allCases.compactMap { subsystem in
            guard let status = supervisor.status(of: subsystem) else { return nil }
            // Whoever asks is being answered by apid, whatever the supervisor knows of it.
            let isWell = status.state == .ready || subsystem == .apid
            guard !isWell || status.runsPreviousProgram == true else { return nil }
            let reason = [status.state.rawValue, status.reason].compactMap(\.self).joined(separator: ": ")
            return Problem(subject: subsystem.rawValue, reason: reason)
        }
    }

    /// Why a value cannot be relied on: never written, too old, or written by a process that is gone. Nil when it can.
    private static func staleness<Value>(
        _ cached: Cached<Value>?, of writer: Subsystem, limit: Duration, _ supervisor: SupervisorView,
        _ now: MonotonicInstant
    ) -> String? {
        guard let cached else { return "\(writer.rawValue) has not written it yet" }
        let age = cached.age(at: now)
        guard age <= limit else { return "\(writer.rawValue) wrote it \(Int(age.seconds)) s ago" }
        guard !supervisor.isStale(at: now), let status = supervisor.status(of: writer) else { return nil }
        // The view is older than the row when the process has just been replaced; a younger generation is no fault.
        guard cached.generation >= status.generation, status.pid != nil || cached.generation > status.generation else {
            return "the \(writer.rawValue) that wrote it is gone"
        }
        return nil
    }
}
