import EventLoop
import JSON
import TestSupport
import Testing

@testable import HTTPServer

/// Requests that come before the answers to those before them: RFC 9112, section 9.3.2.
@Suite(.timeLimit(.minutes(5)))
struct PipelinedRequestTests {
    private static let nine = (1...9).map { "GET /query?n=\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined()

    /// Checks that the nine were answered in their order, and returns what follows.
    private func rest(_ text: String) throws -> Substring {
        #expect(text.ranges(of: "HTTP/1.1 200").count == 9, "\(text)")
        let places = (1...9).compactMap { text.range(of: "{\"n\":\($0)}")?.lowerBound }
        #expect(places == places.sorted())
        return text[try #require(text.range(of: "{\"n\":9}\n")).upperBound...]
    }

    @Test func `they are answered one after the other, a bad one last`() async throws {
        try await withLiveServer { _, socket in
            let connection = try RawConnection(port: socket.port)
            connection.send(Self.nine + "nonsense\r\n\r\n" + Self.nine)
            try await connection.expectClosed()
            #expect(try rest(connection.received).hasPrefix("HTTP/1.1 400"))
        }
    }

    /// What comes in one read with them, in the next, and when the client still sends while it is answered.
    @Test(arguments: [100, 5_000, 100_000])
    func `they are answered though nonsense follows, however much`(length: Int) async throws {
        try await withLiveServer { _, socket in
            let connection = try RawConnection(port: socket.port)
            connection.send(Self.nine + String(repeating: "X", count: length))
            try await connection.expectClosed()
            let rest = try rest(connection.received)
            #expect(rest.hasPrefix("HTTP/1.1 400") && rest.ranges(of: "HTTP/1.1").count == 1, "\(rest)")
        }
    }

    @Test(arguments: [("", nil), ("GET /query?n=1 HT", 400), ("POST /echo HTTP/1.1\r\nHost: x\r\n", 400)])
    func `they are answered though the client says that it sends no more`(torn: String, status: Int?) async throws {
        try await withLiveServer { _, socket in
            let connection = try RawConnection(port: socket.port)
            connection.send(Self.nine + torn)
            connection.endSending()
            try await connection.expectClosed()
            #expect(RawAnswer(String(try rest(connection.received)))?.status == status)
            // That it ends may be heard when the last answer is under way.
            let closes = connection.received.ranges(of: "Connection: close").count
            #expect(closes == 1 || status == nil && closes == 0, "\(connection.received)")
        }
    }
}
