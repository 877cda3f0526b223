import EventLoop
import Glibc
import Testing

/// A TCP connection to 127.0.0.1 that sends and receives bytes as they are, and never blocks the loop.
package final class RawConnection {
    private let descriptor: Int32
    package private(set) var received = ""
    package private(set) var isClosed = false

    package init(port: Int) throws {
        descriptor = try LoopbackSocket.connect(port: port)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit { close(descriptor) }

    /// Sends what the socket takes at once.
    @discardableResult
    package func send(_ text: String) -> Int { send(Array(text.utf8)) }

    /// Sends what the socket takes at once; returns how many bytes that were, -1 for none.
    @discardableResult
    package func send(_ bytes: [UInt8]) -> Int {
        Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Says that nothing more is sent; what comes is still taken.
    package func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Takes what has come.
    package func receive() {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count > 0 {
                received += String(decoding: buffer[..<count], as: UTF8.self)
            } else {
                if count == 0 || errno != EAGAIN { isClosed = true }
                return
            }
        }
    }

    /// Waits until the text has come.
    package func expect(_ text: String, within deadline: Duration = .seconds(60)) async throws {
        do {
            try await eventually("\"\(text)\" is received", within: deadline) {
                receive()
                return received.contains(text)
            }
        } catch {
            Issue.record("there is only: \(received)")
            throw error
        }
    }

    package func expectClosed() async throws {
        try await eventually("the connection is closed", within: .seconds(60)) {
            receive()
            return isClosed
        }
    }
}
