import EventLoop
import JSON
import NodeProtocol
import SQLite

/// A worker as the conductor keeps it. Times are milliseconds since 1970.
struct WorkerRecord: Sendable {
    let id: String
    let hostname: String
    let ipAddress: String
    let lastSeen: Int64
    /// The worker's last resource report as it sent it; nil when it sent none or nobody asked for it.
    private let resourcesText: String?
    let createdAt: Int64
    let updatedAt: Int64
    /// Grows with each instruction.
    let revision: Int64

    init(_ row: SQLiteRow) {
        id = row["id"].text ?? ""
        hostname = row["hostname"].text ?? ""
        ipAddress = row["ip_address"].text ?? ""
        lastSeen = row["last_seen"].integer ?? 0
        resourcesText = row["report"].text
        createdAt = row["created_at"].integer ?? 0
        updatedAt = row["updated_at"].integer ?? 0
        revision = row["revision"].integer ?? 0
    }

    /// The worker object of the conductor contract's section 1. A worker is online as long as its last heartbeat is
    /// younger than `offlineAfter`.
    func json(now: Int64, offlineAfter: Duration) -> JSON {
        let resources = resourcesText.flatMap { try? JSON(parsing: Array($0.utf8)) } ?? .null  // written by us
        return [
            "id": .string(id), "hostname": .string(hostname), "ip_address": .string(ipAddress),
            "status": status(now, offlineAfter),
            "last_seen": .string(Timestamp.string(unixMilliseconds: lastSeen)), "resources": resources,
            "created_at": .string(Timestamp.string(unixMilliseconds: createdAt)),
            "updated_at": .string(Timestamp.string(unixMilliseconds: updatedAt)),
        ]
    }

    /// What a heartbeat is answered when its sender does not want to read the whole.
    func briefJSON(now: Int64, offlineAfter: Duration) -> JSON {
        [
            "id": .string(id), "hostname": .string(hostname), "ip_address": .string(ipAddress),
            "status": status(now, offlineAfter), "last_seen": .string(Timestamp.string(unixMilliseconds: lastSeen)),
        ]
    }

    private func status(_ now: Int64, _ offlineAfter: Duration) -> JSON {
        now - lastSeen < offlineAfter.components.seconds * 1000 ? "online" : "offline"
    }
}

/// What a worker says when it registers.
struct Registration: Sendable {
    var workerID: String?
    var hostname: String
    /// Empty when the worker did not say.
    var ipAddress: String
    var resources: JSON?
}
