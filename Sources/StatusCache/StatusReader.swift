import EventLoop
import JSON
import NodeProtocol
import SQLite
import Synchronization

/// Reads the status cache; from any thread.
///
/// A read costs a few stat(2) and one look at the database's change counter; only after a change are rows read and
/// parsed again. It never fails: without a readable file the snapshot is empty. While the file is locked it is the last
/// one, whose values tell their true age; a lock held against readers makes a read take ten seconds.
package final class StatusReader: Sendable {
    private struct State {
        var database: SQLiteDatabase?
        var identity: CacheFileIdentity?
        /// `PRAGMA data_version` when `snapshot` was read.
        var version: Int64?
        var snapshot = StatusSnapshot()
    }

    private let path: String
    private let boot = currentBoot()
    private let state = Mutex(State())

    package init(path: String) { self.path = path }

    package func snapshot() -> StatusSnapshot {
        state.withLock { state in
            do throws(SQLiteError) {
                try refresh(&state)
            } catch {
                // A reader has nobody to tell: the writers find the same fault, say so, and repair it.
                if !error.isBusy, !error.isLockedOut { state = State() }
            }
            return state.snapshot
        }
    }

    /// The starts of one daemon, newest first, at most 50: empty when the file cannot be read. Rows of another version
    /// that cannot be understood are left out.
    package func starts(of subsystem: Subsystem) -> [SubsystemStart] {
        read { (database) throws(SQLiteError) in
            try StartTable.bodies(of: subsystem.rawValue, in: database).compactMap {
                try? JSON(parsing: $0).decode(SubsystemStart.self)
            }
        } ?? []
    }

    /// Why each service is as it is; nil when that was never written, or the file cannot be read.
    package func explanations() -> Cached<[ServiceExplanation]>? { row(of: .explanations) }

    /// What each service used when it was last measured; nil when that was never written, or the file cannot be read.
    package func statistics() -> Cached<[StatisticsSample]>? { row(of: .statistics) }

    /// Where each service's output lies; nil when that was never written, or the file cannot be read.
    package func outputFiles() -> Cached<[ServiceOutputFile]>? { row(of: .outputFiles) }

    /// How the host was in the last day, the oldest first: empty when the file cannot be read.
    package func history() -> [ResourcePoint] { read(HistoryTable.points) ?? [] }

    /// The row of a table that files of earlier versions do not have.
    private func row<Value: Decodable & Sendable>(of table: StatusTable) -> Cached<Value>? {
        read { (database) throws(SQLiteError) in
            let name = SQLiteValue.text(table.rawValue)
            guard try !database.query("SELECT 1 FROM sqlite_master WHERE name = ?", [name]).isEmpty else { return nil }
            return try database.query(table.read).first.flatMap(Self.cached)
        } ?? nil
    }

    /// What `body` reads; nil when the file cannot be read.
    private func read<Value: Sendable>(_ body: (SQLiteDatabase) throws(SQLiteError) -> Value) -> Value? {
        state.withLock { state in
            do throws(SQLiteError) {
                try refresh(&state)
                return try state.database.map(body)
            } catch {
                if !error.isBusy, !error.isLockedOut { state = State() }
                return nil
            }
        }
    }

    private func refresh(_ state: inout State) throws(SQLiteError) {
        let identity = CacheFileIdentity(path)
        if state.database == nil || identity != state.identity { try open(&state) }
        guard let database = state.database else { return }
        let version = try database.query("PRAGMA data_version").first?[0].integer
        guard version != state.version else { return }
        state.snapshot = Self.snapshot(of: try database.query(StatusTable.readAll))
        state.version = version
    }

    private func open(_ state: inout State) throws(SQLiteError) {
        state = State()
        guard let before = CacheFileIdentity(path) else { return }
        let options = SQLiteOptions(.readOnly, busyTimeout: .milliseconds(20), cacheKibibytes: 64)
        let database = try SQLiteDatabase(path: path, options)
        guard try database.query(StatusTable.readBoot).first?[0].text == boot else { return }
        // Opened before its log and index were there, or while it was replaced: the next read tries again.
        guard let after = CacheFileIdentity(path), before == after || before.isMixed(with: after) else { return }
        state.database = database
        state.identity = after
    }

    private static func snapshot(of rows: [SQLiteRow]) -> StatusSnapshot {
        var snapshot = StatusSnapshot()
        for row in rows {
            switch row[0].text.flatMap(StatusTable.init) {
            case .resources: snapshot.resources = cached(row)
            case .conductor: snapshot.conductor = cached(row)
            case .engine: snapshot.engine = cached(row)
            case .services: snapshot.services = cached(row)
            case .explanations, .statistics, .outputFiles, nil: break
            }
        }
        return snapshot
    }

    /// Nil when the body is not what its table promises: as good as never written.
    private static func cached<Value: Decodable>(_ row: SQLiteRow) -> Cached<Value>? {
        guard let body = row[1].text, let generation = row[2].integer, let stamp = row[3].integer,
            let value = try? JSON(parsing: body).decode(Value.self)
        else { return nil }
        return Cached(
            value: value, generation: Int(generation), stamp: MonotonicInstant(nanoseconds: stamp))
    }
}
