import EventLoop
import Glibc
import HTTPServer
import JSON
import Logging
import Settings
import TestSupport
import Testing

@testable import NodeAPI

@Suite(.timeLimit(.minutes(5)))
struct AdmissionTests {
    private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private static let stranger = PeerAddress(v4: 0x0A00_0001)
    private static let other = PeerAddress(v4: 0x0A00_0002)

    private func admission(_ environment: [String: String], isLoopback: Bool = false) throws -> Admission {
        let node = try FakeNode.description(isLoopback: isLoopback, environment: environment)
        return Admission(node, TokenBook(node.apiTokens, file: node.apiTokenFile, logger: Self.quiet))
    }

    /// The status of the refusal; 200 for none.
    private func status(
        _ admission: Admission, _ access: Route.Access, token: String? = nil, host: String? = nil,
        origin: String? = nil, peer: PeerAddress = stranger, at now: MonotonicInstant = .now
    ) -> Int {
        var headers: [(String, String)] = []
        if let token { headers.append(("Authorization", "Bearer " + token)) }
        if let host { headers.append(("Host", host)) }
        if let origin { headers.append(("Origin", origin)) }
        let route = Route(access == .admin ? .post : .get, "/x", access: access) { _ in .ok(.null) }
        do throws(HTTPFault) {
            try admission.check(route, HTTPCall("GET", "/x", headers: headers, peer: peer), now: now)
            return 200
        } catch {
            #expect(error.answer.body?["error"]?["message"]?.string?.isEmpty == false)
            return error.status
        }
    }

    @Test(arguments: [(true, 200, 403), (false, 403, 200)])
    func `the node's own page is of the scheme that the API speaks`(isTLS: Bool, secure: Int, plain: Int) throws {
        let files = ["API_TLS_CERT": "/cert.pem", "API_TLS_KEY": "/key.pem", "LISTEN_FDNAMES": "http"]
        let admission = try admission(isTLS ? files : [:], isLoopback: true)
        let host = "127.0.0.1:3001"
        #expect(status(admission, .admin, host: host, origin: "https://" + host) == secure)
        #expect(status(admission, .admin, host: host, origin: "http://" + host) == plain)
    }

    // MARK: Tokens

    @Test func `each token opens what it is for`() throws {
        let admission = try admission(["API_TOKEN": "admin:root, read:guest,plain"])
        let expected: [(String?, [Int])] = [
            // open, read, confidential, admin
            (nil, [200, 200, 401, 401]), ("guest", [200, 200, 200, 403]), ("root", [200, 200, 200, 200]),
            ("plain", [200, 200, 200, 200]), ("admin:root", [200, 200, 401, 401]), ("guess", [200, 200, 401, 401]),
        ]
        for (token, statuses) in expected {
            let found = [Route.Access.open, .read, .confidential, .admin].map { status(admission, $0, token: token) }
            #expect(found == statuses, "\(token ?? "none")")
        }
    }

    /// RFC 6750, section 2.1: one blank or more.
    @Test(arguments: [
        ("Bearer root", 200), ("bearer   root", 200), ("Bearer\troot", 401), ("Bearerroot", 401), ("Bearer", 401),
        ("Bearer ", 401), ("Basic root", 401), ("root", 401), ("Bearer root,Bearer root", 401), ("Bearer root x", 401),
    ])
    func `a token stands behind the word Bearer and blanks`(value: String, expected: Int) throws {
        let admission = try admission(["API_TOKEN": "root"])
        let route = Route(.post, "/x") { _ in .ok(.null) }
        let call = HTTPCall("POST", "/x", headers: [("Authorization", value)], peer: Self.stranger)
        var status = 200
        do throws(HTTPFault) { try admission.check(route, call) } catch { status = error.status }
        #expect(status == expected)
    }

