import Conductor
import EventLoop
import HTTPClient
import JSON
import ScriptedServer
import TestSupport
import Testing

/// A proxy on the way to the conductor.
@Suite(.eventLoop, .timeLimit(.minutes(10)))
struct ProxyTests {
    private let authority: TestAuthority
    private let directory: TemporaryDirectory

    init() async throws {
        authority = try await TestAuthority()
        directory = try TemporaryDirectory()
    }

    @LoopActor
    private func beat(_ url: String, through proxy: HTTPProxy) async throws -> ConductorFailure? {
        var access = ConductorAccess(urls: [url])
        access.patience = .seconds(40)
        access.tls = TLSFiles(authorities: authority.certificate)
        access.proxy = proxy
        return try await ConductorTests.beat(ConductorClient(access))
    }

    private func front() async throws -> TLSFront {
        try await authority.issue("right")
        let front = try TLSFront(authority, [.init("right", offersHTTP2: true)])
        try await front.start()
        return front
    }

    @LoopActor
    @Test func `calls go through the proxy with its password, the conductor's certificate is checked all the same`()
        async throws
    {
        let front = try await front()
        let proxy = try await TestProxy()
        #expect(try await beat(front.urls[0], through: HTTPProxy(url: proxy.url())) == nil)
        try await eventually("the proxy has been asked") { proxy.hasConnected }
        try await eventually("the call has come") { front.calls.count == 1 }
        let refused = try await beat(front.urls[0], through: HTTPProxy(url: proxy.url(password: "wrong")))
        guard case .unreachable(let why) = refused else {
            return #expect(Bool(false), "\(String(describing: refused))")
        }
        #expect(!why.contains("wrong"))
        try await proxy.stop()
        guard
            case .unreachable = try await beat(front.urls[0], through: HTTPProxy(url: "http://127.0.0.1:\(proxy.port)"))
        else {
            return #expect(Bool(false))
        }
    }

    @LoopActor
    @Test(arguments: ["127.0.0.1", "a.example, 127.0.0.0/8", "*"])
    func `hosts that are excepted are reached without the proxy`(exceptions: String) async throws {
        let front = try await front()
        let proxy = try ScriptedServer.answering { _ in ScriptedAnswer(403) }
        #expect(try await beat(front.urls[0], through: HTTPProxy(url: proxy.url, exceptions: exceptions)) == nil)
        #expect(proxy.connectionCount == 0)
    }

    @LoopActor
    @Test func `a proxy that refuses is unreachable, and one that has no address is told as that`() async throws {
        let proxy = try ScriptedServer.answering { _ in ScriptedAnswer(403) }
        let refused = try await beat("https://conductor.example", through: HTTPProxy(url: proxy.url))
        guard case .unreachable(let why) = refused else {
            return #expect(Bool(false), "\(String(describing: refused))")
        }
        #expect(why.contains("403"))
        #expect(proxy.requests.first?.method == "CONNECT" && proxy.requests.first?.path == "conductor.example:443")
        let nobody = HTTPProxy(url: "http://no-such-proxy.invalid:3128")
        guard case .nameLookupFailed = try await beat("https://conductor.example", through: nobody) else {
            return #expect(Bool(false))
        }
    }

    @LoopActor
    @Test func `a conductor without TLS is reached without the proxy`() async throws {
        let server = try ScriptedServer.answering { _ in ScriptedAnswer(200, #"{"worker":{}}"#) }
        #expect(try await beat(server.url, through: HTTPProxy(url: "http://127.0.0.1:1")) == nil)
    }
}
