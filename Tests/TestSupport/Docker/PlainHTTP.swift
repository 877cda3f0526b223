import EventLoop
import Glibc

/// The least HTTP that a test needs: one request over a Unix socket (HTTP/1.0) or TCP, blocking. Apart from our own client, so
/// that what the tests see does not come from the code under test.
package enum PlainHTTP {
    package struct Malformed: Error {
        package let response: String
    }

    package static func request(
        socket path: String, _ method: String, _ target: String, body: [UInt8], type: String,
        headers: [String: String] = [:]
    ) throws -> (status: Int, body: [UInt8]) {
        try request(
            on: try connected(to: path), "HTTP/1.0", method, target, body: body, type: type, headers: headers)
    }

    /// One request to a port of 127.0.0.1. Throws ECONNREFUSED where nobody listens, EAGAIN when nothing comes for so many
    /// seconds.
    package static func request(
        port: Int, _ method: String, _ target: String, body: [UInt8] = [], type: String = "application/json",
        headers: [String: String] = [:], patience: Int = 60
    ) throws -> (status: Int, body: [UInt8]) {
        try request(
            on: try LoopbackSocket.connect(port: port, patience: patience), "HTTP/1.1", method, target, body: body,
            type: type,
            headers: headers.merging(["Connection": "close"]) { $1 })
    }

    private static func request(
        on descriptor: Int32, _ version: String, _ method: String, _ target: String, body: [UInt8], type: String,
        headers: [String: String]
    ) throws -> (status: Int, body: [UInt8]) {
        defer { close(descriptor) }
        var head = "\(method) \(target) \(version)\r\nHost: localhost\r\nContent-Length: \(body.count)\r\n"
        if !body.isEmpty { head += "Content-Type: \(type)\r\n" }
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        try send(Array((head + "\r\n").utf8) + body, to: descriptor)
        var response: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { throw SystemError("read") }
            guard count > 0 else { break }
            response.append(contentsOf: chunk[..<count])
        }
        let separator = Array("\r\n\r\n".utf8)
        let starts = response.indices.dropLast(3)
        guard let end = starts.first(where: { Array(response[$0..<$0 + 4]) == separator }),
            let status = String(decoding: response[..<end], as: UTF8.self).split(separator: " ").dropFirst().first,
            let code = Int(status)
        else { throw Malformed(response: String(decoding: response.prefix(200), as: UTF8.self)) }
        return (code, Array(response[(end + 4)...]))
    }

    private static func connected(to path: String) throws -> Int32 {
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw SystemError("socket") }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard code == 0 else {
            let error = SystemError("connect", path)
            close(descriptor)
            throw error
        }
        return descriptor
    }

    private static func send(_ bytes: [UInt8], to descriptor: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EPIPE { return }  // it has answered already: an error, mostly
            guard count > 0 else { throw SystemError("send") }
            rest = rest.dropFirst(count)
        }
    }
}
