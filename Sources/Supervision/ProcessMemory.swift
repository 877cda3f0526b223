import Glibc

/// How much memory a process accounts for.
enum ProcessMemory {
    /// The proportional set size in bytes, from /proc/PID/smaps_rollup (proc(5)); nil where it cannot be read.
    static func proportionalSetSize(of pid: pid_t) -> Int64? {
        let descriptor = open("/proc/\(pid)/smaps_rollup", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 2048)
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return nil }
        for line in String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n")
        where line.hasPrefix("Pss:") {
            let words = line.split(separator: " ")
            return words.count == 3 ? Int64(words[1]).map { $0 * 1024 } : nil
        }
        return nil
    }
}
