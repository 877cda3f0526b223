import EventLoop
import Glibc
import NodeProtocol
import SQLite

/// A writer's hold on the cache file: opens it, notices when it is gone or no good, makes it anew and fills it again.
///
/// The file is worth nothing by itself, so whatever is wrong with it, the answer is to replace it; the writers of the
/// other tables find another file under the name and fill in their rows. Used on one thread.
struct StatusFile {
    /// Why the file was opened again.
    enum Reopening: Equatable {
        case firstTime
        /// Somebody deleted or replaced it.
        case replaced
        case broken(StatusCacheError)
        /// A lock was held on it for longer than ``patience``.
        case locked
    }

    /// How long a lock on the file is put up with before the file is replaced.
    private let patience: Duration
    private let path: String
    private let boot = currentBoot()
    private var database: SQLiteDatabase?
    private var identity: CacheFileIdentity?
    private var wasOpen = false
    private var busySince: MonotonicInstant?
    /// The newest row of every table this process writes, to fill a new file with.
    private var kept: [StatusTable: StatusRow] = [:]
    /// This process's start.
    private var start: StartRow?

    init(path: String, patience: Duration) {
        self.path = path
        self.patience = patience
    }

    /// Writes rows. Returns why the file had to be opened for that, if it had.
    mutating func put(
        _ rows: [StatusTable: StatusRow], start: StartRow? = nil, sample: ResourcePoint? = nil
    ) throws(StatusCacheError) -> Reopening? {
        kept.merge(rows) { $1 }
        if let start { self.start = start }
        let reopening = try attempt { (file, database) throws(SQLiteError) in
            try file.write(rows, to: database)
            if let start { try StartTable.write(start, to: database) }
        }
        // A sample is not kept: when it cannot be written, the next one can.
        guard let sample else { return reopening }
        let again = try attempt { (_, database) throws(SQLiteError) in try HistoryTable.add(sample, to: database) }
        return reopening ?? again
    }

    /// Looks whether what was written is still there and readable, and repairs it when not.
    mutating func check() throws(StatusCacheError) -> Reopening? {
        try attempt { (file, database) throws(SQLiteError) in
            try database.forgetPages()
            try database.quickCheck()
            let missing = try file.rowsMissing(in: database)
            if !missing.isEmpty { try file.write(missing, to: database) }
            try file.writeStartIfMissing(in: database)
        }
    }

    private mutating func attempt(
        _ body: (StatusFile, SQLiteDatabase) throws(SQLiteError) -> Void
    ) throws(StatusCacheError) -> Reopening? {
        var reason = wasOpen ? Reopening.replaced : .firstTime
        if let database, let identity, CacheFileIdentity(path) == identity {
            do throws(SQLiteError) {
                try body(self, database)
                busySince = nil
                return nil
            } catch {
                guard !error.isBusy else { return try giveTime(.sqlite(error)) }
                reason = .broken(.sqlite(error))
            }
        }
        do throws(StatusCacheError) {
            return try reopen(reason)
        } catch {
            guard error.isBusy else { throw error }
            return try giveTime(error)
        }
    }

    /// Passes a lock on as an error until it has been there for too long; then the file is replaced.
    private mutating func giveTime(_ error: StatusCacheError) throws(StatusCacheError) -> Reopening? {
        let since = busySince ?? .now
        busySince = since
        guard since.duration(to: .now) >= patience else { throw error }
        return try reopen(.locked)
    }

    // MARK: Opening

