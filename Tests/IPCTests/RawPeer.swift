import CLinux
import EventLoop
import Glibc
import IPC
import JSON
import TestSupport

/// A client made of bare system calls, to say what our own client never would.
@LoopActor
final class RawPeer {
    private let descriptor: Int32
    private var decoder = FrameDecoder(limit: 4 << 20)
    private var isOpen = true

    init(path: String) throws { descriptor = try UnixSocket.connect(to: path) }

    deinit { if isOpen { close(descriptor) } }

    func send(_ bytes: [UInt8]) {
        _ = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    func send(frame text: String) { send(FrameDecoder.frame(Array(text.utf8))) }

    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Sends as much as the socket takes at once; the number of bytes taken.
    func sendAll(_ bytes: [UInt8]) -> Int {
        bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    /// The next message from the server.
    func receive() async throws -> JSON {
        try await eventually("a message has come") {
            _ = self.readOnce()
            guard let frame = try self.decoder.next() else { return nil }
            return try JSON(parsing: frame)
        }
    }

    /// Whether the server has closed the connection.
    func isClosed() -> Bool { readOnce() == 0 || (errno == ECONNRESET) }

    private func readOnce() -> Int {
        errno = 0
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        if count > 0 { decoder.append(buffer[..<count]) }
        return count
    }
}
