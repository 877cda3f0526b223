import CSQLite

/// A call of SQLite that failed: its result codes (https://sqlite.org/rescode.html), its message, and what it was about.
package struct SQLiteError: Error, Equatable, CustomStringConvertible {
    /// The primary result code, `SQLITE_BUSY` for one.
    package let code: Int32
    /// The extended result code; its low byte is `code`.
    package let extendedCode: Int32
    package let message: String
    /// The file, or the SQL text; never a bound value.
    package let subject: String

    init(extendedCode: Int32, message: String, subject: String) {
        code = extendedCode & 0xff
        self.extendedCode = extendedCode
        self.message = message
        self.subject = subject
    }

    /// The file is not a sound database: only replacing it helps.
    package var isDamage: Bool { code == SQLITE_CORRUPT || code == SQLITE_NOTADB }

    /// Another connection held a lock for longer than the busy timeout: trying again may help.
    package var isBusy: Bool { code == SQLITE_BUSY || code == SQLITE_LOCKED }

    /// For ten seconds SQLite could not get past a lock on the write-ahead log that is held against readers.
    package var isLockedOut: Bool { code == SQLITE_PROTOCOL }

    /// The file cannot be opened: it is absent, a directory, or not permitted.
    package var isCannotOpen: Bool { code == SQLITE_CANTOPEN }

    /// A UNIQUE, FOREIGN KEY, CHECK or NOT NULL constraint refused the change.
    package var isConstraint: Bool { code == SQLITE_CONSTRAINT }

    static let inputOutput = SQLITE_IOERR

    package var description: String { "\(message) (SQLite code \(extendedCode)): \(subject)" }
}
