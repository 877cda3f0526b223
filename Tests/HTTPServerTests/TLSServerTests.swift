import EventLoop
import Glibc
import Instruments
import Logging
import Synchronization
import TestSupport
import Testing

@testable import HTTPServer

/// The server with TLS, and with OpenSSL's and curl's clients before it.
@Suite(.timeLimit(.minutes(5)))
struct TLSServerTests {
    private static var limits: HTTPLimits {
        var limits = HTTPLimits()
        limits.headTime = .seconds(4)
        limits.lookInterval = .milliseconds(100)
        return limits
    }

    /// A server with the certificate `server`.
    private func withServer(
        _ authority: TestAuthority, clients: TestAuthority? = nil, limits: HTTPLimits = HTTPLimits(),
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ body: (ServerCertificates, ListeningSocket) async throws -> Void
    ) async throws {
        let files = ServerCertificates.Files(
            certificate: authority.directory.file("server.pem"), key: authority.directory.file("server-key.pem"),
            clientAuthorities: clients?.certificate)
        let certificates = ServerCertificates(files, logger: logger)
        try await withLiveServer(limits: limits, certificates: certificates) { _, socket in
            try await body(certificates, socket)
        }
    }

    private func curl(
        _ socket: ListeningSocket, _ authority: TestAuthority, _ arguments: String..., path: String = "/health"
    ) async throws -> CommandRun {
        let url = "https://127.0.0.1:\(socket.port)\(path)"
        return try await CommandRun.of(
            ["curl", "-sS", "--max-time", "60", "--cacert", authority.certificate] + arguments + [url])
    }

    private func expectServed(_ socket: ListeningSocket, _ authority: TestAuthority) async throws {
        let run = try await curl(socket, authority)
        #expect(run.status == 0 && run.output.contains("online"), "\(run.output)")
    }

    /// What `openssl s_client` says of a connection on which it sends nothing.
    private func openssl(_ socket: ListeningSocket, _ arguments: String...) async throws -> CommandRun {
        let command = ["timeout", "60", "openssl", "s_client", "-connect", "127.0.0.1:\(socket.port)"]
        return try await CommandRun.of(command + arguments)
    }

    private func count(_ certificates: ServerCertificates, _ result: String) -> Double {
        certificates.metrics.flatMap(\.samples).filter { $0.labels["result"] == result }.reduce(0) { sum, sample in
            if case .number(let number) = sample.value { sum + number } else { sum }
        }
    }

    // MARK: What is agreed on

    @Test(arguments: [["--tls-max", "1.2"], ["--tlsv1.3"]])
    func `a client that trusts the authority is served`(version: [String]) async throws {
        let authority = try await TestAuthority()
        try await authority.issue("server")
        try await withServer(authority) { certificates, socket in
            let run = try await curl(socket, authority, version[0], version.last ?? "", "-i")
            #expect(run.status == 0 && run.output.contains("online"), "\(run.output)")
            #expect(run.output.hasPrefix("HTTP/1.1 200 OK"))
            #expect(count(certificates, "done") == 1)
        }
    }

    @Test func `what is older than TLS 1.2 is refused`() async throws {
        let authority = try await TestAuthority()
        try await authority.issue("server")
        try await withServer(authority) { certificates, socket in
            let run = try await openssl(socket, "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0")
            #expect(run.status == 1 && run.output.contains("protocol version"), "\(run.output)")
            try await eventually("it is counted") { count(certificates, "failed") == 1 }
            try await expectServed(socket, authority)
        }
    }

    @Test func `HTTP 1.1 is the only protocol that is agreed on`() async throws {
        let authority = try await TestAuthority()
        try await authority.issue("server")
        try await withServer(authority) { _, socket in
            let both = try await openssl(socket, "-alpn", "h2,http/1.1")
            #expect(both.output.contains("ALPN protocol: http/1.1"), "\(both.output)")
            let other = try await openssl(socket, "-alpn", "h2")
            #expect(other.status == 1 && other.output.contains("no application protocol"), "\(other.output)")
        }
    }

