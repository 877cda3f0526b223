import EventLoop
import JSON
import NodeProtocol
import SQLite

/// One durable change: all of it or nothing.
package struct StoreChange: Sendable {
    package var saved: [DesiredService] = []
    package var removed: [ServiceName] = []
    /// Ids of instructions that have been taken.
    package var applied: [String] = []
    /// Hashes of files of `SERVICES_DIR` that have been carried out.
    package var directoryHashes: [ServiceName: String] = [:]
    package var finals: [(service: ServiceName, instructionID: String, body: JSON)] = []

    package init() {}
}

/// deployd.db: desired services, ids of applied instructions, and the outbox.
///
/// SQLite, WAL, `synchronous=FULL`: what was saved survives a power cut. Calls run on a thread of its own.
package final class DeploymentStore: Sendable {
    /// Newer ids push out the oldest. A conductor that still repeats an older instruction would have it applied again.
    package static let appliedLimit = 5000

    let database: SQLiteDatabase
    let thread: WorkerThread
    /// Set when the file was damaged, set aside, and made anew.
    package let damaged: DamagedDatabase?

    private init(_ database: SQLiteDatabase, _ damaged: DamagedDatabase?, _ thread: WorkerThread) {
        self.database = database
        self.damaged = damaged
        self.thread = thread
    }

    /// Opens and checks the file; a damaged one is set aside and an empty one made.
    package static func open(path: String) async throws -> DeploymentStore {
        let thread = WorkerThread(name: "store")
        return try await thread.run {
            let (database, damaged) = try SQLiteDatabase.openReplacingDamaged(path: path) { database in
                try database.execute(Self.schema)
                try database.execute(Self.imageSchema)
                try database.execute(Self.tokenSchema)
                try database.execute(Self.memorySchema)
                try database.execute(Self.leftoverSchema)
                try database.execute(Self.outboxSchema)
                try Self.migrate(database)
            }
            return DeploymentStore(database, damaged, thread)
        }
    }

    private static let schema = """
        CREATE TABLE IF NOT EXISTS services (
            name TEXT PRIMARY KEY, config TEXT NOT NULL, hash TEXT NOT NULL, wanted TEXT NOT NULL,
            nudge TEXT NOT NULL, must_pull INTEGER NOT NULL, image_id TEXT, pending TEXT NOT NULL,
            revision INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS applied (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE);
        CREATE TABLE IF NOT EXISTS directory (name TEXT PRIMARY KEY, hash TEXT NOT NULL);
        """

    /// Columns that came after the first version of the file: what a service goes back to, that it is left alone (2),
    /// that it went back (3), and where it comes from (4); how instructions ended, and of the outbox what was dropped
    /// before an entry and why the conductor refuses it (5); what a service was before its project's update (6). A program
    /// of an earlier version reads and writes the rest.
    private static let laterColumns = [
        "services": ["good TEXT", "set_aside TEXT", "rolled_back TEXT", "origin TEXT", "previous TEXT"],
        "applied": ["outcome TEXT", "service TEXT"],
        "outbox": ["dropped INTEGER NOT NULL DEFAULT 0", "refusal TEXT"],
    ]
    private static let version = 6

    private static func migrate(_ database: SQLiteDatabase) throws {
        guard try database.userVersion < version else { return }
        try database.transaction {
            for (table, later) in laterColumns {
                let columns = Set(try database.query("PRAGMA table_info(\(table))").compactMap { $0["name"].text })
                for column in later where !columns.contains(String(column.prefix { $0 != " " })) {
                    try database.execute("ALTER TABLE \(table) ADD COLUMN \(column)")
                }
            }
            try database.setUserVersion(version)
        }
    }

    /// All desired services. One whose configuration this version cannot read is among them, and says so in its
    /// ``ServiceSpec/unreadable``. A row that is no service's is left out and named in `unreadable`.
    package func services() async throws -> (services: [DesiredService], unreadable: [String]) {
        try await thread.run { [database] in
            var services: [DesiredService] = []
            var specs = StoredSpecs()
            var unreadable: [String] = []
            for row in try database.query("SELECT * FROM services ORDER BY name") {
                if let service = DesiredService(row, &specs) {
                    services.append(service)
                } else {
                    unreadable.append(row["name"].text ?? "?")
                }
            }
            return (services, unreadable)
        }
    }

    /// Which of `ids` have been applied.
    package func applied(among ids: [String]) async throws -> Set<String> {
        try await thread.run { [database] in
            Set(
                try ids.filter { id in
                    try !database.query("SELECT 1 FROM applied WHERE id = ?", [.text(id)]).isEmpty
                })
        }
    }

    /// Of the file of a project that was carried out last; nil for none.
    package func directoryHash(of name: ServiceName) async throws -> String? {
        try await thread.run { [database] in
            try database.query("SELECT hash FROM directory WHERE name = ?", [.text(name.text)]).first?[0].text
        }
    }

    package func commit(_ change: StoreChange) async throws {
        try await thread.run { [database] in
            try database.transaction {
                for service in change.saved {
                    try database.run(DesiredService.upsert, service.row)
                    // Its token with the instruction, so that the disk need not be waited for once more when its
                    // container is made. One that was found again by its container's labels has that container's.
                    guard service.wanted == .running, !service.pending.isEmpty else { continue }
                    try database.run(Self.addToken, [.text(service.name.text), .text(Self.newToken())])
                }
                for name in change.removed {
                    try database.run("DELETE FROM services WHERE name = ?", [.text(name.text)])
                    try database.run(Self.removeToken, [.text(name.text)])
                    try database.run(Self.removeMemory, [.text(name.text)])
                }
                for (name, hash) in change.directoryHashes {
                    try database.run(
                        "INSERT OR REPLACE INTO directory (name, hash) VALUES (?, ?)", [.text(name.text), .text(hash)])
                }
                for id in change.applied {
                    try database.run("INSERT OR IGNORE INTO applied (id) VALUES (?)", [.text(id)])
                }
                try Self.add(change.finals, to: database)
                try Self.forgetOldest(database)
            }
        }
    }

    /// Gives back the memory that pages of the file are kept in.
    func releaseMemory() async throws {
        try await thread.run { [database] in try database.forgetPages() }
    }

    private static func forgetOldest(_ database: SQLiteDatabase) throws {
        try database.run(
            "DELETE FROM applied WHERE number <= (SELECT number FROM applied ORDER BY number DESC LIMIT 1 OFFSET ?)",
            [.integer(Int64(appliedLimit))])
    }
}

