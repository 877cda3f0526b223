import EventLoop
import Glibc

/// Small files of /proc, /sys and /etc, as this process sees them.
enum FactFiles {
    private static let limit = 256 * 1024

    /// A file's text; nil when it cannot be read. What is longer than 256 KiB is cut off.
    static func text(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        while bytes.count < limit {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0 { return nil }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Where a symbolic link leads; nil when it cannot be read.
    static func link(_ path: String) -> String? {
        var target = [CChar](repeating: 0, count: 4096)
        let count = readlink(path, &target, target.count)
        return count < 0 ? nil : String(decoding: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The names in a directory; empty when it cannot be read.
    static func names(in path: String) -> [String] { (try? DirectoryNames.read(path)) ?? [] }
}