    private mutating func reopen(_ cause: Reopening) throws(StatusCacheError) -> Reopening {
        var reason = cause
        let former = identity
        database = nil
        identity = nil
        let lock = try OpeningLock(path + ".lock")
        defer { lock.release() }
        let present = CacheFileIdentity(path)
        switch reason {
        case .broken, .locked:
            // Not when another daemon has replaced it meanwhile.
            if present == former { CacheFileIdentity.remove(path) }
        case .firstTime, .replaced:
            let isMixed = present.flatMap { former?.isMixed(with: $0) } ?? false
            if present == nil || isMixed { CacheFileIdentity.remove(path) }
        }
        do throws(StatusCacheError) {
            try open()
        } catch {
            guard !error.isBusy else { throw error }
            if wasOpen || error != .otherBoot { reason = .broken(error) }
            CacheFileIdentity.remove(path)
            try open()
        }
        wasOpen = true
        busySince = nil
        return reason
    }

    private mutating func open() throws(StatusCacheError) {
        let options = SQLiteOptions(synchronous: .off, busyTimeout: .milliseconds(250), cacheKibibytes: 32)
        let database = try sqlite { () throws(SQLiteError) in try SQLiteDatabase(path: path, options) }
        let version = try sqlite { () throws(SQLiteError) in try database.userVersion }
        guard version == 0 || version == StatusTable.schemaVersion else { throw .otherSchema(version: version) }
        let fileBoot = try sqlite { () throws(SQLiteError) in
            try database.execute("PRAGMA wal_autocheckpoint = 64")
            if version == 0 { try prepare(database) }
            try database.execute(StatusTable.addition)
            try database.execute(StartTable.schema)
            try database.execute(HistoryTable.schema)
            try database.quickCheck()
            return try database.query(StatusTable.readBoot).first?[0].text
        }
        guard fileBoot == boot else { throw .otherBoot }
        try sqlite { () throws(SQLiteError) in
            try write(rowsMissing(in: database), to: database)
            try writeStartIfMissing(in: database)
        }
        self.database = database
        identity = CacheFileIdentity(path)
    }

    private func sqlite<Value>(_ body: () throws(SQLiteError) -> Value) throws(StatusCacheError) -> Value {
        do throws(SQLiteError) { return try body() } catch { throw .sqlite(error) }
    }

    private func prepare(_ database: SQLiteDatabase) throws(SQLiteError) {
        try database.execute("BEGIN IMMEDIATE;" + StatusTable.schema)
        try database.run(StatusTable.writeBoot, [.text(boot)])
        try database.execute("PRAGMA user_version = \(StatusTable.schemaVersion); COMMIT")
    }

    // MARK: Rows

    private func write(_ rows: [StatusTable: StatusRow], to database: SQLiteDatabase) throws(SQLiteError) {
        for table in StatusTable.allCases {
            guard let row = rows[table] else { continue }
            let values: [SQLiteValue] = [
                .text(row.body), .integer(Int64(row.generation)), .integer(row.stamp.nanoseconds),
            ]
            try database.run(table.upsert, values)
        }
    }

    private func writeStartIfMissing(in database: SQLiteDatabase) throws(SQLiteError) {
        guard let start, try !StartTable.has(start, in: database) else { return }
        try StartTable.write(start, to: database)
    }

    private func rowsMissing(in database: SQLiteDatabase) throws(SQLiteError) -> [StatusTable: StatusRow] {
        var missing = kept
        for row in try database.query(StatusTable.readStamps) {
            guard let table = row[0].text.flatMap(StatusTable.init), let stamp = row[1].integer else { continue }
            if let ours = missing[table], stamp >= ours.stamp.nanoseconds { missing[table] = nil }
        }
        return missing
    }
}

/// Held while a daemon opens or replaces the cache file, so that two do not do it across each other: flock(2) on a file
/// beside it, given up by the kernel when its holder dies.
private struct OpeningLock {
    private let descriptor: Int32

    /// Waits for at most half a second.
    init(_ path: String) throws(StatusCacheError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        // Without the file (a directory that is gone, a full disk) the opening itself tells what is wrong.
        guard descriptor >= 0 else { return }
        for _ in 0..<100 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
            usleep(5000)
        }
        close(descriptor)
        throw .openingHeld
    }

    func release() { if descriptor >= 0 { close(descriptor) } }
}
