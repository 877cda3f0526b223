import EventLoop
import HTTPServer
import JSON
import SQLite

/// The conductor's memory: workers, their instructions, and the statuses of their services. Every call may wait for
/// the disk.
struct ConductorStore: Sendable {
    /// Statuses kept of each worker.
    static let statusLimit = 200
    /// Instructions of one worker that may be unfinished at once.
    static let pendingLimit = 1000

    private let database: SQLiteDatabase

    init(path: String) throws {
        database = try SQLiteDatabase(path: path, SQLiteOptions(journal: .wal, synchronous: .full))
        try database.transaction {
            try database.execute(Self.schema)
            if try database.userVersion == 0 { try separateReports() }
            try database.setUserVersion(1)
        }
    }

    /// Reports of resources have a table of their own: a heartbeat rewrites the page that its worker is in, and with the
    /// reports there would be one worker to a page.
    private static let schema = """
        CREATE TABLE IF NOT EXISTS workers (
            id TEXT PRIMARY KEY, hostname TEXT NOT NULL, ip_address TEXT NOT NULL, last_seen INTEGER NOT NULL,
            created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, revision INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE TABLE IF NOT EXISTS reports (worker_id TEXT PRIMARY KEY REFERENCES workers, body TEXT NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS instructions (
            worker_id TEXT NOT NULL REFERENCES workers, id TEXT NOT NULL, revision INTEGER NOT NULL,
            body TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'pending', created_at INTEGER NOT NULL,
            finished_at INTEGER, PRIMARY KEY (worker_id, id)) STRICT;
        CREATE TABLE IF NOT EXISTS statuses (
            number INTEGER PRIMARY KEY, worker_id TEXT NOT NULL REFERENCES workers, service TEXT NOT NULL,
            body TEXT NOT NULL, received_at INTEGER NOT NULL) STRICT;
        CREATE INDEX IF NOT EXISTS statuses_by_worker ON statuses (worker_id, number);
        """

    /// A database of version 0 may have the reports among the workers.
    private func separateReports() throws {
        let columns = try database.query("PRAGMA table_info(workers)").compactMap(\.["name"].text)
        guard columns.contains("resources") else { return }
        try database.execute(
            """
            INSERT OR IGNORE INTO reports SELECT id, resources FROM workers WHERE resources IS NOT NULL;
            UPDATE workers SET resources = NULL;
            """)
    }

    // MARK: Workers

    private static let whole = "SELECT workers.*, body AS report FROM workers LEFT JOIN reports ON worker_id = id"

    func workers() throws -> [WorkerRecord] {
        try database.query("\(Self.whole) ORDER BY created_at, id").map(WorkerRecord.init)
    }

    func worker(_ id: String) throws -> WorkerRecord? {
        try database.query("\(Self.whole) WHERE id = ?", [.text(id)]).first.map(WorkerRecord.init)
    }

    /// Finds the worker by its id, else by hostname or address, else makes a new one; the row then says what the
    /// registration says.
    func register(_ registration: Registration, now: Int64) throws -> WorkerRecord {
        try database.transaction {
            let id = try existingID(of: registration) ?? insert(registration, now: now)
            try database.run(
                """
                UPDATE workers SET hostname = ?, ip_address = ?, last_seen = ?, updated_at = ? WHERE id = ?
                """,
                [
                    .text(registration.hostname), .text(registration.ipAddress), .integer(now), .integer(now),
                    .text(id),
                ])
            if let resources = registration.resources { try keep(resources, of: id) }
            return try require(id)
        }
    }

    private func existingID(of registration: Registration) throws -> String? {
        if let id = registration.workerID, let worker = try worker(id) { return worker.id }
        return try database.query(
            """
            SELECT id FROM workers WHERE hostname = ?1 OR (ip_address = ?2 AND ip_address <> '')
            ORDER BY hostname = ?1 DESC, created_at LIMIT 1
            """,
            [.text(registration.hostname), .text(registration.ipAddress)]
        ).first?["id"].text
    }

