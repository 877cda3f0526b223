import Glibc
import TestSupport

/// A file system in memory that a test can fill; gone with ``end()``.
final class Tmpfs: Sendable {
    let path: String

    init(at path: String, size: String) throws {
        self.path = path
        mkdir(path, 0o700)
        guard mount("tmpfs", path, "tmpfs", UInt(MS_NOSUID | MS_NODEV), "size=\(size),mode=700") == 0 else {
            throw Failure(path: path, code: errno)
        }
    }

    /// Also while files of it are open.
    func end() { umount2(path, Int32(MNT_DETACH)) }

    struct Failure: Error {
        let path: String
        let code: Int32
    }
}
