import EventLoop
import Glibc
import JSON
import NodeProtocol

/// What one supervisor leaves for the next: the history of each subsystem. Descriptors come from the daemons.
package struct SupervisorState: Codable, Equatable, Sendable {
    package struct Entry: Codable, Equatable, Sendable {
        var name: Subsystem
        var generation: Int
        var restarts: Int
        var failures: Int
        var isFlapping: Bool?
        /// False when an operator has stopped it.
        var isWanted: Bool
        var isReady: Bool
        var process: ProcessIdentity?
        /// Of the environment the process was started with, see ``LaunchRequest/fingerprint``.
        var fingerprint: String?
        var runsPreviousProgram: Bool?
        var since: String
        var lastExit: ExitReport?
        var startupMilliseconds: Double?

        private enum CodingKeys: String, CodingKey {
            case name, generation, restarts, failures, process, fingerprint, since
            case isFlapping = "flapping"
            case isWanted = "wanted"
            case isReady = "ready"
            case runsPreviousProgram = "runs_previous_program"
            case lastExit = "last_exit"
            case startupMilliseconds = "startup_ms"
        }

        /// Whether all of it can be counted on.
        fileprivate var isCredible: Bool {
            let numbers = 0...Int(Int32.max)
            return [generation, restarts, failures].allSatisfy(numbers.contains)
                && startupMilliseconds.map { (0...1e9).contains($0) } ?? true
        }
    }

    /// Another version is not read: the daemons are adopted without their history.
    static let currentVersion = 1
    var version = SupervisorState.currentVersion
    var subsystems: [Entry]

    subscript(subsystem: Subsystem) -> Entry? { subsystems.first { $0.name == subsystem } }

    /// What is in the file; nil when it is absent, damaged, or of another version: never an obstacle.
    static func read(from path: String) -> SupervisorState? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return read(from: descriptor)
    }

    static func read(from descriptor: Int32) -> SupervisorState? {
        guard let state = try? JSON(parsing: contents(of: descriptor)).decode(SupervisorState.self) else { return nil }
        return state.version == currentVersion && state.subsystems.allSatisfy(\.isCredible) ? state : nil
    }

    /// The bytes of a small file, at most 1 MiB; nil when it cannot be opened.
    static func contents(of path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return contents(of: descriptor)
    }

    private static func contents(of descriptor: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        while bytes.count < 1 << 20 {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        return bytes
    }

    /// Replaces the file as a whole. It lies on a tmpfs and need not survive the power: no fsync.
    func write(to path: String) throws(SystemError) {
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError("open", temporary) }
        defer { close(descriptor) }
        try write(to: descriptor)
        guard rename(temporary, path) == 0 else { throw SystemError("rename", path) }
    }

    func write(to descriptor: Int32) throws(SystemError) {
        guard let bytes = try? JSON(encoding: self).bytes else { throw SystemError("encode", errno: EINVAL) }
        let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard count == bytes.count else { throw SystemError("write", errno: count < 0 ? errno : ENOSPC) }
    }
}