    private func insert(_ registration: Registration, now: Int64) throws -> String {
        let id = RandomUUID.text()
        try database.run(
            """
            INSERT INTO workers (id, hostname, ip_address, last_seen, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                .text(id), .text(registration.hostname), .text(registration.ipAddress), .integer(now), .integer(now),
                .integer(now),
            ])
        return id
    }

    /// All in one transaction; nil for an unknown worker. Without `wantsReport` the record comes without it.
    func heartbeats(_ beats: [(worker: String, now: Int64, wantsReport: Bool)]) throws -> [WorkerRecord?] {
        try database.transaction {
            try beats.map { beat in
                let row = try database.query(
                    "UPDATE workers SET last_seen = ?1, updated_at = ?1 WHERE id = ?2 RETURNING *",
                    [.integer(beat.now), .text(beat.worker)]
                ).first
                return beat.wantsReport ? try worker(beat.worker) : row.map(WorkerRecord.init)
            }
        }
    }

    /// Replaces the resources; leaves `last_seen` alone. Nil for an unknown worker.
    func setResources(_ resources: JSON, of id: String, now: Int64) throws -> WorkerRecord? {
        try database.transaction {
            let known = try database.run(
                "UPDATE workers SET updated_at = ? WHERE id = ?", [.integer(now), .text(id)])
            guard known > 0 else { return nil }
            try keep(resources, of: id)
            return try worker(id)
        }
    }

    private func keep(_ resources: JSON, of id: String) throws {
        try database.run(
            "INSERT INTO reports VALUES (?, ?) ON CONFLICT (worker_id) DO UPDATE SET body = excluded.body",
            [.text(id), .text(resources.text)])
    }

    private func require(_ id: String) throws -> WorkerRecord {
        guard let worker = try worker(id) else { throw HTTPFault.workerNotFound }
        return worker
    }

    // MARK: Instructions

    /// Queues an instruction, giving it an id where it has none, and returns it with the revision it makes.
    /// Throws 404 for an unknown worker, 409 for an id that was used before or too many unfinished ones.
    func queue(_ instruction: [String: JSON], for worker: String, now: Int64) throws -> (JSON, revision: Int64) {
        try database.transaction {
            let revision = try require(worker).revision + 1
            var instruction = instruction
            let id = instruction["id"]?.string.flatMap { $0.isEmpty ? nil : $0 } ?? RandomUUID.text()
            instruction["id"] = .string(id)
            let known = try database.query(
                "SELECT 1 FROM instructions WHERE worker_id = ? AND id = ?", [.text(worker), .text(id)])
            guard known.isEmpty else { throw HTTPFault(409, "An instruction with the id \"\(id)\" was queued before") }
            guard try pending(of: worker).count < Self.pendingLimit else {
                throw HTTPFault(409, "\(Self.pendingLimit) instructions of this worker are unfinished")
            }
            try database.run(
                "INSERT INTO instructions (worker_id, id, revision, body, created_at) VALUES (?, ?, ?, ?, ?)",
                [
                    .text(worker), .text(id), .integer(revision), .text(JSON.object(instruction).text), .integer(now),
                ])
            try database.run("UPDATE workers SET revision = ? WHERE id = ?", [.integer(revision), .text(worker)])
            return (.object(instruction), revision)
        }
    }

    /// The unfinished instructions, oldest first.
    func pending(of worker: String) throws -> [JSON] {
        try database.query(
            "SELECT body FROM instructions WHERE worker_id = ? AND state = 'pending' ORDER BY revision",
            [.text(worker)]
        ).compactMap(\.["body"].json)
    }

    /// The newest instructions with what became of them, newest first.
    func recentInstructions(of worker: String) throws -> [JSON] {
        try database.query(
            "SELECT body, state FROM instructions WHERE worker_id = ? ORDER BY revision DESC LIMIT 50", [.text(worker)]
        ).map { ["instruction": $0["body"].json ?? .null, "state": .string($0["state"].text ?? "")] }
    }

    // MARK: Statuses

    /// Keeps a status; a final one of an instruction finishes it. Throws 404 for an unknown worker.
    func addStatus(_ status: [String: JSON], service: String, worker: String, now: Int64) throws {
        try database.transaction {
            _ = try require(worker)
            try database.run(
                "INSERT INTO statuses (worker_id, service, body, received_at) VALUES (?, ?, ?, ?)",
                [.text(worker), .text(service), .text(JSON.object(status).text), .integer(now)])
            try database.run(
                """
                DELETE FROM statuses WHERE worker_id = ?1 AND number <=
                    (SELECT number FROM statuses WHERE worker_id = ?1 ORDER BY number DESC LIMIT 1 OFFSET ?2)
                """,
                [.text(worker), .integer(Int64(Self.statusLimit))])
            guard let instruction = status["instruction_id"]?.string, let state = status["status"]?.string,
                ["success", "failed"].contains(state)
            else { return }
            try database.run(
                "UPDATE instructions SET state = ?, finished_at = ? WHERE worker_id = ? AND id = ? AND state = 'pending'",
                [.text(state), .integer(now), .text(worker), .text(instruction)])
        }
    }

    func statusCount(of worker: String) throws -> Int {
        try database.query("SELECT 1 FROM statuses WHERE worker_id = ?", [.text(worker)]).count
    }

    /// The newest statuses, newest first, each with its service.
    func recentStatuses(of worker: String) throws -> [JSON] {
        try database.query(
            "SELECT service, body FROM statuses WHERE worker_id = ? ORDER BY number DESC LIMIT 50", [.text(worker)]
        ).compactMap { row in
            guard var status = row["body"].json?.object else { return nil }
            status["service"] = row["service"].text.map(JSON.string)
            return .object(status)
        }
    }
}

extension HTTPFault {
    static let workerNotFound = HTTPFault.notFound("Worker not found")
}

extension SQLiteValue {
    /// A text that is JSON; only what this program wrote is read this way.
    fileprivate var json: JSON? { text.flatMap { try? JSON(parsing: Array($0.utf8)) } }
}
