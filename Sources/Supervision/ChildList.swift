import Glibc

/// The children of this process's main thread, the only one that starts any: proc_pid_children(5). The file is kept open
/// and read anew each time.
final class ChildList {
    private let descriptor = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC)

    deinit { close(descriptor) }

    /// Empty where the kernel does not tell; of very many, the first that fit into 4 KiB.
    var pids: [pid_t] {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        return Self.pids(buffer.prefix(max(0, count)))
    }

    /// A blank follows each number: one without was cut short, and would be that of another process.
    static func pids(_ text: some BidirectionalCollection<UInt8>) -> [pid_t] {
        guard let end = text.lastIndex(of: UInt8(ascii: " ")) else { return [] }
        return String(decoding: text[..<end], as: UTF8.self).split(separator: " ").compactMap { pid_t($0) }
    }
}
