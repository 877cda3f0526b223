import EventLoop
import Glibc

/// Tells when a directory, or an entry of it, has been removed, or the directory moved away.
@LoopActor
final class RuntimeDirectoryWatch {
    private let path: String
    private let identity: Identity?
    private let watch: DirectoryWatch

    private struct Identity: Equatable {
        let device: dev_t
        let inode: ino_t

        init?(_ path: String) {
            var info = stat()
            guard stat(path, &info) == 0 else { return nil }
            device = info.st_dev
            inode = info.st_ino
        }
    }

    init(_ path: String, onRemoval: @escaping @LoopActor () -> Void) throws(SystemError) {
        self.path = path
        identity = Identity(path)
        watch = try DirectoryWatch(for: .removals, onChange: onRemoval)
        if let failure = watch.follow([path]).first {
            watch.cancel()
            throw failure
        }
    }

    /// Whether the path still leads to the directory that is watched.
    var isInPlace: Bool { identity != nil && Identity(path) == identity }

    /// Final.
    func cancel() { watch.cancel() }
}
