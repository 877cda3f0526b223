import EventLoop
import Foundation
import Glibc
import Synchronization

/// A directory of its own for one test, removed with everything in it when released.
package final class TemporaryDirectory: Sendable {
    package let path: String

    package init() throws {
        var template = Array("/tmp/aerekos-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError("mkdtemp") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        Self.remember(path)
    }

    deinit { Self.remove(path) }

    /// What is still held when the process ends, by a task that waits for one, is removed then.
    private static let existing = Mutex<(paths: Set<String>, isRegistered: Bool)>(([], false))

    private static func remember(_ path: String) {
        let mustRegister = existing.withLock { existing in
            existing.paths.insert(path)
            defer { existing.isRegistered = true }
            return !existing.isRegistered
        }
        if mustRegister {
            atexit { for path in TemporaryDirectory.existing.withLock(\.paths) { TemporaryDirectory.remove(path) } }
        }
    }

    private static func remove(_ path: String) {
        // What still runs may put a file there meanwhile.
        for _ in 0..<5 where access(path, F_OK) == 0 { try? FileManager.default.removeItem(atPath: path) }
        existing.withLock { _ = $0.paths.remove(path) }
    }

    package func file(_ name: String) -> String { path + "/" + name }

    /// Writes `bytes` to the file `name` and returns its path.
    @discardableResult
    package func write(_ bytes: some Collection<UInt8>, to name: String, mode: mode_t = 0o644) throws -> String {
        let path = file(name)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        defer { close(descriptor) }
        let count = Array(bytes).withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard count == bytes.count else { throw SystemError("write", path) }
        return path
    }
}

/// The content of a file; nil when it cannot be read.
package func contents(of path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return readToEnd(descriptor)
}

/// What comes from a descriptor up to its end. Blocks.
func readToEnd(_ descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
        let count = read(descriptor, &chunk, chunk.count)
        guard count > 0 else { return bytes }
        bytes.append(contentsOf: chunk[..<count])
    }
}
