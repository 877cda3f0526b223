import EventLoop
import Glibc
import Testing

/// A TCP connection to 127.0.0.1 that sends and receives bytes as they are, and never blocks the loop.
package final class RawConnection {
    private let descriptor: Int32
    package private(set) var received = ""
    package private(set) var isClosed = false

    package init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw SystemError("connect") }
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
