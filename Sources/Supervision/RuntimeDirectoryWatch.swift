import EventLoop
import Glibc

/// Tells when a directory, or an entry of it, has been removed, or the directory moved away.
@LoopActor
final class RuntimeDirectoryWatch {
    private let path: String
    private let identity: FileIdentity?
    private let watch: DirectoryWatch

    init(_ path: String, onRemoval: @escaping @LoopActor () -> Void) throws(SystemError) {
        self.path = path
        identity = FileIdentity(path: path)
        watch = try DirectoryWatch(for: .removals, onChange: onRemoval)
        if let failure = watch.follow([path]).first {
            watch.cancel()
            throw failure
        }
    }

    /// Whether the path still leads to the directory that is watched.
    var isInPlace: Bool { identity != nil && FileIdentity(path: path) == identity }

    /// Final.
    func cancel() { watch.cancel() }
}