    @Test func `large bodies come whole in both directions, and a connection serves many requests`() async throws {
        let authority = try await TestAuthority()
        try await authority.issue("server")
        try await withServer(authority) { certificates, socket in
            let directory = try TemporaryDirectory()
            let body = try directory.write(
                Array(("[\"" + String(repeating: "x", count: 90_000) + "\"]").utf8), to: "body")
            let sent = try await curl(
                socket, authority, "--data-binary", "@\(body)", "-H", "Content-Type: application/json", path: "/echo")
            #expect(sent.output.utf8.count == 90_005, "\(sent.output.prefix(200))")
            let url = "https://127.0.0.1:\(socket.port)/large"
            let slow = try await curl(
                socket, authority, "--limit-rate", "4M", url, url, "-w", "%{num_connects} %{size_download}\n",
                "-o", "/dev/null", "-o", "/dev/null", "-o", "/dev/null", path: "/large")
            #expect(slow.output == "1 4200000\n0 4200000\n0 4200000\n", "\(slow.output)")
            #expect(count(certificates, "done") == 2)
        }
    }

    @Test func `a stream goes on until it ends`() async throws {
        let authority = try await TestAuthority()
        try await authority.issue("server")
        let files = ServerCertificates.Files(
            certificate: authority.directory.file("server.pem"), key: authority.directory.file("server-key.pem"))
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let route = Route(.get, "/count", produces: ["text/plain"]) { _ in
            HTTPAnswer(200, HTTPStream("text/plain", CountingStream(to: 200)))
        }
        try await withLiveServer(routes: [route], certificates: ServerCertificates(files, logger: quiet)) {
            let run = try await curl($1, authority, path: "/count")
            #expect(run.status == 0 && run.output == (1...200).map { "\($0)\n" }.joined(), "\(run.output.suffix(100))")
        }
    }

    // MARK: Those that come to nothing

    @Test func `a client that speaks plain HTTP is told so`() async throws {
        let authority = try await TestAuthority()
        try await authority.issue("server")
        try await withServer(authority) { certificates, socket in
            let client = try RawConnection(port: socket.port)
            client.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            try await client.expectClosed()
            let answer = try #require(RawAnswer(client.received), "\(client.received)")
            #expect(answer.status == 400 && answer.body.contains("https://"))
            #expect(!client.received.contains("online"))
            try await eventually("it is counted") { count(certificates, "plain") == 1 }
            try await expectServed(socket, authority)
        }
    }

    @Test(
        arguments: [
            [22], [22, 3, 1, 0xFF, 0xFF] + [UInt8](repeating: 7, count: 20000), [22, 3, 1, 0, 0], [0, 0, 0, 0],
            [22, 3, 1, 0, 4, 1, 0xFF, 0xFF, 0xFF], [128, 46, 1, 3, 1],
        ] as [[UInt8]])
    func `what is no handshake ends its own connection and nothing else`(bytes: [UInt8]) async throws {
        let authority = try await TestAuthority()
        try await authority.issue("server")
        try await withServer(authority, limits: Self.limits) { _, socket in
            let client = try RawConnection(port: socket.port)
            client.send(bytes)
            try await client.expectClosed()
            try await expectServed(socket, authority)
        }
    }

    @Test func `hundreds of clients that do not go on with their handshake are cut off, and others are served`()
        async throws
    {
        let authority = try await TestAuthority()
        try await authority.issue("server")
        try await withServer(authority, limits: Self.limits) { certificates, socket in
            let clients = try (0..<200).map { _ in try RawConnection(port: socket.port) }
            for client in clients { client.send([22, 3, 1, 2, 0, 1]) }
            try await expectServed(socket, authority)
            try await eventually("all are cut off", within: .seconds(120)) {
                for client in clients { client.receive() }
                return clients.allSatisfy(\.isClosed)
            }
            #expect(count(certificates, "abandoned") > 0 && count(certificates, "done") == 1)
            try await expectServed(socket, authority)
        }
    }

    @Test func `when all places are taken a new client ends with an alert`() async throws {
        let authority = try await TestAuthority()
        try await authority.issue("server")
        var limits = HTTPLimits()
        limits.connections = 0
        try await withServer(authority, limits: limits) { certificates, socket in
            let run = try await curl(socket, authority)
            #expect(run.status != 0, "\(run.output)")
            try await eventually("it is counted") { count(certificates, "refused") == 1 }
        }
    }

    // MARK: Certificates of clients

