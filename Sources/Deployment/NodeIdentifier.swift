import EventLoop
import Glibc
import NodeProtocol

/// What the node's containers are labelled with: 128 random bits in hexadecimal, made once and kept in the state
/// directory's file `node-id`.
///
/// It is apart from the worker id, which the conductor may change, from the hostname, which the operator may, and from
/// `deployd.db`, so that the containers of a node are still known as its own when that file is lost. A node without its
/// state directory is another node: it leaves the containers of its former self alone.
package enum NodeIdentifier {
    /// Reads the file, or makes it, power-loss-safe. Waits for the disk. A file whose content is no id is replaced.
    package static func load(from directory: StateDirectory) throws(SystemError) -> String {
        let path = directory.path + "/node-id"
        if let known = try read(path) { return known }
        var generator = SystemRandomNumberGenerator()
        let bits = String(UInt128.random(in: 0...UInt128.max, using: &generator), radix: 16)
        let identifier = String(repeating: "0", count: 32 - bits.utf8.count) + bits
        try write(identifier, to: path, in: directory.path)
        return identifier
    }

    private static func read(_ path: String) throws(SystemError) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw SystemError("open", path) }
            return nil
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw SystemError("read", path) }
        let digits = bytes.prefix(count).prefix { $0 != UInt8(ascii: "\n") }
        let text = String(decoding: digits, as: UTF8.self)
        return text.utf8.count == 32 && UInt128(text, radix: 16) != nil ? text : nil
    }

    private static func write(_ identifier: String, to path: String, in directory: String) throws(SystemError) {
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError("open", temporary) }
        let bytes = Array((identifier + "\n").utf8)
        let isWritten = Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        let failure = SystemError("write", temporary)
        close(descriptor)
        guard isWritten else { throw failure }
        guard rename(temporary, path) == 0 else { throw SystemError("rename", path) }
        let parent = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard parent >= 0 else { throw SystemError("open", directory) }
        defer { close(parent) }
        guard fsync(parent) == 0 else { throw SystemError("fsync", directory) }
    }
}
