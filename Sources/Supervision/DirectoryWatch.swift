import CLinux
import EventLoop
import Glibc

/// Tells when a directory, or an entry of it, has been removed, or the directory moved away: inotify(7).
@LoopActor
final class DirectoryWatch {
    private let descriptor: Int32
    private let identity: Identity?
    private let path: String
    private var watch: DescriptorWatch?

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
        let descriptor = clinux_watch_removals(path)
        guard descriptor >= 0 else { throw SystemError("inotify", path) }
        self.descriptor = descriptor
        do throws(SystemError) {
            watch = try EventLoop.main.watch(descriptor, for: .readable) { _ in
                var events = [UInt8](repeating: 0, count: 4096)
                if read(descriptor, &events, events.count) > 0 { onRemoval() }
            }
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// Whether the path still leads to the directory that is watched.
    var isInPlace: Bool { identity != nil && Identity(path) == identity }

    /// Final.
    func cancel() {
        guard let watch else { return }
        watch.cancel()
        self.watch = nil
        close(descriptor)
    }
}