    @Test func `on a loopback address all is free, but not for web pages of others`() throws {
        let admission = try admission(["API_TOKEN": "t", "API_ORIGINS": "https://panel.example"], isLoopback: true)
        for access in [Route.Access.open, .read, .confidential, .admin] { #expect(status(admission, access) == 200) }
        let pages = [
            ("https://panel.example", 200), ("http://127.0.0.1:3001", 200), ("https://evil.example", 403),
            ("null", 403),
        ]
        for (origin, expected) in pages {
            #expect(status(admission, .admin, host: "127.0.0.1:3001", origin: origin) == expected, "\(origin)")
            #expect(status(admission, .read, host: "127.0.0.1:3001", origin: origin) == 200)
        }
    }

    @Test(arguments: [true, false])
    func `with API_READ=token reading takes one too, wherever the API listens`(isLoopback: Bool) throws {
        let admission = try admission(
            ["API_TOKEN": "admin:root,read:guest", "API_READ": "token"], isLoopback: isLoopback)
        #expect(status(admission, .open) == 200)
        for access in [Route.Access.read, .confidential, .admin] { #expect(status(admission, access) == 401) }
        #expect(status(admission, .read, token: "guest") == 200)
        #expect(status(admission, .admin, token: "guest") == 403)
        #expect(status(admission, .admin, token: "root") == 200)
    }

    @Test func `without a token changes beyond this machine are off`() throws {
        let admission = try admission([:])
        #expect(status(admission, .admin) == 403 && status(admission, .confidential, token: "x") == 403)
        #expect(status(admission, .read) == 200)
    }

    // MARK: Guessing

    @Test func `who guesses too often has to wait, nobody else does, and time lets them try again`() throws {
        let admission = try admission(["API_TOKEN": "right"])
        let begin = MonotonicInstant.now
        for _ in 0..<FailedAttempts.burst {
            #expect(status(admission, .admin, token: "wrong", at: begin) == 401)
        }
        #expect(status(admission, .admin, token: "wrong", at: begin) == 429)
        #expect(status(admission, .admin, token: "right", at: begin) == 429, "it is not told that it is right")
        #expect(status(admission, .read, at: begin) == 200, "reading is free")
        #expect(status(admission, .admin, token: "right", peer: Self.other, at: begin) == 200)
        let later = begin.advanced(by: FailedAttempts.recovery)
        #expect(status(admission, .admin, token: "wrong", at: later) == 401)
        #expect(status(admission, .admin, token: "wrong", at: later) == 429)
        let muchLater = later.advanced(by: .seconds(60))
        #expect(status(admission, .admin, token: "right", at: muchLater) == 200)
        for _ in 0..<FailedAttempts.burst { _ = status(admission, .admin, token: "wrong", at: muchLater) }
        #expect(status(admission, .admin, token: "wrong", at: muchLater) == 429, "a right one has forgiven the others")
    }

    @Test func `a token for reading forgives no guess at one for more`() throws {
        let admission = try admission(["API_TOKEN": "admin:root,read:guest"])
        let now = MonotonicInstant.now
        for _ in 1..<FailedAttempts.burst {
            #expect(status(admission, .admin, token: "wrong", at: now) == 401)
            #expect(status(admission, .confidential, token: "guest", at: now) == 200)
        }
        #expect(status(admission, .admin, token: "wrong", at: now) == 401)
        #expect(status(admission, .admin, token: "wrong", at: now) == 429)
        #expect(status(admission, .confidential, token: "guest", peer: Self.other, at: now) == 200)
    }

    @Test func `a request without a token is no guess`() throws {
        let admission = try admission(["API_TOKEN": "right"])
        for _ in 0..<50 { #expect(status(admission, .admin) == 401) }
        #expect(status(admission, .admin, token: "right") == 200)
    }

    @Test func `this machine's right tokens are let in whatever others there have tried`() throws {
        let admission = try admission(["API_TOKEN": "right", "API_READ": "token"], isLoopback: true)
        for _ in 0..<50 { _ = status(admission, .read, token: "wrong", peer: .loopback) }
        #expect(status(admission, .read, token: "wrong", peer: .loopback) == 429)
        #expect(status(admission, .read, token: "right", peer: .loopback) == 200)
    }

    @Test func `how many peers are remembered has a limit`() {
        let failures = FailedAttempts()
        let now = MonotonicInstant.now
        for _ in 0..<20 { failures.note(Self.stranger, at: now) }
        #expect(failures.wait(Self.stranger, at: now) != nil)
        for number in 0..<UInt32(FailedAttempts.limit) {
            failures.note(PeerAddress(v4: 0x0B00_0000 + number), at: now.advanced(by: .seconds(1)))
        }
        #expect(failures.wait(Self.stranger, at: now) == nil, "the oldest is forgotten")
    }

    // MARK: The file

    @Test func `a file with other tokens counts without a restart, a broken one not`() throws {
        let directory = try TemporaryDirectory()
        func write(_ text: String) throws -> String {
            try directory.write(Array(text.utf8), to: "tokens", mode: 0o600)
        }
        let file = try write("# for the panel\nread:guest\n\n  admin:root  \r\n")
        let book = TokenBook([], file: file, logger: Self.quiet)
        var now = MonotonicInstant.now
        func names() -> [String] {
            now = now.advanced(by: .seconds(2))
            return book.current(at: now).map { "\($0.access):" + $0.secret.reveal() }
        }
        #expect(names() == ["read:guest", "admin:root"])
        _ = try write("other-token-than-before\n")
        #expect(names() == ["admin:other-token-than-before"])
        for broken in ["", "# nothing\n", "two words\n", "read:\n"] {
            _ = try write(broken)
            #expect(names() == ["admin:other-token-than-before"], "\(broken)")
        }
        unlink(file)
        #expect(names() == ["admin:other-token-than-before"])
        _ = try write("read:last\n")
        #expect(names() == ["read:last"])
        // As an editor of Windows writes it.
        _ = try write("\u{FEFF}read:first\r\nadmin:second\r\n")
        #expect(names() == ["read:first", "admin:second"])
    }

    @Test func `what is being streamed with a token ends when the token is not in the file any more`() async throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(Array("read:old\nadmin:root\n".utf8), to: "tokens", mode: 0o600)
        let source = FakeNode(FakeNode.well)
        let node = try FakeNode.description(environment: ["API_TOKEN_FILE": file, "API_READ": "token"])
        let table = NodeRoutes(node, source, logger: Self.quiet).table
        func stream(_ token: String) async throws -> any HTTPStreamSource {
            let call = HTTPCall("GET", "/events", headers: [("Authorization", "Bearer " + token)])
            guard case .stream(let stream) = await table.answer(call).content else {
                throw SystemError("stream", token, errno: EPROTO)
            }
            #expect(await stream.source.next() != nil)
            return stream.source
        }
        let (old, root) = (try await stream("old"), try await stream("root"))
        try directory.write(Array("read:new\nadmin:root\n".utf8), to: "tokens", mode: 0o600)
        try await eventually("it ends") {
            source.events.publish(NodeEvent(kind: .service, data: [:]))
            return await old.next() == nil
        }
        #expect(await root.next() != nil)
        #expect(await old.next() == nil)
    }

    @Test func `a file that is not there at the start counts when it is`() throws {
        let directory = try TemporaryDirectory()
        let book = TokenBook([], file: directory.file("tokens"), logger: Self.quiet)
        #expect(book.isEmpty)
        try directory.write(Array("t\n".utf8), to: "tokens", mode: 0o600)
        #expect(book.current(at: .now.advanced(by: .seconds(5))).count == 1)
    }

    // MARK: Names

    @Test(arguments: [
        (nil, true), ("", true), ("127.0.0.1", true), ("192.168.1.5:3001", true), ("[::1]:3001", true),
        ("[fe80::1]", true),
        ("localhost:3001", true), ("LOCALHOST", true), ("a.localhost", true), ("node-7:3001", true),
        ("NODE-7.local", true),
        ("node-7.site.example", true), ("node-7.site.example.:80", true), ("panel.example", true), ("node-8", false),
        ("evil.example", false), ("evil.example:3001", false), ("127.0.0.1.evil.example", false),
        ("127.0.0.1:x", false),
        ("[::1].evil.example", false), ("[evil]", false), ("node-7.evil.example", false), ("site.example", false),
        ("localhost.evil.example", false), ("1", false),
    ])
    func `the node is called by an address, or by a name that is its own`(host: String?, isOwn: Bool) throws {
        let admission = try admission(["WORKER_HOSTNAME": "node-7.site.example", "API_HOSTS": "Panel.example"])
        #expect(status(admission, .read, host: host) == (isOwn ? 200 : 421), "\(host ?? "none")")
        #expect(status(admission, .open, host: host) == 200)
    }
}
