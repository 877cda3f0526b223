import EventLoop
import Glibc

/// The host's files as this process sees them: under `/`, or, for a containerised node, under the directory where the
/// host's root is mounted (`HOST_ROOT`).
package struct HostFiles: Sendable {
    /// Empty for the machine itself.
    package let root: String

    package init(root: String = "") { self.root = root == "/" ? "" : root }

    /// A file's text, up to 256 KiB of it; nil when it cannot be read. What is not UTF-8 is replaced.
    func text(_ path: String) -> String? {
        let descriptor = open(root + path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        return withUnsafeTemporaryAllocation(byteCount: 16 * 1024, alignment: 1) { buffer in
            while bytes.count < 256 * 1024 {
                let count = read(descriptor, buffer.baseAddress, buffer.count)
                if count < 0 { return nil }
                if count == 0 { break }
                bytes.append(contentsOf: buffer[..<count])
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// The first line of a file, for the one-value files of sysfs.
    func value(_ path: String) -> String? { text(path).flatMap { lines(of: $0).first.map(String.init) } }

    /// A file of the network namespace that counts: this process's own, or that of the host's first process.
    func networkText(_ name: String) -> String? {
        root.isEmpty ? text("/proc/net/" + name) : text("/proc/1/net/" + name) ?? text("/proc/net/" + name)
    }

    /// The names in a directory, without hidden ones; empty when it cannot be read.
    func names(in path: String) -> [String] {
        ((try? DirectoryNames.read(root + path)) ?? []).filter { !$0.hasPrefix(".") }
    }

    /// The root file system's size and use; may hang as long as the file system does.
    func rootFileSystem() -> FileSystemUsage? {
        var status = statvfs()
        guard statvfs(root.isEmpty ? "/" : root, &status) == 0 else { return nil }
        let unit = UInt64(status.f_frsize)
        return FileSystemUsage(
            totalBytes: bytes(UInt64(status.f_blocks), unit), freeBytes: bytes(UInt64(status.f_bfree), unit),
            availableBytes: bytes(UInt64(status.f_bavail), unit))
    }

    private func bytes(_ blocks: UInt64, _ unit: UInt64) -> Int64 {
        let (product, overflow) = blocks.multipliedReportingOverflow(by: unit)
        return overflow ? .max : Int64(clamping: product)
    }
}
