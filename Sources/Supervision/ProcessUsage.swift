import Glibc
import NodeProtocol

/// What a process uses, from /proc/PID (proc(5)). What cannot be read is nil.
struct ProcessUsage {
    /// The proportional set size in bytes: smaps_rollup.
    let memoryBytes: Int64?
    /// The resident set size in bytes: likewise.
    let residentBytes: Int64?
    /// User and system time since it began: fields 14 and 15 of stat.
    let cpuSeconds: Double?
    /// The entries of fd.
    let openDescriptors: Int?

    /// Costs the kernel a walk through the address space of the process.
    init(of pid: pid_t) {
        let memory = ProcessStat.contents("/proc/\(pid)/smaps_rollup")
        memoryBytes = memory.flatMap { Self.bytes("Pss:", in: $0) }
        residentBytes = memory.flatMap { Self.bytes("Rss:", in: $0) }
        cpuSeconds = ProcessStat(of: pid)?.cpuSeconds
        openDescriptors = Self.descriptorCount(of: pid)
    }

    private static func bytes(_ key: String, in text: String) -> Int64? {
        for line in text.split(separator: "\n") where line.hasPrefix(key) {
            let words = line.split(separator: " ")
            return words.count == 3 ? Int64(words[1]).map { $0 * 1024 } : nil
        }
        return nil
    }

    private static func descriptorCount(of pid: pid_t) -> Int? {
        guard let directory = opendir("/proc/\(pid)/fd") else { return nil }
        defer { closedir(directory) }
        var count = -2  // "." and ".."
        while readdir(directory) != nil { count += 1 }
        return count
    }
}
