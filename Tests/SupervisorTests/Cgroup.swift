import Foundation
import Glibc

/// A control group (version 1) of a test's own.
final class Cgroup: Sendable {
    let path: String

    static func has(_ controller: String) -> Bool {
        geteuid() == 0 && access("/sys/fs/cgroup/\(controller)/cgroup.procs", W_OK) == 0
    }
    static let hasMemory = has("memory")

    init(_ controller: String, limits: [String: String] = [:]) throws {
        path = "/sys/fs/cgroup/\(controller)/aerekos-test-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        for (file, value) in limits { try set(file, value) }
    }

    func set(_ file: String, _ value: String) throws {
        let descriptor = open(path + "/" + file, O_WRONLY | O_CLOEXEC)
        defer { close(descriptor) }
        guard descriptor >= 0, write(descriptor, value, value.utf8.count) == value.utf8.count else {
            throw Failure(file: path + "/" + file, code: errno)
        }
    }

    func value(_ file: String) -> Int? {
        (try? String(contentsOfFile: path + "/" + file, encoding: .utf8))
            .flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }

    func add(_ pid: pid_t) throws { try set("cgroup.procs", "\(pid)") }

    /// Moves who is left to the parent, and removes it.
    func end() {
        let parent = (path as NSString).deletingLastPathComponent + "/cgroup.procs"
        let left = (try? String(contentsOfFile: path + "/cgroup.procs", encoding: .utf8)) ?? ""
        for pid in left.split(separator: "\n") {
            let descriptor = open(parent, O_WRONLY | O_CLOEXEC)
            _ = write(descriptor, String(pid), pid.utf8.count)
            close(descriptor)
        }
        rmdir(path)
    }

    struct Failure: Error {
        let file: String
        let code: Int32
    }
}
