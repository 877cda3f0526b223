import CLinux
import EventLoop
import Glibc

/// The file of ``InputMarks``, written in place: each record is one write(2), which the end of the process cannot cut in
/// two. What an earlier, longer record has left behind its end does not count.
final class MarkFile: Sendable {
    private let descriptor: Int32
    private let path: String

    init(path: String) throws(SystemError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        self.path = path
        guard descriptor >= 0 else { throw SystemError("open", path) }
    }

    deinit { close(descriptor) }

    /// Nil when there is no whole record in it, a new file for one.
    func read() throws(SystemError) -> MarkRecord? {
        var bytes = [UInt8](repeating: 0, count: 256 * 1024)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count >= 0 else { throw SystemError("read", path) }
        return MarkRecord(parsing: bytes[..<count])
    }

    func write(_ record: MarkRecord) throws(SystemError) {
        let bytes = record.bytes
        let count = pwrite(descriptor, bytes, bytes.count, 0)
        guard count == bytes.count else { throw SystemError("write", path, errno: count < 0 ? errno : ENOSPC) }
    }

    /// The first byte of the record will tell when it was another process that ended this one.
    func noteForeignSignals() { clinux_note_foreign_signals(descriptor, 0) }
}
