import CLinux
import Glibc
import Synchronization

/// Tells when something has changed in one of a set of directories, or one of them was removed or moved: inotify(7).
///
/// It says that, not what: whoever hears of it looks. Of what another host changes on a network file system it hears
/// nothing, and a directory whose place another one takes is watched no longer: ``follow(_:)`` again what is there then.
package final class DirectoryWatch: Sendable {
    package struct Changes: OptionSet, Sendable {
        package let rawValue: UInt32
        package init(rawValue: UInt32) { self.rawValue = rawValue }
        /// An entry was removed.
        package static let removals = Changes(rawValue: UInt32(IN_DELETE))
        /// An entry came, went, was given other rights, or was written and closed.
        package static let entries = Changes(
            rawValue: UInt32(IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ATTRIB))
    }

    private static let always = UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)

    private let descriptor: Int32
    private let mask: UInt32
    /// The kernel's numbers of what is watched.
    private let numbers = Mutex<Set<Int32>>([])
    @LoopActor private var watch: DescriptorWatch?

    @LoopActor
    package init(for changes: Changes, onChange: @escaping @LoopActor () -> Void) throws(SystemError) {
        let descriptor = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
        guard descriptor >= 0 else { throw SystemError("inotify_init1") }
        self.descriptor = descriptor
        mask = changes.rawValue | Self.always
        watch = try EventLoop.main.watch(descriptor, for: .readable) { _ in
            var events = [UInt8](repeating: 0, count: 4096)
            if read(descriptor, &events, events.count) > 0 { onChange() }
        }
    }

    // Not before: a thread may be about to add a directory.
    deinit { close(descriptor) }

    /// Watches these directories and no others. Returns those that cannot be watched. May wait for the disk.
    @discardableResult
    package func follow(_ directories: Set<String>) -> [SystemError] {
        var failures: [SystemError] = []
        numbers.withLock { numbers in
            var current: Set<Int32> = []
            for path in directories {
                let number = inotify_add_watch(descriptor, path, mask)
                if number >= 0 {
                    current.insert(number)
                } else {
                    failures.append(SystemError("inotify_add_watch", path))
                }
            }
            // One that the kernel has dropped already, with its directory, is no mistake.
            for number in numbers.subtracting(current) { inotify_rm_watch(descriptor, number) }
            numbers = current
        }
        return failures
    }

    /// Of linux/magic.h: NFS, SMB, CIFS, SMB2, Ceph, AFS, 9P, FUSE.
    private static let silentKinds: Set<Int> = [
        0x6969, 0x517B, 0xFF53_4D42, 0xFE53_4D42, 0x00C3_6400, 0x5346_414F, 0x0102_1997, 0x6573_5546,
    ]

    /// Whether the file system that the path is on tells of all changes: not one of the network, or in user space. May
    /// wait for the disk.
    package static func hearsOfAll(on path: String) -> Bool {
        let kind = clinux_file_system_kind(path)
        return kind >= 0 && !silentKinds.contains(kind)
    }

    /// Final.
    @LoopActor
    package func cancel() {
        watch?.cancel()
        watch = nil
    }
}