    @Test(arguments: [["--tls-max", "1.2"], ["--tlsv1.3"]])
    func `a client without a valid certificate of the authority is refused`(version: [String]) async throws {
        let (authority, clients) = (try await TestAuthority(), try await TestAuthority())
        try await authority.issue("server")
        let right = try await clients.issue("right")
        let expired = try await clients.issue("expired", from: -3, until: -1)
        let foreign = try await authority.issue("foreign")
        try await withServer(authority, clients: clients) { certificates, socket in
            let options = [version[0], version.last ?? ""]
            func get(_ pair: (certificate: String, key: String)?) async throws -> CommandRun {
                let shown = pair.map { ["--cert", $0.certificate, "--key", $0.key] } ?? []
                return try await CommandRun.of(
                    ["curl", "-sS", "--max-time", "60", "--cacert", authority.certificate] + options + shown
                        + ["https://127.0.0.1:\(socket.port)/health"])
            }
            for pair in [nil, expired, foreign] {
                let run = try await get(pair)
                #expect(run.status != 0 && !run.output.contains("online"), "\(run.output)")
                // What curl makes of the alert that a certificate has expired.
                let isTold = run.output.contains("alert") || run.output.contains("certificate verification failed")
                #expect(isTold, "\(run.output)")
            }
            // The client may have heard of it before it is counted.
            try await eventually("the three are counted") { count(certificates, "client_certificate") == 3 }
            let run = try await get(right)
            #expect(run.status == 0 && run.output.contains("online"), "\(run.output)")
        }
    }

    // MARK: Files that change

    @Test func `a new certificate is shown to new connections, and one that cannot be used leaves the one before`()
        async throws
    {
        let (before, after) = (try await TestAuthority(), try await TestAuthority())
        try await before.issue("server")
        try await after.issue("server")
        let log = KeptLines()
        try await withServer(before, logger: Logger(label: "test") { _ in log }) { _, socket in
            try await expectServed(socket, before)
            // Half of a certificate, as while it is being copied; then one that the key is not of; then its key.
            let new = try #require(contents(of: after.directory.file("server.pem")))
            for content in [Array(new.prefix(200)), new] {
                let known = log.warnings
                try before.directory.write(content, to: "server.new")
                #expect(rename(before.directory.file("server.new"), before.directory.file("server.pem")) == 0)
                try await eventually("it is noticed") {
                    try await expectServed(socket, before)
                    return log.warnings == known + 1
                }
            }
            let looked = MonotonicInstant.now.advanced(by: .milliseconds(1200))
            while MonotonicInstant.now < looked { try await expectServed(socket, before) }
            #expect(log.warnings == 2, "what is known is not told again")
            let key = try #require(contents(of: after.directory.file("server-key.pem")))
            try before.directory.write(key, to: "server.new")
            #expect(rename(before.directory.file("server.new"), before.directory.file("server-key.pem")) == 0)
            try await eventually("the new one is shown", within: .seconds(60)) {
                try await curl(socket, after).status == 0
            }
            #expect(log.warnings == 2)
        }
    }

    @Test func `without a certificate nobody is served, also not in plain, until there is one`() async throws {
        let authority = try await TestAuthority()
        try await authority.issue("later")
        try await withServer(authority) { certificates, socket in
            let run = try await curl(socket, authority)
            #expect(run.status == 35 && run.output.contains("alert"), "\(run.output)")
            let plain = try await CommandRun.of(["curl", "-sS", "http://127.0.0.1:\(socket.port)/health"])
            #expect(plain.output.contains("https://") && !plain.output.contains("online"), "\(plain.output)")
            for name in [".pem", "-key.pem"] {
                let content = try #require(contents(of: authority.directory.file("later" + name)))
                try authority.directory.write(content, to: "server" + name)
            }
            try await eventually("it is served", within: .seconds(60)) { try await curl(socket, authority).status == 0 }
            try await eventually("it is counted") { count(certificates, "refused") >= 1 }
        }
    }
}

/// The numbers up to one, a line each.
private final class CountingStream: HTTPStreamSource {
    private let last: Int
    private let state = Mutex((next: 1, isOver: false))

    init(to last: Int) { self.last = last }

    func next() async -> [UInt8]? {
        state.withLock { state in
            guard state.next <= last, !state.isOver else { return nil }
            defer { state.next += 1 }
            return Array("\(state.next)\n".utf8)
        }
    }

    func end() { state.withLock { $0.isOver = true } }
}

/// Counts the warnings that are logged.
private final class KeptLines: LogHandler, Sendable {
    private let count = Mutex(0)
    var warnings: Int { count.withLock { $0 } }

    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }
    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) { if event.level == .warning { count.withLock { $0 += 1 } } }
}
