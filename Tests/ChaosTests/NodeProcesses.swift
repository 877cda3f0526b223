import CLinux
import Foundation
import Glibc
import TestSupport

/// The processes of one node, found in /proc by their names and their runtime directory: whatever the node itself says.
struct NodeProcesses: Sendable {
    let runtimeDirectory: String

    /// The processes that run under this name. A child of the supervisor has its own name only after execve(2).
    func pids(of role: String) -> [pid_t] {
        Self.allPIDs().filter { isOurs($0, role) }
    }

    func pid(of daemon: Daemon) -> pid_t? { pids(of: daemon.rawValue).first }

    /// Sends a signal to the daemon, if it runs; never to a later process with the same number.
    @discardableResult
    func signal(_ daemon: Daemon, _ signal: Int32) -> ProcessHandle? {
        guard let handle = handle(of: daemon) else { return nil }
        handle.signal(signal)
        return handle
    }

    func handle(of daemon: Daemon) -> ProcessHandle? {
        for pid in pids(of: daemon.rawValue) {
            // It may have ended since, and another have its number.
            if let handle = ProcessHandle(pid), isOurs(pid, daemon.rawValue) { return handle }
        }
        return nil
    }

    private func isOurs(_ pid: pid_t, _ role: String) -> Bool {
        let words = Self.strings(in: "/proc/\(pid)/cmdline")
        guard words.count >= 2, words[0].hasSuffix("aerekos-worker"), words[1] == role else { return false }
        return Self.strings(in: "/proc/\(pid)/environ").contains("RUNTIME_DIR=\(runtimeDirectory)")
    }

    private static func strings(in path: String) -> [String] {
        (contents(of: path) ?? []).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func allPIDs() -> [pid_t] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
    }

    /// How many descriptors a process has open; nil when it is gone.
    static func descriptorCount(of pid: pid_t) -> Int? {
        let count = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd"))?.count
        return count == 0 ? nil : count
    }

    /// What a process has open: `7 socket:[4711]`.
    static func descriptors(of pid: pid_t) -> [String] {
        let files = FileManager.default
        return ((try? files.contentsOfDirectory(atPath: "/proc/\(pid)/fd")) ?? []).sorted().map { number in
            "\(number) \((try? files.destinationOfSymbolicLink(atPath: "/proc/\(pid)/fd/\(number)")) ?? "?")"
        }
    }

    /// The children of a process that have ended and have not been reaped.
    static func zombies(of parent: pid_t) -> [pid_t] {
        allPIDs().filter { pid in
            let fields = stat(of: pid)
            return fields.first == "Z" && fields.dropFirst().first == "\(parent)"
        }
    }

    /// Whether it is stopped by a signal.
    static func isStopped(_ pid: pid_t) -> Bool { stat(of: pid).first == "T" }

    /// The fields of /proc/PID/stat from the state on: state, parent, …
    private static func stat(of pid: pid_t) -> [Substring] {
        let text = String(decoding: contents(of: "/proc/\(pid)/stat") ?? [], as: UTF8.self)
        return text.split(separator: ")").last?.split(separator: " ") ?? []
    }
}

/// One process, by its descriptor: pidfd_open(2).
final class ProcessHandle: Sendable {
    let pid: pid_t
    private let descriptor: Int32

    init?(_ pid: pid_t) {
        descriptor = clinux_pidfd_open(pid)
        guard descriptor >= 0 else { return nil }
        self.pid = pid
    }

    deinit { close(descriptor) }

    func signal(_ number: Int32) { _ = clinux_pidfd_send_signal(descriptor, number) }

    /// Whether it runs, or is a zombie.
    var exists: Bool { clinux_pidfd_send_signal(descriptor, 0) == 0 }
}
