import Glibc

/// A lock on a SQLite database in WAL mode, held by somebody who knows nothing of SQLite: on the bytes of the log's
/// index that SQLite itself locks (https://sqlite.org/walformat.html, 2.3.1).
///
/// It is a lock of the open file (F_OFD_SETLK of fcntl(2)): others of this process do not disturb it, and closing it
/// releases it.
package final class LogIndexLock: Sendable {
    package enum Scope: CaseIterable, Sendable {
        /// WAL_WRITE_LOCK: readers go on.
        case writers
        /// All eight, as a process holds them that recovers the log.
        case everybody
    }

    private let descriptor: Int32

    /// Tries for half a second; nil when it could not be had, or there is no index.
    package init?(database path: String, _ scope: Scope) {
        descriptor = open(path + "-shm", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = 120
        lock.l_len = scope == .writers ? 1 : 8
        for _ in 0..<500 {
            if fcntl(descriptor, Self.setOpenFileLock, &lock) == 0 { return }
            usleep(1000)
        }
        return nil
    }

    deinit { close(descriptor) }

    /// F_OFD_SETLK, which the C library shows only with _GNU_SOURCE.
    private static let setOpenFileLock: Int32 = 37
}
