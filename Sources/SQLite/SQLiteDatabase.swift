import CSQLite

/// One connection to one SQLite database. Closed when released.
///
/// Every call may wait for the disk or for another connection's lock: never make one on the event loop's thread.
///
/// `@unchecked Sendable` holds because the connection is opened with SQLITE_OPEN_FULLMUTEX, and because every use of
/// `handle` and of `statements` is inside ``exclusively(_:)``, which holds the connection's own recursive mutex; a
/// transaction holds it from BEGIN to COMMIT, so that other threads' statements never fall into it.
package final class SQLiteDatabase: @unchecked Sendable {
    package let path: String
    private let handle: OpaquePointer
    /// Prepared statements by their text. The node's SQL is a fixed set of texts; the limit guards against a mistake.
    private var statements: [String: SQLiteStatement] = [:]
    private static let statementLimit = 64

    /// Once for the process, before the first connection.
    private static let useLittleMemory: Void = csqlite_use_little_memory()

    package init(path: String, _ options: SQLiteOptions = SQLiteOptions()) throws(SQLiteError) {
        precondition(sqlite3_threadsafe() != 0, "this SQLite was built without mutexes")
        Self.useLittleMemory
        self.path = path
        handle = try Self.open(path, options)
        try configure(options)
    }

    deinit {
        for statement in statements.values { statement.finalize() }
        sqlite3_close_v2(handle)
    }

    private static func open(_ path: String, _ options: SQLiteOptions) throws(SQLiteError) -> OpaquePointer {
        let access =
            switch options.access {
            case .readOnly: SQLITE_OPEN_READONLY
            case .readWrite: SQLITE_OPEN_READWRITE
            case .readWriteCreate: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            }
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(path, &handle, access | SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let handle else {
            sqlite3_close_v2(handle)
            throw SQLiteError(extendedCode: code, message: String(cString: sqlite3_errstr(code)), subject: path)
        }
        return handle
    }

    private func configure(_ options: SQLiteOptions) throws(SQLiteError) {
        let timeout = min(max(options.busyTimeout, .zero), .seconds(3600)).components
        sqlite3_busy_timeout(handle, Int32(timeout.seconds * 1000 + timeout.attoseconds / 1_000_000_000_000_000))
        try execute("PRAGMA cache_size = -\(options.cacheKibibytes)")
        try execute("PRAGMA mmap_size = 0")
        try execute("PRAGMA temp_store = MEMORY")
        try execute("PRAGMA trusted_schema = OFF")
        try execute("PRAGMA foreign_keys = \(options.foreignKeys ? "ON" : "OFF")")
        guard options.access != .readOnly else { return }
        try execute("PRAGMA synchronous = \(options.synchronous.rawValue)")
        if let journal = options.journal { try execute("PRAGMA journal_mode = \(journal.rawValue)") }
    }

    // MARK: Statements

    /// Runs SQL without parameters, any number of statements; answers are thrown away.
    package func execute(_ sql: String) throws(SQLiteError) {
        try exclusively { () throws(SQLiteError) in
            guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw lastError(sql) }
        }
    }

    /// Runs one statement, `?` bound to `parameters` in order, and returns its rows.
    package func query(_ sql: String, _ parameters: [SQLiteValue] = []) throws(SQLiteError) -> [SQLiteRow] {
        try exclusively { () throws(SQLiteError) in
            let statement = try prepared(sql)
            defer { statement.reset() }
            guard statement.bind(parameters) else { throw lastError(sql) }
            var rows: [SQLiteRow] = []
            while true {
                switch statement.step() {
                case SQLITE_ROW: rows.append(statement.row)
                case SQLITE_DONE: return rows
                default: throw lastError(sql)
                }
            }
        }
    }

    /// Runs one statement that changes rows, and returns how many it changed.
    @discardableResult
    package func run(_ sql: String, _ parameters: [SQLiteValue] = []) throws(SQLiteError) -> Int {
        try exclusively { () throws(SQLiteError) in
            _ = try query(sql, parameters)
            return Int(sqlite3_changes(handle))
        }
    }

    /// The rowid of the newest row that this connection inserted.
    package var lastInsertedRowID: Int64 { exclusively { sqlite3_last_insert_rowid(handle) } }

    // MARK: Transactions

    /// Runs `body` between BEGIN IMMEDIATE and COMMIT; rolls back and passes on what it throws. Transactions do not nest.
    package func transaction<Value>(_ body: () throws -> Value) throws -> Value {
        try exclusively {
            try execute("BEGIN IMMEDIATE")
            do {
                let value = try body()
                try execute("COMMIT")
                return value
            } catch {
                // Some failures have rolled back already; then there is nothing left to do.
                if sqlite3_get_autocommit(handle) == 0 { try execute("ROLLBACK") }
                throw error
            }
        }
    }

    // MARK: The file

    /// Looks through the whole file; throws an error whose `isDamage` is true and whose message says what is wrong.
    package func quickCheck() throws(SQLiteError) {
        let findings = try query("PRAGMA quick_check(5)").compactMap(\.[0].text)
        guard findings != ["ok"] else { return }
        throw SQLiteError(extendedCode: SQLITE_CORRUPT, message: findings.joined(separator: "; "), subject: path)
    }

    /// Lets go of the pages that are kept in memory: the next look is at the file.
    package func forgetPages() throws(SQLiteError) { try execute("PRAGMA shrink_memory") }

    /// The number kept in the file's header for its owner's use: the version of the schema.
    package var userVersion: Int {
        get throws(SQLiteError) { Int(try query("PRAGMA user_version").first?[0].integer ?? 0) }
    }

    package func setUserVersion(_ version: Int) throws(SQLiteError) {
        try execute("PRAGMA user_version = \(version)")
    }

    // MARK: Inside

    private func exclusively<Value, Failure: Error>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        sqlite3_mutex_enter(sqlite3_db_mutex(handle))
        defer { sqlite3_mutex_leave(sqlite3_db_mutex(handle)) }
        return try body()
    }

    private func prepared(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
        if let statement = statements[sql] { return statement }
        var compiled: OpaquePointer?
        var isWhole = false
        let code = sql.withCString { text in
            var rest: UnsafePointer<CChar>?
            defer { isWhole = rest.map { $0.pointee == 0 } ?? true }
            return sqlite3_prepare_v3(handle, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &compiled, &rest)
        }
        guard code == SQLITE_OK else { throw lastError(sql) }
        guard let compiled, isWhole else {
            sqlite3_finalize(compiled)
            throw SQLiteError(extendedCode: SQLITE_MISUSE, message: "not exactly one statement", subject: sql)
        }
        if statements.count >= Self.statementLimit { forgetStatements() }
        let statement = SQLiteStatement(compiled)
        statements[sql] = statement
        return statement
    }

    private func forgetStatements() {
        for statement in statements.values { statement.finalize() }
        statements = [:]
    }

    private func lastError(_ subject: String) -> SQLiteError {
        let message = String(cString: sqlite3_errmsg(handle))
        return SQLiteError(extendedCode: sqlite3_extended_errcode(handle), message: message, subject: subject)
    }
}