extension DesiredService {
    fileprivate static let upsert = """
        INSERT OR REPLACE INTO services
            (name, config, hash, wanted, nudge, must_pull, image_id, pending, revision, good, set_aside,
             rolled_back, origin, previous)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    fileprivate var row: [SQLiteValue] {
        let pending = JSON.array(pending.map(\.json))
        return [
            .text(name.text), .text(spec.config.text), .text(hash), .text(wanted.rawValue), .text(nudge.rawValue),
            SQLiteValue(mustPull), SQLiteValue(imageID), .text(pending.text), .integer(Int64(revision)),
            SQLiteValue(good?.json.text), SQLiteValue(setAside),
            SQLiteValue(rolledBack?.json.text), SQLiteValue(isFromDirectory ? "directory" : nil),
            SQLiteValue(previous?.json.text),
        ]
    }

    fileprivate init?(_ row: SQLiteRow, _ specs: inout StoredSpecs) {
        guard let name = row["name"].text.flatMap({ try? ServiceName($0) }), let hash = row["hash"].text else {
            return nil
        }
        let config = row["config"].text.flatMap { try? JSON(parsing: $0) }
        let pending = row["pending"].text.flatMap { try? JSON(parsing: $0) }?.array
        if let config, pending != nil, let wanted = row["wanted"].text.flatMap({ Wanted(rawValue: $0) }),
            let nudge = row["nudge"].text.flatMap({ Nudge(rawValue: $0) })
        {
            self.init(spec: specs.spec(of: name, config), wanted: wanted)
            self.nudge = nudge
        } else {
            // Words of another version of the program.
            self.init(
                spec: ServiceSpec(
                    unreadable: name, config ?? .null, because: "its row has words that are not known here"),
                wanted: .running)
        }
        self.hash = hash
        mustPull = row["must_pull"].integer == 1
        imageID = row["image_id"].text
        self.pending = (pending ?? []).compactMap { Pending($0) }
        revision = Int(row["revision"].integer ?? 0)
        good = row["good"].text.flatMap { try? JSON(parsing: $0) }.flatMap { GoodVersion($0, of: name, &specs) }
        setAside = row["set_aside"].text
        previous = row["previous"].text.flatMap { try? JSON(parsing: $0) }
            .flatMap { PreviousVersion($0, of: name, &specs) }
        isFromDirectory = row["origin"].text == "directory"
        rolledBack = row["rolled_back"].text.flatMap { try? JSON(parsing: $0) }.flatMap { ServiceError(json: $0) }
    }
}

extension DesiredService.Pending {
    fileprivate var json: JSON {
        var members: [String: JSON] = ["id": .string(id), "action": .string(action)]
        members["project"] = project.map { .string($0.text) }
        return .object(members)
    }

    fileprivate init?(_ json: JSON) {
        guard let id = json["id"]?.string, let action = json["action"]?.string else { return nil }
        self.init(id: id, action: action, project: json["project"]?.string.flatMap { try? ServiceName($0) })
    }
}
