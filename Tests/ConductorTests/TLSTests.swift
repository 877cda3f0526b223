import Conductor
import EventLoop
import Glibc
import HTTPClient
import JSON
import Synchronization
import TestSupport
import Testing

/// TLS to the conductor, with nginx before it.
@Suite(.eventLoop, .timeLimit(.minutes(10)))
struct TLSTests {
    private let authority: TestAuthority

    init() async throws { authority = try await TestAuthority() }

    @LoopActor
    private func client(
        _ url: String, trusting authorities: String?, as certificate: (certificate: String, key: String)? = nil,
        clock: @escaping @Sendable () -> Int = { time(nil) }
    ) -> ConductorClient {
        var access = ConductorAccess(urls: [url])
        access.patience = .seconds(40)
        access.tls = TLSFiles(
            authorities: authorities, certificate: certificate?.certificate, key: certificate?.key)
        return ConductorClient(access, clock: clock)
    }

    @LoopActor
    private func fault(_ client: ConductorClient) async throws -> TLSFault? {
        guard case .tlsFailed(let fault, let why) = try await beat(client) else { return nil }
        #expect(!why.isEmpty)
        return fault
    }

    @LoopActor
    @Test func `a certificate that expired, is of another host or of nobody who is trusted is told as that`()
        async throws
    {
        try await authority.issue("right")
        try await authority.issue("expired", from: -10, until: -5)
        try await authority.issue("early", from: 5, until: 10)
        try await authority.issue("elsewhere", subject: "DNS:conductor.example")
        let names = ["right", "expired", "early", "elsewhere"]
        let front = try TLSFront(authority, names.map { .init($0) })
        try await front.start()
        let trusted = authority.certificate
        #expect(try await beat(client(front.urls[0], trusting: trusted)) == nil)
        #expect(try await fault(client(front.urls[1], trusting: trusted)) == .expired)
        #expect(try await fault(client(front.urls[2], trusting: trusted)) == .notYetValid)
        #expect(try await fault(client(front.urls[3], trusting: trusted)) == .wrongHost)
        #expect(
            try await fault(client(front.urls[0], trusting: nil)) == .unknownAuthority, "the system does not know it")
        let stranger = try await TestAuthority()
        #expect(try await fault(client(front.urls[0], trusting: stranger.certificate)) == .unknownAuthority)
        #expect(try await fault(client(front.urls[0], trusting: "/nonexistent/ca.pem")) == .ownFiles)
        #expect(
            try await fault(client("https://localhost" + front.urls[0].dropFirst(17), trusting: trusted)) == .wrongHost)
        try await eventually("nothing was sent to any other") { front.calls.count == 1 }
    }

    @LoopActor
    @Test func `a clock that was never set is told as that`() async throws {
        try await authority.issue("early", from: 5, until: 10)
        let front = try TLSFront(authority, [.init("early")])
        try await front.start()
        let unset = client(front.urls[0], trusting: authority.certificate) { 86_400 }
        guard case .clockNotSet(let now, _) = try await beat(unset) else { return #expect(Bool(false)) }
        #expect(now == "1970-01-02T00:00:00.000Z")
        let set = client(front.urls[0], trusting: authority.certificate) { 1_700_000_000 }
        #expect(try await fault(set) == .notYetValid)
    }

    @LoopActor
    @Test func `TLS before 1_2 is no secure connection`() async throws {
        try await authority.issue("right")
        let old = "ssl_protocols TLSv1 TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0;"
        let front = try TLSFront(
            authority, [.init("right", directives: old), .init("right", directives: "ssl_protocols TLSv1.2;")])
        try await front.start()
        #expect(try await fault(client(front.urls[0], trusting: authority.certificate)) == .other)
        #expect(try await beat(client(front.urls[1], trusting: authority.certificate)) == nil)
        try await eventually("one call has come") { front.calls.map { $0[1] } == ["TLSv1.2"] }
    }

    @LoopActor
    @Test func `the node shows its certificate where the conductor asks for one`() async throws {
        try await authority.issue("right")
        let node = try await authority.issue("node-7")
        let asking = "ssl_verify_client on; ssl_client_certificate \(authority.certificate);"
        let front = try TLSFront(authority, [.init("right", directives: asking)])
        try await front.start()
        #expect(try await beat(client(front.urls[0], trusting: authority.certificate, as: node)) == nil)
        try await eventually("it is seen") { front.calls.first?[3] == "\"CN=node-7\"" }
        let nobody = try await beat(client(front.urls[0], trusting: authority.certificate))
        guard case .httpError(400, let message) = nobody else {
            return #expect(Bool(false), "\(String(describing: nobody))")
        }
        #expect(message.contains("certificate"))
        let other = try await authority.issue("other")
        let mixed = (certificate: node.certificate, key: other.key)
        #expect(try await fault(client(front.urls[0], trusting: authority.certificate, as: mixed)) == .ownFiles)
    }

    @LoopActor
    @Test func `authorities that are replaced count from the next call on, also over a connection that stands`()
        async throws
    {
        try await authority.issue("right")
        let stranger = try await TestAuthority()
        let front = try TLSFront(authority, [.init("right", offersHTTP2: true)])
        try await front.start()
        let trusted = stranger.directory.file("trusted.pem")
        func trust(_ other: TestAuthority) async throws {
            try await offThread {
                try runShell("cp \(other.certificate) \(trusted).new && mv \(trusted).new \(trusted)")
            }
        }
        try await trust(stranger)
        let client = client(front.urls[0], trusting: trusted)
        #expect(try await fault(client) == .unknownAuthority)
        try await trust(authority)
        #expect(try await beat(client) == nil)
        #expect(try await beat(client) == nil)
        try await trust(stranger)
        #expect(try await fault(client) == .unknownAuthority)
    }

    @LoopActor
    @Test func `a certificate of the node that is replaced is shown from the next call on`() async throws {
        try await authority.issue("right")
        let first = try await authority.issue("first")
        let second = try await authority.issue("second")
        let asking = "ssl_verify_client on; ssl_client_certificate \(authority.certificate);"
        let front = try TLSFront(authority, [.init("right", directives: asking)])
        try await front.start()
        let client = client(front.urls[0], trusting: authority.certificate, as: first)
        #expect(try await beat(client) == nil)
        try await offThread {
            try runShell("mv \(second.key) \(first.key); mv \(second.certificate) \(first.certificate)")
        }
        #expect(try await beat(client) == nil)
        // nginx writes its log after it has answered.
        try await eventually("both were shown") { front.calls.map { $0[3] } == ["\"CN=first\"", "\"CN=second\""] }
    }

    @LoopActor
    @Test(arguments: [true, false])
    func `one connection serves all calls, in HTTP 2 where it is offered`(offersHTTP2: Bool) async throws {
        try await authority.issue("right")
        let front = try TLSFront(authority, [.init("right", offersHTTP2: offersHTTP2)])
        try await front.start()
        let client = client(front.urls[0], trusting: authority.certificate)
        for _ in 1...4 { #expect(try await beat(client) == nil) }
        if offersHTTP2 {
            async let one = beat(client)
            async let two = beat(client)
            #expect(try await [one, two] == [nil, nil])
        }
        try await eventually("all calls are logged") { front.calls.count == (offersHTTP2 ? 6 : 4) }
        #expect(Set(front.calls.map { $0[0] }) == [offersHTTP2 ? "HTTP/2.0" : "HTTP/1.1"])
        #expect(Set(front.calls.map { $0[2] }).count == 1, "\(front.calls)")
    }
}
