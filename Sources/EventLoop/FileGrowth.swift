import CLinux
import Glibc

/// Tells once when a file grows, is renamed or loses its last name: inotify(7). What another host does to a file on a
/// network file system it does not tell.
package final class FileGrowth: Sendable {
    private let descriptor: Int32
    @LoopActor private var watch: DescriptorWatch?

    @LoopActor
    package init(onGrowth: @escaping @LoopActor () -> Void) throws(SystemError) {
        let descriptor = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
        guard descriptor >= 0 else { throw SystemError("inotify_init1") }
        self.descriptor = descriptor
        watch = try EventLoop.main.watch(descriptor, for: .readable) { _ in
            var events = [UInt8](repeating: 0, count: 4096)
            if read(descriptor, &events, events.count) > 0 { onGrowth() }
        }
    }

    // Not before: a thread may be about to wait for a file.
    deinit { close(descriptor) }

    /// Tells of what happens to the file from now on, once; of a file that was waited for before it is told too. May wait
    /// for the disk. False where it cannot be told.
    package func wait(for file: Int32) -> Bool {
        let changes = UInt32(IN_MODIFY | IN_MOVE_SELF | IN_ATTRIB | IN_DELETE_SELF) | UInt32(IN_ONESHOT)
        return inotify_add_watch(descriptor, "/proc/self/fd/\(file)", changes) >= 0
    }

    /// Final.
    @LoopActor
    package func cancel() {
        watch?.cancel()
        watch = nil
    }
}
