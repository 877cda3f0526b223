import EventLoop
import Glibc

/// The space of one file system, as statvfs(3) tells it. Bytes.
package struct FileSystemSpace: Sendable, Equatable {
    package let total: Int64
    /// What unprivileged processes can still write.
    package let available: Int64
    /// Files that can still be made; nil where the file system has no such limit.
    package let availableFiles: Int64?

    /// May block for as long as the file system does.
    package init(path: String) throws(SystemError) {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { throw SystemError("statvfs", path) }
        let unit = Int64(clamping: status.f_frsize)
        total = Int64(clamping: status.f_blocks).multipliedReportingOverflow(by: unit).partialValue
        available = Int64(clamping: status.f_bavail).multipliedReportingOverflow(by: unit).partialValue
        availableFiles = status.f_files == 0 ? nil : Int64(clamping: status.f_favail)
    }

    /// 0 to 1.
    package var usedFraction: Double { total <= 0 ? 0 : 1 - Double(available) / Double(total) }
}
