import EventLoop
import Glibc

/// A process, told apart from a later one with the same number by when it began.
struct ProcessIdentity: Codable, Equatable, Sendable {
    let pid: Int32
    /// Field 22 of /proc/PID/stat: clock ticks since the boot.
    let startTime: UInt64

    private enum CodingKeys: String, CodingKey {
        case pid
        case startTime = "start_time"
    }

    /// The process that has this number now; nil when there is none.
    init?(of pid: pid_t) {
        let descriptor = open("/proc/\(pid)/stat", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 1024)
        let count = read(descriptor, &buffer, buffer.count)
        // The second field, the name, may contain spaces and parentheses: count from its end.
        guard count > 0, let end = buffer[..<count].lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = buffer[(end + 1)..<count].split(separator: UInt8(ascii: " "))
        guard fields.count > 19, let time = UInt64(String(decoding: fields[19], as: UTF8.self)) else { return nil }
        self.pid = pid
        startTime = time
    }
}
