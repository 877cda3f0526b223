import EventLoop
import SQLite

/// The table of the daemons' starts, and its SQL: a row for each start, the newest ``limit`` of each daemon. A daemon
/// writes and drops only rows of its own.
enum StartTable {
    static let limit = 50

    /// Run at every opening: the file may be of a version of this program that had no such table.
    static let schema = """
        CREATE TABLE IF NOT EXISTS starts (
            subsystem TEXT NOT NULL, stamp INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (subsystem, stamp)
        ) WITHOUT ROWID
        """

    /// Parameters: subsystem, stamp, body.
    private static let insert = "INSERT OR REPLACE INTO starts (subsystem, stamp, body) VALUES (?, ?, ?)"

    /// Parameters: subsystem, subsystem, limit.
    private static let trim = """
        DELETE FROM starts WHERE subsystem = ? AND stamp <=
            (SELECT stamp FROM starts WHERE subsystem = ? ORDER BY stamp DESC LIMIT 1 OFFSET ?)
        """

    static func write(_ row: StartRow, to database: SQLiteDatabase) throws(SQLiteError) {
        try database.run(insert, [.text(row.subsystem), .integer(row.stamp.nanoseconds), .text(row.body)])
        try database.run(trim, [.text(row.subsystem), .text(row.subsystem), .integer(Int64(limit))])
    }

    static func has(_ row: StartRow, in database: SQLiteDatabase) throws(SQLiteError) -> Bool {
        let values: [SQLiteValue] = [.text(row.subsystem), .integer(row.stamp.nanoseconds)]
        return try !database.query("SELECT 1 FROM starts WHERE subsystem = ? AND stamp = ?", values).isEmpty
    }

    /// The bodies of one daemon's rows, newest first.
    static func bodies(of subsystem: String, in database: SQLiteDatabase) throws(SQLiteError) -> [String] {
        let isThere = try database.query("SELECT 1 FROM sqlite_master WHERE name = 'starts'")
        guard !isThere.isEmpty else { return [] }
        let rows = try database.query(
            "SELECT body FROM starts WHERE subsystem = ? ORDER BY stamp DESC LIMIT ?",
            [.text(subsystem), .integer(Int64(limit))])
        return rows.compactMap { $0[0].text }
    }
}

/// What a daemon wants in the table of starts.
struct StartRow: Sendable {
    let subsystem: String
    let stamp: MonotonicInstant
    /// A `SubsystemStart` as JSON.
    let body: String
}
