import Foundation
import Glibc

/// What /proc tells of a process (proc(5)).
package enum ProcessFacts {
    private static func text(_ path: String) -> String {
        contents(of: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// One line of /proc/PID/status, without its name.
    package static func status(_ pid: pid_t, _ name: String) -> String? {
        text("/proc/\(pid)/status").split(separator: "\n").first { $0.hasPrefix(name + ":") }
            .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
    }

    package static func descriptorCount(_ pid: pid_t) -> Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count) ?? 0
    }

    /// What they are of, as /proc/PID/fd has it.
    package static func descriptors(_ pid: pid_t) -> [String] {
        let directory = "/proc/\(pid)/fd"
        let numbers = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return numbers.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "\(directory)/\($0)") }
    }

    package static func residentKilobytes(_ pid: pid_t) -> Int {
        status(pid, "VmRSS").flatMap { Int($0.split(separator: " ")[0]) } ?? 0
    }

    /// How often it has waited, and so was woken.
    package static func voluntarySwitches(_ pid: pid_t) -> Int {
        status(pid, "voluntary_ctxt_switches").flatMap { Int($0) } ?? 0
    }

    /// Time on a processor, in nanoseconds: the first field of schedstat.
    package static func processorNanoseconds(_ pid: pid_t) -> Int {
        text("/proc/\(pid)/schedstat").split(separator: " ").first.flatMap { Int($0) } ?? 0
    }

    /// Whether it has ended: it is gone or a zombie.
    package static func hasEnded(_ pid: pid_t) -> Bool {
        let stat = text("/proc/\(pid)/stat")
        return stat.isEmpty || stat.contains(") Z ")
    }

    /// The children of a process, zombies included, with their states.
    package static func children(of parent: pid_t) -> [(pid: pid_t, state: Character)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { name in
            guard let pid = pid_t(name) else { return nil }
            let fields = text("/proc/\(pid)/stat").split(separator: ")").last?.split(separator: " ") ?? []
            guard fields.count > 1, pid_t(fields[1]) == parent, let state = fields[0].first else { return nil }
            return (pid, state)
        }
    }
}
