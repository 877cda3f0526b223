import EventLoop
import JSON

/// The tables of the status cache, and all of its SQL.
///
/// Each table holds at most one row: what its one writing daemon last said, as JSON text, with the generation of that
/// daemon's process and the `MonotonicInstant` of saying it, in nanoseconds.
enum StatusTable: String, CaseIterable, Sendable {
    /// The resource report; written by probed.
    case resources
    /// `ConductorStatus`; written by heartbeatd.
    case conductor
    /// `EngineStatus`; written by deployd.
    case engine
    /// An array of `ServiceExplanation`; written by deployd, and before the services: none that is shown is unexplained.
    case explanations
    /// An array of `ServiceStatus`; written by deployd.
    case services
    /// An array of `StatisticsSample`; written by deployd.
    case statistics
    /// An array of `ServiceOutputFile`; written by deployd.
    case outputFiles = "output_files"

    static let schemaVersion = 1

    /// Makes what is not there yet. Two daemons may run this at the same time.
    static let schema = "CREATE TABLE IF NOT EXISTS boot (id TEXT NOT NULL);" + allCases.map(\.schema).joined()

    private var schema: String {
        """
        CREATE TABLE IF NOT EXISTS \(rawValue) (
            id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL, generation INTEGER NOT NULL,
            stamp INTEGER NOT NULL);
        """
    }

    /// Run at every opening, as that of ``StartTable``.
    static let addition = explanations.schema + statistics.schema + outputFiles.schema

    /// The boot in which the file was made: stamps of another boot mean nothing.
    static let readBoot = "SELECT id FROM boot"
    static let writeBoot = "INSERT INTO boot (id) VALUES (?)"

    /// Parameters: body, generation, stamp. The newest stamp wins, whoever comes last.
    var upsert: String {
        """
        INSERT INTO \(rawValue) (id, body, generation, stamp) VALUES (1, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET body = excluded.body, generation = excluded.generation, stamp = excluded.stamp
        WHERE excluded.stamp >= stamp
        """
    }

    /// One consistent view of what is asked for often: table, body, generation, stamp.
    static let readAll = [resources, conductor, engine, services].map(\.read).joined(separator: " UNION ALL ")

    /// Table, body, generation, stamp.
    var read: String { "SELECT '\(rawValue)', body, generation, stamp FROM \(rawValue)" }

    /// Table and stamp of every row.
    static let readStamps = allCases.map {
        "SELECT '\($0.rawValue)', stamp FROM \($0.rawValue)"
    }.joined(separator: " UNION ALL ")
}

/// What a writer wants in a table.
struct StatusRow: Sendable {
    let body: String
    let generation: Int
    let stamp: MonotonicInstant
}
