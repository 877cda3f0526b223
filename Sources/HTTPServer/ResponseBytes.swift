import NIOCore
import NIOHTTP1

/// Responses as they stand on the wire: RFC 9112, sections 4 and 7.1.
enum ResponseBytes {
    /// - Parameter version: "1.1", or "1.0" for a client that knows no chunks.
    static func head(
        _ status: Int, _ headers: [(name: String, value: String)], version: String = "1.1", room: Int = 0
    ) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(512 + room)
        let reason = HTTPResponseStatus(statusCode: status).reasonPhrase
        buffer.writeString("HTTP/\(version) \(status) \(reason)\r\nDate: \(HTTPDate.now())\r\n")
        buffer.writeStaticString(forBrowsers)
        for (name, value) in headers {
            // What clients have sent is checked before it gets here; a line break would be our own mistake.
            assert(!value.utf8.contains { $0 < 0x20 || $0 == 0x7F })
            buffer.writeString(name)
            buffer.writeStaticString(": ")
            buffer.writeString(value)
            buffer.writeStaticString("\r\n")
        }
        buffer.writeStaticString("\r\n")
        return buffer
    }

    /// Whatever it is, a browser takes it for nothing else than it says, and gives it to no page of another origin as a
    /// script, a style or a picture: the output of a service, say. CORS is another matter.
    private static let forBrowsers: StaticString =
        "X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\n"

    static let goOn = ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")
    static let lastChunk = ByteBuffer(string: "0\r\n\r\n")

    /// - Parameter piece: Not empty: an empty chunk is the last.
    static func chunk(_ piece: [UInt8]) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(piece.count + 12)
        buffer.writeString(String(piece.count, radix: 16) + "\r\n")
        buffer.writeBytes(piece)
        buffer.writeStaticString("\r\n")
        return buffer
    }
}
