import EventLoop
import Glibc
import JSON

/// The least JSON-RPC that a test needs, blocking, made of bare system calls: apart from our own client, so that what
/// the tests see does not come from the code under test. Not for the event loop's thread.
package final class PlainIPC: Sendable {
    package struct Malformed: Error {
        package init() {}
    }

    private let descriptor: Int32

    /// Connects; reads give up after a minute.
    package init(socket path: String) throws(SystemError) {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw SystemError("socket") }
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        // With everything initialised, what is thrown here ends in deinit: it closes the descriptor, and only it.
        guard code == 0 else { throw SystemError("connect", path) }
    }

    deinit { close(descriptor) }

    /// One call on a connection of its own; the whole answer.
    package static func call(_ path: String, _ method: String, _ params: JSON = [:]) throws -> JSON {
        let connection = try PlainIPC(socket: path)
        try connection.send(["jsonrpc": "2.0", "id": 1, "method": .string(method), "params": params])
        return try connection.receive()
    }

    package func send(_ message: JSON) throws { try send(frame: message.bytes) }

    /// A payload behind its length.
    package func send(frame payload: [UInt8]) throws {
        try send(bytes: (0..<4).map { UInt8(truncatingIfNeeded: payload.count >> (24 - 8 * $0)) } + payload)
    }

    package func send(bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw SystemError("send") }
            rest = rest.dropFirst(count)
        }
    }

    /// Whether the other end is closed, though not all that it sent may have been read.
    package var isClosedByPeer: Bool {
        var poll = pollfd(fd: descriptor, events: 0, revents: 0)
        return Glibc.poll(&poll, 1, 0) == 1 && poll.revents & Int16(POLLHUP) != 0
    }

    /// Text with open files.
    package func send(_ text: String, _ descriptors: [Int32]) throws {
        try DescriptorPassing.send(text, descriptors, over: descriptor)
    }

    package func receive() throws -> JSON {
        let length = try receive(4).reduce(0) { $0 << 8 | Int($1) }
        guard length <= 1 << 20 else { throw Malformed() }
        return try JSON(parsing: try receive(length))
    }

    private func receive(_ count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while bytes.count < count {
            let got = read(descriptor, &chunk, min(chunk.count, count - bytes.count))
            guard got > 0 else { throw SystemError("read", errno: got == 0 ? ECONNRESET : errno) }
            bytes += chunk[..<got]
        }
        return bytes
    }
}
