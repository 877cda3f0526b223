import EventLoop
import JSON
import NodeProtocol
import SQLite

/// The outbox: what the conductor has not acknowledged, and what it has refused for good.
///
/// Bounded, so that a node fills no disk however long its conductor stays away: the oldest go first, the newest of each
/// service last. What is dropped is counted in the service's next entry.
extension DeploymentStore {
    package static let outboxLimit = 500
    /// Refused ones: the newest of a service, and of this many services.
    package static let refusedLimit = 100

    static let outboxSchema = """
        CREATE TABLE IF NOT EXISTS outbox (
            number INTEGER PRIMARY KEY AUTOINCREMENT, service TEXT NOT NULL, instruction_id TEXT NOT NULL,
            body TEXT NOT NULL, dropped INTEGER NOT NULL DEFAULT 0, refusal TEXT, UNIQUE (service, instruction_id));
        """

    static func add(
        _ finals: [(service: ServiceName, instructionID: String, body: JSON)], to database: SQLiteDatabase
    ) throws {
        guard !finals.isEmpty else { return }
        for final in finals {
            // A replaced entry gets a new number: the acknowledgement of the old one does not take the new one away.
            try database.run(
                """
                INSERT OR REPLACE INTO outbox (service, instruction_id, body, dropped) VALUES (?1, ?2, ?3, coalesce(
                    (SELECT dropped FROM outbox WHERE service = ?1 AND instruction_id = ?2), 0))
                """,
                [.text(final.service.text), .text(final.instructionID), .text(final.body.text)])
            try database.run(
                "UPDATE applied SET outcome = ?, service = ? WHERE id = ?",
                [.text(final.body.text), .text(final.service.text), .text(final.instructionID)])
        }
        try dropOldest(of: database)
    }

    private static func dropOldest(of database: SQLiteDatabase) throws {
        let count = try database.query("SELECT count(*) FROM outbox WHERE refusal IS NULL").first?[0].integer ?? 0
        guard count > outboxLimit else { return }
        let victims = try database.query(
            """
            SELECT number, service, dropped FROM outbox AS entry WHERE refusal IS NULL ORDER BY number =
                (SELECT max(number) FROM outbox WHERE service = entry.service AND refusal IS NULL), number LIMIT ?
            """,
            [.integer(count - Int64(outboxLimit))])
        for victim in victims {
            let (number, service) = (victim[0], victim[1])
            try database.run("DELETE FROM outbox WHERE number = ?", [number])
            try database.run(
                """
                UPDATE outbox SET dropped = dropped + 1 + ? WHERE number =
                    (SELECT min(number) FROM outbox WHERE service = ? AND number > ? AND refusal IS NULL)
                """,
                [victim[2], service, number])
        }
    }

    /// The oldest final statuses not yet acknowledged. One whose body cannot be read any more is sent as null: the
    /// conductor refuses it, and the next ones follow.
    package func outbox(limit: Int = 20) async throws -> [OutboxEntry] {
        try await thread.run { [database] in
            try database.query(
                """
                SELECT number, service, instruction_id, body, dropped FROM outbox WHERE refusal IS NULL
                ORDER BY number LIMIT ?
                """,
                [.integer(Int64(limit))]
            ).map { row in
                OutboxEntry(
                    number: row[0].integer ?? 0, service: row[1].text ?? "", instructionID: row[2].text ?? "",
                    body: row[3].text.flatMap { try? JSON(parsing: $0) } ?? .null, dropped: row[4].integer ?? 0)
            }
        }
    }

    /// The conductor has it; what it had refused of the same service before is of no interest any more.
    package func acknowledge(_ entry: OutboxEntry) async throws {
        try await thread.run { [database] in
            try database.transaction {
                try database.run("DELETE FROM outbox WHERE number = ?", [.integer(entry.number)])
                try database.run(
                    "DELETE FROM outbox WHERE service = ? AND number < ? AND refusal IS NOT NULL",
                    [.text(entry.service), .integer(entry.number)])
            }
        }
    }

    /// Keeps an entry that the conductor refuses for good, to be shown; it is not sent again.
    package func park(_ entry: OutboxEntry, because message: String) async throws {
        let refusal: JSON = ["message": .string(message), "at": .string(Timestamp.now())]
        try await thread.run { [database] in
            try database.transaction {
                try database.run(
                    "UPDATE outbox SET refusal = ? WHERE number = ?", [.text(refusal.text), .integer(entry.number)])
                try database.run(
                    "DELETE FROM outbox WHERE service = ? AND number < ? AND refusal IS NOT NULL",
                    [.text(entry.service), .integer(entry.number)])
                try database.run(
                    """
                    DELETE FROM outbox WHERE refusal IS NOT NULL AND number <= (SELECT number FROM outbox
                        WHERE refusal IS NOT NULL ORDER BY number DESC LIMIT 1 OFFSET ?)
                    """,
                    [.integer(Int64(Self.refusedLimit))])
            }
        }
    }

    /// Puts the ends of those of `ids` that have ended, and are not in the outbox, into it again; which these were.
    package func tellAgain(_ ids: [String]) async throws -> [String] {
        guard !ids.isEmpty else { return [] }
        return try await thread.run { [database] in
            try database.transaction {
                let told = try ids.filter { id in
                    try database.run(
                        """
                        INSERT OR IGNORE INTO outbox (service, instruction_id, body)
                            SELECT service, id, outcome FROM applied WHERE id = ? AND outcome IS NOT NULL
                        """,
                        [.text(id)]) > 0
                }
                try Self.dropOldest(of: database)
                return told
            }
        }
    }

    /// How much waits, and what is parked, by service.
    package func undelivered() async throws -> UndeliveredStatuses {
        try await thread.run { [database] in
            var undelivered = UndeliveredStatuses()
            let rows = try database.query(
                "SELECT service, instruction_id, body, dropped, refusal FROM outbox ORDER BY number")
            for row in rows {
                undelivered.dropped += Int(row[3].integer ?? 0)
                guard let refusal = row[4].text.flatMap({ try? JSON(parsing: $0) }) else {
                    undelivered.waiting += 1
                    continue
                }
                let body = row[2].text.flatMap { try? JSON(parsing: $0) }
                undelivered.refused.append(
                    RefusedStatus(
                        service: row[0].text ?? "", instructionID: row[1].text ?? "",
                        status: body?["status"]?.string ?? "", message: refusal["message"]?.string ?? "",
                        at: refusal["at"]?.string ?? ""))
            }
            return undelivered
        }
    }
}
