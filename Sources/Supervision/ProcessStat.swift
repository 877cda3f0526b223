import EventLoop
import Glibc

/// What is read of /proc/PID/stat (proc(5)).
struct ProcessStat {
    /// User and system time since it began: fields 14 and 15.
    let cpuSeconds: Double
    /// When it began, in clock ticks since the boot: field 22.
    let startTime: UInt64

    /// Nil when there is no such process.
    init?(of pid: pid_t) {
        // The second field, the name, may contain spaces and parentheses: count from its end.
        guard let text = Self.contents("/proc/\(pid)/stat"), let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 19, let user = Double(fields[11]), let system = Double(fields[12]),
            let start = UInt64(fields[19])
        else { return nil }
        cpuSeconds = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
        startTime = start
    }

    /// The text of a file of /proc, at most 4 KiB; nil when it cannot be read.
    static func contents(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }
}
