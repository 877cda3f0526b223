import Foundation
import Glibc

/// What a client sent.
package struct ScriptedRequest: Sendable {
    package let method: String
    package let path: String
    package let headers: [String: String]
    package let body: [UInt8]
    package var bodyText: String { String(decoding: body, as: UTF8.self) }
}

/// What to answer.
package struct ScriptedAnswer: Sendable {
    package var status: Int
    package var headers: [String: String]
    package var body: String

    package init(_ status: Int, _ body: String = "", headers: [String: String] = [:]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package var bytes: [UInt8] {
        var text = "HTTP/1.1 \(status) Scripted\r\nContent-Length: \(body.utf8.count)\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        return Array((text + "\r\n" + body).utf8)
    }
}

/// One accepted connection, used by blocking calls on the script's thread.
package final class ScriptedConnection {
    package struct Gone: Error {}

    /// 1 for the server's first connection.
    package let number: Int
    private let descriptor: Int32
    private let record: (ScriptedRequest) -> Void
    private var buffer: [UInt8] = []

    init(descriptor: Int32, number: Int, record: @escaping (ScriptedRequest) -> Void) {
        self.descriptor = descriptor
        self.number = number
        self.record = record
    }

    /// The next whole request; nil when the client has closed.
    package func nextRequest() throws -> ScriptedRequest? {
        let separator = Array("\r\n\r\n".utf8)
        var head: Range<Int>?
        while head == nil {
            head = buffer.firstRange(of: separator)
            if head == nil, try !fill() { return nil }
        }
        guard let head else { return nil }
        let lines = String(decoding: buffer[..<head.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        buffer.removeFirst(head.upperBound)
        while buffer.count < length { guard try fill() else { throw Gone() } }
        let request = ScriptedRequest(
            method: String(words.first ?? ""), path: words.count > 1 ? String(words[1]) : "", headers: headers,
            body: Array(buffer.prefix(length)))
        buffer.removeFirst(length)
        record(request)
        return request
    }

    package func write(_ text: String) throws { try write(Array(text.utf8)) }

    package func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Gone() }
            sent += count
        }
    }

    package func pause(_ seconds: Double) { Thread.sleep(forTimeInterval: seconds) }

    /// The next byte, which stays where it is; nil when the client has closed. 0x16 begins a TLS handshake.
    package func firstByte() throws -> UInt8? {
        if buffer.isEmpty, try !fill() { return nil }
        return buffer.first
    }

    /// What has arrived and belongs to no request that was read; waits for it.
    package func readSome() throws -> [UInt8] {
        if buffer.isEmpty, try !fill() { throw Gone() }
        defer { buffer = [] }
        return buffer
    }

    /// Blocks until the client closes, or two minutes.
    package func waitForClose() throws { while try fill() {} }

    /// Makes the close at the end of the script a reset (RST).
    package func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    private func fill() throws -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65536)
        let count = read(descriptor, &chunk, chunk.count)
        guard count >= 0 else { throw Gone() }
        buffer.append(contentsOf: chunk[..<count])
        return count > 0
    }
}
