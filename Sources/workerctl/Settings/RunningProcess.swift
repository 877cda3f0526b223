import EventLoop
import Glibc
import Settings

/// A process of this machine, as proc(5) shows it to its own user.
struct RunningProcess {
    let environment: [String: String]
    /// The settings file that a supervisor with this command line reads.
    let settingsFile: String

    /// Nil when it is not there, or belongs to another user.
    init?(_ pid: Int32) {
        guard let variables = SmallFile.text("/proc/\(pid)/environ"),
            let arguments = SmallFile.text("/proc/\(pid)/cmdline")
        else { return nil }
        environment = variables.split(separator: "\0").reduce(into: [:]) { values, entry in
            let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
        }
        let words = arguments.split(separator: "\0").map(String.init)
        let separate = words.firstIndex(of: "--env-file").flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
        let joined = words.first { $0.hasPrefix("--env-file=") }.map { String($0.dropFirst("--env-file=".count)) }
        let path = separate ?? joined ?? NodeConfiguration.standardEnvironmentFile
        settingsFile = path.hasPrefix("/") ? path : Self.file(path, in: "/proc/\(pid)/cwd")
    }

    /// A file in a directory that a link of /proc leads to: by the directory's own name, where that leads to the same
    /// file from here, as it does not for a process in a container.
    private static func file(_ path: String, in link: String) -> String {
        var name = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(link, &name, name.count)
        guard count > 0 else { return "\(link)/\(path)" }
        let directory = String(decoding: name[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let identity = FileIdentity(path: "\(link)/\(path)")
        return identity != nil && identity == FileIdentity(path: "\(directory)/\(path)")
            ? "\(directory)/\(path)" : "\(link)/\(path)"
    }
}

/// A file of at most a megabyte, read at once.
enum SmallFile {
    static func text(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while bytes.count < 1 << 20 {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0 { return nil }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
