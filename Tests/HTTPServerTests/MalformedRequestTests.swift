import EventLoop
import Instruments
import JSON
import TestSupport
import Testing

@testable import HTTPServer

/// Whatever comes over a connection: it is answered in the one shape of errors, that connection is closed, and the server
/// serves on.
@Suite(.timeLimit(.minutes(5)))
struct MalformedRequestTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let bytes: [UInt8]
        let status: Int
        var testDescription: String { name }

        init(_ name: String, _ text: String, _ status: Int) { self.init(name, Array(text.utf8), status) }

        init(_ name: String, _ bytes: [UInt8], _ status: Int) {
            self.name = name
            self.bytes = bytes
            self.status = status
        }
    }

    private static let post = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    private static let hidden = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n"
    private static let many = (1...101).map { "X-\($0): 1\r\n" }.joined()

    private static let framing = [
        Case(
            "a length beside chunks",
            post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden, 400),
        Case(
            "chunks beside a length",
            post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + hidden, 400),
        Case("two lengths", post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}" + hidden, 400),
        Case("the same length twice", post + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 400),
        Case("a list of lengths", post + "Content-Length: 2, 2\r\n\r\n{}", 400),
        Case("a negative length", post + "Content-Length: -1\r\n\r\n", 400),
        Case("a signed length", post + "Content-Length: +2\r\n\r\n{}", 400),
        Case("a length in hexadecimal", post + "Content-Length: 0x2\r\n\r\n{}", 400),
        Case("a length that is no number", post + "Content-Length: two\r\n\r\n{}", 400),
        Case("a length that overflows", post + "Content-Length: 99999999999999999999999\r\n\r\n", 400),
        Case("a length over the limit", post + "Content-Length: 999999999999\r\n\r\n", 413),
        Case("another coding than chunked", post + "Transfer-Encoding: gzip\r\n\r\n", 501),
        Case("chunked before another coding", post + "Transfer-Encoding: chunked, gzip\r\n\r\n", 400),
        Case("another coding before chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        Case("chunked twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        Case("chunked that is hidden by a tab", post + "Transfer-Encoding: \u{0B}chunked\r\n\r\n0\r\n\r\n", 400),
        Case("chunked by another name", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501),
        Case("chunks in HTTP/1.0", "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        Case("a chunk's size that is no number", post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", 400),
        Case("a chunk's negative size", post + "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n", 400),
        Case("a chunk's size that overflows", post + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}", 400),
        Case("a chunk longer than its size", post + "Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n", 400),
        Case(
            "a chunk's size that ends in LF alone", post + "Transfer-Encoding: chunked\r\n\r\n2\n{}\r\n0\r\n\r\n", 400),
        Case(
            "a chunk over the limit",
            post + "Transfer-Encoding: chunked\r\n\r\n19001\r\n" + String(repeating: "1", count: 0x19001), 413),
    ]

    private static let headers = [
        Case("a header on two lines", "GET /health HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n 2\r\n\r\n", 400),
        Case("a blank line that begins the headers", "GET /health HTTP/1.1\r\n Host: x\r\n\r\n", 400),
        Case("a space before the colon", "GET /health HTTP/1.1\r\nHost: x\r\nX-A : 1\r\n\r\n", 400),
        Case("a tab before the colon", post + "Content-Length\t: 2\r\n\r\n{}", 400),
        Case("no colon", "GET /health HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n", 400),
        Case("no name", "GET /health HTTP/1.1\r\nHost: x\r\n: 1\r\n\r\n", 400),
        Case("a name with a bracket", "GET /health HTTP/1.1\r\nHost: x\r\nX(A): 1\r\n\r\n", 400),
        Case("CR alone in a value", "GET /health HTTP/1.1\r\nHost: x\r\nX-A: 1\rX-B: 2\r\n\r\n", 400),
        Case("LF alone behind a header", "GET /health HTTP/1.1\r\nHost: x\nX-A: 1\r\n\r\n", 400),
        Case("LF alone behind the request line", "GET /health HTTP/1.1\nHost: x\r\n\r\n", 505),
        Case("NUL in a value", "GET /health HTTP/1.1\r\nHost: x\r\nX-A: a\u{0}b\r\n\r\n", 400),
        Case("NUL in a name", "GET /health HTTP/1.1\r\nHost: x\r\nX\u{0}A: b\r\n\r\n", 400),
        Case("a bell in a value", "GET /health HTTP/1.1\r\nHost: x\r\nX-A: a\u{7}b\r\n\r\n", 400),
        Case("no host", "GET /health HTTP/1.1\r\n\r\n", 400),
        Case("two hosts", "GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
        Case("a host that is none", "GET /health HTTP/1.1\r\nHost: x/y@z\r\n\r\n", 400),
        Case(
            "two authorizations",
            "GET /health HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n", 400),
        Case(
            "a header over the limit",
            "GET /health HTTP/1.1\r\nHost: x\r\nX-A: " + String(repeating: "a", count: 17000) + "\r\n\r\n", 431),
        Case(
            "headers over the limit together",
            "GET /health HTTP/1.1\r\nHost: x\r\n"
                + String(repeating: "X-A: " + String(repeating: "a", count: 1000) + "\r\n", count: 30) + "\r\n", 431),
        Case("too many headers", "GET /health HTTP/1.1\r\nHost: x\r\n" + many + "\r\n", 431),
        Case("an expectation that is not known", "GET /health HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n", 417),
    ]

    private static let lines = [
        Case("nonsense", "nonsense\r\n\r\n", 400),
        Case("nonsense behind empty lines", "\r\n\r\nnonsense\r\n\r\n", 400),
        Case("another protocol", "GET /health SPDY/9\r\n\r\n", 400),
        Case("no version: HTTP/0.9", "GET /health\r\n\r\n", 505),
        Case("HTTP/0.9 by its name", "GET /health HTTP/0.9\r\nHost: x\r\n\r\n", 505),
        Case("HTTP/2 by its name", "GET /health HTTP/2.0\r\nHost: x\r\n\r\n", 505),
        Case("HTTP/2's preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        Case("a version that is none", "GET /health HTTP/1.x\r\nHost: x\r\n\r\n", 505),
        Case("a version of two digits", "GET /health HTTP/11.1\r\nHost: x\r\n\r\n", 505),
        Case("HTTP in small letters", "GET /health http/1.1\r\nHost: x\r\n\r\n", 400),
        Case("a method that is none", "GE\u{1}T /health HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("a method in small letters", "get /health HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("a method that nobody knows", "FOO /health HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("a tunnel", "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n", 405),
        Case("a path without a slash", "GET health HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("a fragment", "GET /health#x HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("a control character in the path", "GET /he\u{1}alth HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case(
            "bytes that are not UTF-8 in the path",
            Array("GET /he".utf8) + [0xFF, 0xFE] + Array(" HTTP/1.1\r\nHost: x\r\n\r\n".utf8), 400),
        Case("raw UTF-8 in the path", "GET /hü HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("NUL in the path", "GET /he\u{0}alth HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("another scheme", "GET ftp://x/health HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("a target without a host", "GET http:///health HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case(
            "a path over the limit", "GET /" + String(repeating: "a", count: 9000) + " HTTP/1.1\r\nHost: x\r\n\r\n", 414
        ),
        Case("a request line that never ends", "GET /" + String(repeating: "a", count: 40000), 414),
        Case("a method that never ends", String(repeating: "A", count: 40000), 400),
        Case(
            "TLS",
            [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03] + [UInt8](repeating: 0xAB, count: 500),
            400),
        Case("noise", (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 129) }, 400),
    ]

    @Test(arguments: framing + headers + lines)
    func `what is no request is answered with an error, and its connection closed`(_ bad: Case) async throws {
        try await withLiveServer { server, socket in
            let connection = try RawConnection(port: socket.port)
            connection.send(bad.bytes)
            try await connection.expectClosed()
            let answer = try #require(RawAnswer(connection.received), "\(connection.received)")
            #expect(answer.status == bad.status, "\(answer.body)")
            #expect(answer.headers["connection"] == "close")
            #expect(answer.headers["content-type"]?.hasPrefix("application/json") == true)
            #expect(answer.headers["content-length"] == String(answer.body.utf8.count), "one answer, and no second one")
            let error = try JSON(parsing: answer.body)["error"]
            #expect(error?["status"] == .int(Int64(answer.status)))
            #expect(error?["message"]?.string?.isEmpty == false)
            let next = try RawConnection(port: socket.port)
            next.send("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            try await next.expectClosed()
            #expect(RawAnswer(next.received)?.status == 200)
        }
    }

    private static let fit: [(String, String, Int)] = [
        ("chunks", post + "Transfer-Encoding: chunked\r\n\r\n1;a=b\r\n{\r\n1\r\n}\r\n0\r\nX-Trailer: 1\r\n\r\n", 200),
        ("chunked in large letters", post + "Transfer-Encoding: Chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 200),
        ("an absolute target", "GET http://x:80/query?n=3 HTTP/1.1\r\nHost: y\r\n\r\n", 200),
        ("a target that is only a host", "GET http://x HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        ("a method that is not served", "PATCH /echo HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        ("TRACE", "TRACE /echo HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        ("a path that climbs", "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        ("a path that climbs in disguise", "GET /%2e%2e/%2e%2e%2fetc HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        ("a path that is not UTF-8", "GET /%FF HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("NUL in disguise", "GET /health%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("a question nobody knows", "GET /query?x=1 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("a path of two slashes", "GET //health HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        ("a body that is not JSON", post + "Content-Length: 1\r\n\r\n{", 400),
        ("a body of another type", "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", 415),
        ("OPTIONS of all", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 204),
        ("what is not accepted", "GET /health HTTP/1.1\r\nHost: x\r\nAccept: image/png\r\n\r\n", 406),
        (
            "a GET with a body",
            "GET /health HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", 200
        ),
        ("two spaces in the request line", "GET  /health HTTP/1.1\r\nHost: x\r\n\r\n", 200),
        ("an empty line before it", "\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n", 200),
        ("a body that is waited with", post + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n", 100),
    ]

    @Test(arguments: fit)
    func `a request that is whole leaves its connection open, whatever the answer`(
        name: String, request: String, status: Int
    ) async throws {
        try await withLiveServer { _, socket in
            let connection = try RawConnection(port: socket.port)
            connection.send(request)
            try await connection.expect("\r\n\r\n")
            let answer = try #require(RawAnswer(connection.received))
            #expect(answer.status == status, "\(name): \(connection.received)")
            if status == 100 { connection.send("{}") }
            connection.send("GET /query?n=7 HTTP/1.1\r\nHost: x\r\n\r\n")
            try await connection.expect("{\"n\":7}")
        }
    }

    @Test func `another protocol that is offered is passed over, and the connection ends with the answer`() async throws
    {
        try await withLiveServer { _, socket in
            let connection = try RawConnection(port: socket.port)
            connection.send(
                "GET /health HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                    + "HTTP2-Settings: AAMAAABk\r\n\r\n")
            try await connection.expectClosed()
            #expect(RawAnswer(connection.received)?.status == 200)
            #expect(RawAnswer(connection.received)?.headers["connection"] == "close")
        }
    }

    private static let refusedWithID = [
        ("two hosts", "GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n", 400),
        ("an expectation that is not known", "GET /health HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n", 417),
        ("a chunk's size that is no number", post + "Transfer-Encoding: chunked\r\n", 400),
        ("a tunnel", "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n", 405),
    ]

    @Test(arguments: refusedWithID)
    func `a request that is refused before any route sees it keeps its id`(
        name: String, head: String, status: Int
    ) async throws {
        try await withLiveServer { _, socket in
            let connection = try RawConnection(port: socket.port)
            connection.send(head + "X-Request-ID: id-7 \r\n\r\nzz\r\n")
            try await connection.expectClosed()
            let answer = try #require(RawAnswer(connection.received))
            #expect(answer.status == status && answer.headers["x-request-id"] == "id-7", "\(connection.received)")
        }
    }

    @Test(arguments: [
        "HEAD /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "HEAD /health HTTP/1.1\r\n\r\n",
        "HEAD /health HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n",
        "HEAD /health HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ])
    func `HEAD has no body in its answer, refused as it may be`(request: String) async throws {
        try await withLiveServer { _, socket in
            let connection = try RawConnection(port: socket.port)
            connection.send(request)
            try await connection.expectClosed()
            let answer = try #require(RawAnswer(connection.received))
            #expect(answer.status >= 400 && answer.body.isEmpty && answer.headers["content-length"] != "0")
        }
    }

    /// RFC 9110, section 5.5.
    @Test func `white space around a header's value is no part of it`() async throws {
        try await withLiveServer { _, socket in
            let connection = try RawConnection(port: socket.port)
            connection.send(
                "POST /echo HTTP/1.1\r\nHost: x\t \r\nContent-Type: \tapplication/json \r\nX-Request-ID: a\t\r\n"
                    + "Expect: 100-continue \r\nContent-Length: 2 \r\n\r\n{}")
            try await connection.expect("{}")
            #expect(connection.received.contains("X-Request-ID: a\r\n"))
            connection.send(
                "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked \r\n\r\n3\r\n[7]\r\n0\r\n\r\n")
            try await connection.expect("[7]")
            #expect(connection.received.ranges(of: "HTTP/1.1 200").count == 2)
        }
    }

    @Test func `who expects 100-continue and announces no body is not told to go on`() async throws {
        try await withLiveServer { _, socket in
            let connection = try RawConnection(port: socket.port)
            connection.send("GET /health HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n")
            try await connection.expectClosed()
            #expect(RawAnswer(connection.received)?.status == 200)
        }
    }

    @Test func `what is refused is counted`() async throws {
        let metrics = HTTPMetrics()
        try await withLiveServer(metrics: metrics) { _, socket in
            for request in ["nonsense\r\n\r\n", "GET /health HTTP/1.1\r\n\r\n", "GET /health HTTP/2.0\r\n\r\n"] {
                let connection = try RawConnection(port: socket.port)
                connection.send(request)
                try await connection.expectClosed()
            }
        }
        func refused(_ code: String, _ count: Double) -> MetricFamily.Sample {
            MetricFamily.Sample(["method": "other", "route": "none", "code": code], .number(count))
        }
        let samples = metrics.families.first?.samples ?? []
        #expect(samples.count == 2 && samples.contains(refused("4xx", 2)) && samples.contains(refused("5xx", 1)))
    }
}
