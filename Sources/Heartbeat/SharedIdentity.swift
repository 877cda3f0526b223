import Conductor
import NodeProtocol

/// Whether another node goes by this node's id: two with one hostname or address, which the conductor takes for one, or a
/// copied disk. It shows in the conductor's record, which then says something else than after this node's registration.
///
/// That is told, and no more: registering again would take the record away from the other, which would do the same.
struct SharedIdentity: Sendable {
    private(set) var problem: ConductorLink.Problem?
    /// How the conductor had this node after its last registration.
    private var record = WorkerRecord()

    mutating func registered(_ record: WorkerRecord) {
        self.record = record
        problem = nil
    }

    /// Takes in how the conductor has the node now.
    mutating func compare(_ now: WorkerRecord) {
        guard Self.differs(now.hostname, record.hostname) || Self.differs(now.ipAddress, record.ipAddress) else {
            return problem = nil
        }
        let other = "\(now.hostname ?? "unknown") (\(now.ipAddress ?? "no address"))"
        problem = ConductorLink.Problem(
            .sharedIdentity,
            "the conductor has \(other) under this node's id: another node has the same hostname, address or identity")
    }

    private static func differs(_ now: String?, _ then: String?) -> Bool {
        guard let now, let then else { return false }
        return now.lowercased() != then.lowercased()
    }
}
