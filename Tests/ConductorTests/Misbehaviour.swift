import Conductor
import ScriptedServer

/// A way in which what stands at the conductor's URL may answer, and what the client must make of it.
struct Misbehaviour: Sendable, CustomStringConvertible {
    enum Verdict: String, Sendable {
        case unreachable, redirected, notConductor, tokenRejected, unknownWorker, notOffered, retryAfter, httpError
        case malformed, tooLarge
    }

    let description: String
    /// Any of these.
    let verdicts: Set<Verdict>
    /// Whether it is told by a deadline, which then is short.
    var runsIntoDeadline = false
    let script: ScriptedServer.Script

    static func verdict(of failure: ConductorFailure) -> Verdict? {
        switch failure {
        case .unreachable: .unreachable
        case .redirected: .redirected
        case .notConductor: .notConductor
        case .tokenRejected: .tokenRejected
        case .unknownWorker: .unknownWorker
        case .notOffered: .notOffered
        case .retryAfter: .retryAfter
        case .httpError: .httpError
        case .malformed: .malformed
        case .answerTooLarge: .tooLarge
        case .nameLookupFailed, .tlsFailed, .clockNotSet, .cancelled: nil
        }
    }

    // MARK: Kinds

    /// Reads the request and answers with these bytes, then closes.
    private static func raw(_ what: String, _ answer: String, _ verdicts: Verdict...) -> Misbehaviour {
        Misbehaviour(description: what, verdicts: Set(verdicts)) { connection in
            guard try connection.nextRequest() != nil else { return }
            try connection.write(answer)
        }
    }

    private static func status(_ code: Int, _ verdict: Verdict, _ headers: [String: String] = [:]) -> Misbehaviour {
        answer(
            "status \(code)\(headers.isEmpty ? "" : " with \(headers)")", code, "<html>oops</html>", verdict, headers)
    }

    private static func answer(
        _ what: String, _ code: Int, _ body: String, _ verdict: Verdict,
        _ headers: [String: String] = ["Content-Type": "application/json"]
    ) -> Misbehaviour {
        let bytes = ScriptedAnswer(code, body, headers: headers).bytes
        return Misbehaviour(description: what, verdicts: [verdict]) { connection in
            while try connection.nextRequest() != nil { try connection.write(bytes) }
        }
    }

    private static func stall(_ what: String, after beginning: String?) -> Misbehaviour {
        Misbehaviour(description: what, verdicts: [.unreachable], runsIntoDeadline: true) { connection in
            guard let beginning else { return try connection.waitForClose() }
            _ = try connection.nextRequest()
            try connection.write(beginning)
            try connection.waitForClose()
        }
    }

    private static func scripted(
        _ what: String, _ verdicts: Set<Verdict>, runsIntoDeadline: Bool = false,
        _ script: @escaping ScriptedServer.Script
    ) -> Misbehaviour {
        Misbehaviour(
            description: what, verdicts: verdicts, runsIntoDeadline: runsIntoDeadline, script: script)
    }

