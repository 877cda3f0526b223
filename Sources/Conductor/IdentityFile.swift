import EventLoop
import Glibc
import JSON
import NodeProtocol

/// The file that carries the node's identity across restarts and power cuts. heartbeatd writes it; others may read.
///
/// Everything here blocks: it runs on the worker thread given.
package struct IdentityFile: Sendable {
    package enum Content: Sendable, Equatable {
        case absent
        case known(NodeIdentity)
        /// The file is there and cannot be understood.
        case damaged(reason: String)
        /// Another machine has stored it: its disk has been copied.
        case copied(NodeIdentity)
    }

    /// A longer file is not an identity.
    private static let sizeLimit = 64 * 1024
    /// The member with the identifier of the machine that has written the file.
    private static let machineKey = "machine_id"

    package let path: String
    private let machine: String?
    private let thread: WorkerThread

    /// - Parameter machine: ``MachineIdentifier``; nil where there is none, and copies go unnoticed.
    package init(_ directory: StateDirectory, machine: String? = nil, thread: WorkerThread) {
        path = directory.identity
        self.machine = machine
        self.thread = thread
    }

    /// What the file says. Throws ``SystemError`` when it is there but cannot be read.
    @LoopActor
    package func read() async throws -> Content {
        try await thread.run { [path, machine] in try Self.read(path, on: machine) }
    }

    /// Gives a file that cannot be used another name, `identity.json.<why>-<time>`, and returns that.
    @LoopActor
    package func setAside(_ why: String = "damaged") async throws -> String {
        try await thread.run { [path] in
            let time = Timestamp.now().filter { $0 != ":" }
            let target = "\(path).\(why)-\(time)"
            guard rename(path, target) == 0 else { throw SystemError("rename", path) }
            return target
        }
    }

    /// Writes the file so that after a power cut at any moment either the old or the new content is there, whole; when
    /// this returns, the new one. Throws ``SystemError``.
    @LoopActor
    package func store(_ identity: NodeIdentity) async throws {
        var members = try JSON(encoding: identity).object ?? [:]
        members[Self.machineKey] = machine.map(JSON.string)
        let bytes = Array((JSON.object(members).prettyText + "\n").utf8)
        try await thread.run { [path] in try Self.write(bytes, to: path) }
    }

    private static func read(_ path: String, on machine: String?) throws(SystemError) -> Content {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw SystemError("open", path) }
            return .absent
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: sizeLimit)
        var count = 0
        while count < bytes.count {
            let more = bytes[count...].withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            guard more >= 0 else { throw SystemError("read", path) }
            guard more > 0 else { return parse(bytes[..<count], on: machine) }
            count += more
        }
        return .damaged(reason: "longer than \(sizeLimit) bytes")
    }

    private static func parse(_ bytes: ArraySlice<UInt8>, on machine: String?) -> Content {
        do {
            let json = try JSON(parsing: bytes)
            let identity = try json.decode(NodeIdentity.self)
            guard let machine, let writer = json[machineKey]?.string, writer != machine else { return .known(identity) }
            return .copied(identity)
        } catch let error as DecodingError {
            return .damaged(reason: error.explanation)
        } catch {
            return .damaged(reason: "\(error)")
        }
    }

    private static func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
        let temporary = path + ".new"
        unlink(temporary)  // of an attempt that was cut short
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError("open", temporary) }
        do throws(SystemError) {
            defer { close(descriptor) }
            var written = 0
            while written < bytes.count {
                let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                guard count >= 0 || errno == EINTR else { throw SystemError("write", temporary) }
                written += max(0, count)
            }
            guard fsync(descriptor) == 0 else { throw SystemError("fsync", temporary) }
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else { throw SystemError("rename", temporary) }
        try syncDirectory(of: path)
    }

    /// Without this the new name may be lost with the power, the content notwithstanding: fsync(2).
    private static func syncDirectory(of path: String) throws(SystemError) {
        let directory = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", directory) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemError("fsync", directory) }
    }
}
