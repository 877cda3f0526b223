import Glibc

/// Tells one file or directory from another, whatever their names.
struct FileIdentity: Equatable, Sendable {
    let device: UInt64
    let inode: UInt64

    /// What has the path now; nil when nothing does.
    init?(path: String) {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        device = UInt64(info.st_dev)
        inode = UInt64(info.st_ino)
    }
}