    private static func message(_ text: String) -> String { #"{"error":{"message":"\#(text)"}}"# }

    // MARK: The table

    static let all: [Misbehaviour] = statuses + bodies + framings + connections

    private static let statuses: [Misbehaviour] =
        [300, 301, 302, 303, 304, 307, 308, 399].map { status($0, .redirected) }
        + [400, 402, 403, 405, 406, 408, 409, 410, 413, 414, 418, 421, 429, 431, 451, 499].map {
            status($0, .httpError)
        }
        + [500, 501, 502, 503, 504, 505, 507, 508, 511, 520, 599].map { status($0, .httpError) }
        + [
            status(302, .redirected, ["Location": "http://portal.example/login"]),
            status(404, .notOffered),
            answer("404 of an unknown route", 404, message("Not found"), .notOffered),
            answer("404 of an unknown worker", 404, message("Worker not found"), .unknownWorker),
            answer("404 whose plain text is an unknown worker", 404, "Worker not found", .notOffered),
            answer(
                "404 whose message begins like an unknown worker", 404, message("Worker not found, sorry"), .httpError),
            status(429, .retryAfter, ["Retry-After": "5"]),
            status(503, .retryAfter, ["Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"]),
            status(503, .retryAfter, ["Retry-After": "99999999999999999999"]),
            status(503, .httpError, ["Retry-After": "soon"]),
            status(429, .httpError, ["Retry-After": "-5"]),
        ]

    private static let bodies: [Misbehaviour] = [
        answer(
            "the page of a captive portal", 200, "<html>log in</html>", .notConductor, ["Content-Type": "text/html"]),
        answer(
            "a conductor's body called HTML", 200, #"{"worker":{"id":"w"}}"#, .notConductor,
            ["Content-Type": "text/html"]),
        answer("plain text", 200, "OK", .notConductor, ["Content-Type": "text/plain; charset=utf-8"]),
        answer("an image", 200, "GIF89a", .notConductor, ["Content-Type": "image/gif"]),
        answer("an empty content type", 200, "OK", .notConductor, ["Content-Type": ";"]),
        answer("a page without a content type", 200, "<html></html>", .malformed, [:]),
        answer("no body", 200, "", .malformed),
        answer("204", 204, "", .malformed),
        answer("blanks", 200, "   \n ", .malformed),
        answer("an array", 200, "[]", .malformed),
        answer("a text", 200, #""worker""#, .malformed),
        answer("null", 200, "null", .malformed),
        answer("half an object", 200, #"{"worker":{"id":"w"#, .malformed),
        answer("two objects", 200, #"{"worker":{"id":"w"}}{"worker":{"id":"v"}}"#, .malformed),
        answer("an object and rubbish", 200, #"{"worker":{"id":"w"}}x"#, .malformed),
        answer("single quotes", 200, "{'worker':{'id':'w'}}", .malformed),
        answer("NaN", 200, #"{"worker":{"id":NaN}}"#, .malformed),
        answer("no worker", 200, #"{"status":"ok"}"#, .malformed),
        answer("a worker that is null", 200, #"{"worker":null}"#, .malformed),
        answer("a worker that is a text", 200, #"{"worker":"w"}"#, .malformed),
        answer("depth without end", 200, String(repeating: #"{"worker":"#, count: 20000), .malformed),
        answer("zero bytes", 200, "{\"worker\":{\"id\":\"w\0\"}}", .malformed),
        answer("compressed rubbish", 200, "\u{1f}\u{8b}\u{8}rubbish", .malformed, ["Content-Encoding": "gzip"]),
        scripted("text that is not UTF-8", [.malformed]) { connection in
            guard try connection.nextRequest() != nil else { return }
            let body = Array(#"{"worker":{"id":""#.utf8) + [0xC3, 0x28, 0xFF] + Array(#""}}"#.utf8)
            try connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n")
            try connection.write(body)
        },
        answer("a body of 1 MiB and a byte", 200, String(repeating: " ", count: 1 << 20 + 1), .tooLarge),
        scripted("a body without end", [.tooLarge]) { connection in
            guard try connection.nextRequest() != nil else { return }
            try connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            let block = Array("10000\r\n".utf8) + [UInt8](repeating: 0x20, count: 65536) + Array("\r\n".utf8)
            while true { try connection.write(block) }
        },
        answer("an error page of 2 MB", 500, String(repeating: "x", count: 2_000_000), .tooLarge),
    ]

    private static let framings: [Misbehaviour] = [
        raw("no answer", "", .unreachable),
        raw("the banner of another protocol", "SSH-2.0-OpenSSH_9.2\r\n", .malformed, .unreachable),
        raw("a body alone, as HTTP/0.9", #"{"worker":{"id":"w"}}"#, .malformed, .unreachable),
        raw("an alert of TLS", "\u{15}\u{3}\u{1}\u{0}\u{2}\u{2}\u{16}", .malformed, .unreachable),
        raw("a version that is none", "HTTP/x.y 200 OK\r\n\r\n", .malformed, .unreachable),
        raw("a status that is none", "HTTP/1.1 abc\r\nContent-Length: 0\r\n\r\n", .malformed, .unreachable),
        raw(
            "a status of four digits", "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n", .malformed, .unreachable,
            .httpError),
        raw("a head that is cut", "HTTP/1.1 200 OK\r\nContent-Le", .unreachable, .malformed),
        raw(
            "only interim answers", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n", .unreachable,
            .malformed),
        raw("a body that is cut", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"worker\":{}}", .unreachable),
        raw("a length below its body", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{\"worker\":{}}", .malformed),
        raw(
            "a negative length", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}", .malformed, .unreachable, .tooLarge),
        raw(
            "a length beyond all numbers", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n{}",
            .malformed,
            .unreachable, .tooLarge),
        raw(
            "chunks of a size that is none", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
            .unreachable, .malformed),
        raw(
            "chunks without their end", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"w\r\n",
            .unreachable),
        raw(
            "a chunk shorter than it says",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{}\r\n0\r\n\r\n", .unreachable),
        raw(
            "an unknown transfer coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: rot13\r\n\r\n{\"worker\":", .malformed,
            .unreachable),
        scripted("headers without end", [.tooLarge, .unreachable]) { connection in
            guard try connection.nextRequest() != nil else { return }
            try connection.write("HTTP/1.1 200 OK\r\n")
            while true { try connection.write("X-Rubbish: \(String(repeating: "a", count: 1000))\r\n") }
        },
        scripted("one header without end", [.tooLarge, .unreachable, .malformed]) { connection in
            guard try connection.nextRequest() != nil else { return }
            try connection.write("HTTP/1.1 200 OK\r\nX-Rubbish: ")
            while true { try connection.write(String(repeating: "a", count: 1000)) }
        },
    ]

    private static let connections: [Misbehaviour] = [
        scripted("a close before the request is read", [.unreachable]) { _ in },
        scripted("a reset at once", [.unreachable]) { $0.reset() },
        scripted("a reset after the request", [.unreachable]) { connection in
            _ = try connection.nextRequest()
            connection.reset()
        },
        scripted("a reset within the body", [.unreachable]) { connection in
            _ = try connection.nextRequest()
            try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"worker\"")
            connection.pause(0.02)
            connection.reset()
        },
        stall("silence from the beginning", after: nil),
        stall("silence after the request", after: ""),
        stall("silence within the head", after: "HTTP/1.1 200 OK\r\nContent-"),
        stall("silence after the head", after: "HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\n"),
        stall("silence within the body", after: "HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\n{\"worker\":"),
        stall(
            "silence before the last chunk", after: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"),
        scripted("a body that drips", [.unreachable], runsIntoDeadline: true) { connection in
            _ = try connection.nextRequest()
            try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            while true {
                try connection.write(" ")
                connection.pause(0.02)
            }
        },
        scripted("a head that drips", [.unreachable], runsIntoDeadline: true) { connection in
            _ = try connection.nextRequest()
            try connection.write("HTTP/1.1 200 OK\r\nX-Slow: ")
            while true {
                try connection.write("a")
                connection.pause(0.02)
            }
        },
    ]
}
