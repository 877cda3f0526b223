import EventLoop
import Glibc

/// Which files lie under the cache's three names: SQLite's database, its write-ahead log and the log's index.
///
/// A connection goes on working on files that have been deleted or replaced, seen by nobody; and a log or index that
/// was replaced alone no longer belongs to its database. Comparing identities tells.
struct CacheFileIdentity: Equatable {
    private let database: FileIdentity
    private let log: FileIdentity?
    private let index: FileIdentity?

    /// Nil when there is no database.
    init?(_ path: String) {
        guard let database = FileIdentity(path: path) else { return nil }
        self.database = database
        log = FileIdentity(path: path + "-wal")
        index = FileIdentity(path: path + "-shm")
    }

    /// The database is the same file, but its log or index is not: they do not belong together.
    func isMixed(with other: CacheFileIdentity) -> Bool { database == other.database && self != other }

    /// Deletes all three, the database first: whoever opens a database by name afterwards makes its own log and index.
    static func remove(_ path: String) {
        for tail in ["", "-wal", "-shm"] { unlink(path + tail) }
    }
}

/// The identity of this boot of the host; empty where the kernel does not say.
package func currentBoot() -> String {
    let descriptor = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    return withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { buffer in
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        return String(decoding: buffer[..<max(0, count)].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
