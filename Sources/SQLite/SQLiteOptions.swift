/// How a database is opened.
package struct SQLiteOptions: Sendable {
    package enum Access: Sendable {
        case readWrite
        /// As `readWrite`, and an absent file is made.
        case readWriteCreate
        case readOnly
    }
    package enum Journal: String, Sendable {
        case wal, delete, memory
    }
    /// What survives what (https://sqlite.org/pragma.html#pragma_synchronous): `full` loses nothing in a power cut,
    /// `normal` may lose the newest commits but not the file, `off` may lose the file.
    package enum Synchronous: String, Sendable {
        case off, normal, full
    }

    package var access: Access
    /// Nil leaves the file's journal mode as it is. A read-only connection never sets it.
    package var journal: Journal?
    package var synchronous: Synchronous
    /// How long a call waits for another connection's lock before it fails with `isBusy`.
    package var busyTimeout: Duration
    /// The most memory the connection keeps pages in.
    package var cacheKibibytes: Int
    package var foreignKeys: Bool

    package init(
        _ access: Access = .readWriteCreate, journal: Journal? = .wal, synchronous: Synchronous = .full,
        busyTimeout: Duration = .seconds(2), cacheKibibytes: Int = 256, foreignKeys: Bool = true
    ) {
        self.access = access
        self.journal = journal
        self.synchronous = synchronous
        self.busyTimeout = busyTimeout
        self.cacheKibibytes = cacheKibibytes
        self.foreignKeys = foreignKeys
    }
}
