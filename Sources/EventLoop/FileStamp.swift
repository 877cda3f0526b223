import Glibc

/// Tells whether a file is another than before: it was written, or replaced.
package struct FileStamp: Equatable, Sendable {
    private let identity: FileIdentity
    private let size, changedSeconds, changedNanoseconds: Int

    /// Of what has the path now; nil when nothing does.
    package init?(path: String) {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        identity = FileIdentity(info)
        size = Int(info.st_size)
        changedSeconds = info.st_mtim.tv_sec
        changedNanoseconds = info.st_mtim.tv_nsec
    }
}
