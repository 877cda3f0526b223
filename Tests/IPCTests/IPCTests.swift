import EventLoop
import Glibc
import IPC
import Instruments
import JSON
import LogOutput
import TestSupport
import Testing

/// A server on a socket of its own, with a few methods, and what it said of its peers' ends.
@LoopActor
private final class Fixture {
    let directory: TemporaryDirectory
    let path: String
    private(set) var server: IPCServer
    private(set) var ends: [IPCCloseReason] = []
    private let listener: Int32

    init(limits: IPCLimits = IPCLimits()) throws {
        directory = try TemporaryDirectory()
        path = directory.file("test.sock")
        listener = try UnixSocket.listen(at: path)
        var tell: (@LoopActor (IPCCloseReason) -> Void)?
        server = IPCServer(listener: listener, limits: limits) { tell?($1) }
        tell = { [weak self] in self?.ends.append($0) }
        server.onAsync("echo") { params, _ in params }
        server.onAsync("slow") { _, _ in
            try await LoopActor.sleep(for: .milliseconds(100))
            return "done"
        }
        server.onAsync("never") { _, _ in
            try await LoopActor.sleep(for: .seconds(30))
            return nil
        }
        server.onAsync("big") { params, _ in
            .string(String(repeating: "x", count: params["size"]?.int ?? 0))
        }
        server.onAsync("whose") { _, _ in
            await Task.yield()
            return LogContext.requestID.map(JSON.string) ?? .null
        }
        server.onAsync("refuse") { _, _ in throw RPCError.notFound("no such thing") }
        server.onAsync("subscribe") { _, peer in
            peer.subscribe(to: "news")
            return [:]
        }
        try server.start()
    }

    func stop() {
        server.stop()
        close(listener)
    }
}

@Suite(.eventLoop, .timeLimit(.minutes(5)))
@LoopActor
struct IPCTests {
    @Test func `the request that a call is made for is known at the other end, also after a wait`() async throws {
        let fixture = try Fixture()
        defer { fixture.stop() }
        let client = IPCClient(path: fixture.path, deadline: .seconds(30))
        let answer = try await LogContext.$requestID.withValue("request 1") { try await client.call("whose") }
        #expect(answer == "request 1")
        #expect(try await client.call("whose") == .null)
        let long = String(repeating: "x", count: 5000)
        let cut = try await LogContext.$requestID.withValue(long) { try await client.call("whose") }
        #expect(cut.string?.utf8.count == 128)
    }

    @Test func `calls are counted with the time they took, by peer and method`() async throws {
        let fixture = try Fixture()
        defer { fixture.stop() }
        let client = IPCClient(path: fixture.path, deadline: .seconds(30))
        _ = try await client.call("slow")
        await #expect(throws: IPCCallError.self) { try await client.call("refuse") }
        func sample(_ name: String, _ method: String) -> MetricFamily.Sample.Value? {
            let family = IPCMetrics.families.first { $0.name == name }
            return family?.samples.first { $0.labels == ["peer": "test", "method": method] }?.value
        }
        guard case .distribution(let slow) = sample("aerekos_ipc_call_duration_seconds", "slow") else {
            Issue.record("the call is not counted")
            return
        }
        #expect(slow.count >= 1 && slow.sum >= 0.09)
        guard case .number(let refused) = sample("aerekos_ipc_call_failures_total", "refuse") else {
            Issue.record("the failure is not counted")
            return
        }
        #expect(refused >= 1)
        #expect(sample("aerekos_ipc_call_failures_total", "slow") == nil)
    }

    @Test func `a call is answered, and many at once are answered each with its own`() async throws {
        let fixture = try Fixture()
        defer { fixture.stop() }
        let client = IPCClient(path: fixture.path, deadline: .seconds(30))
        #expect(try await client.call("echo", ["a": 1]) == ["a": 1])
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in Int64(0)..<50 {
                group.addTask { try await client.call("echo", [.int(number)]) == [.int(number)] }
            }
            for try await isRight in group { #expect(isRight) }
        }
        client.close()
    }

    @Test func `an unknown method and a refusal are answers`() async throws {
        let fixture = try Fixture()
        defer { fixture.stop() }
        let client = IPCClient(path: fixture.path, deadline: .seconds(30))
        await #expect(throws: IPCCallError.refused(.methodNotFound("nope"))) { try await client.call("nope") }
        await #expect(throws: IPCCallError.refused(.notFound("no such thing"))) { try await client.call("refuse") }
        #expect(try await client.call("echo") == [:], "and the connection is as good as before")
    }

    @Test func `a call has a deadline, and the connection survives it`() async throws {
        let fixture = try Fixture()
        defer { fixture.stop() }
        let client = IPCClient(path: fixture.path, deadline: .seconds(30))
        await #expect(throws: IPCCallError.deadlineExceeded(method: "never", .milliseconds(50))) {
            try await client.call("never", deadline: .milliseconds(50))
        }
        #expect(try await client.call("echo") == [:])
    }

    @Test func `a client says that nobody serves, and reaches a server that comes later`() async throws {
        let directory = try TemporaryDirectory()
        let client = IPCClient(path: directory.file("test.sock"), deadline: .seconds(30))
        await #expect(throws: IPCCallError.self) { try await client.call("echo") }
        let listener = try UnixSocket.listen(at: directory.file("test.sock"))
        defer { close(listener) }
        let server = IPCServer(listener: listener)
        server.onAsync("echo") { params, _ in params }
        try server.start()
        #expect(try await client.call("echo") == [:])
    }

    @Test func `calls under way end when the server goes, and a subscription comes back by itself`() async throws {
        let fixture = try Fixture()
        defer { fixture.stop() }
        let client = IPCClient(path: fixture.path, deadline: .seconds(30))
        var heard: [JSON] = []
        client.subscribe("subscribe", topic: "news") { heard.append($0) }
        _ = try await client.call("echo")
        fixture.server.publish("news", 1)
        try await eventually("the first news has come") { heard == [1] }
        fixture.server.stop()
        try fixture.server.start()
        try await eventually("news come again") {
            fixture.server.publish("news", 2)
            return heard.last == 2
        }
        client.close()
    }

    @Test func `a connection with an over-long frame is closed, and others are not`() async throws {
        let fixture = try Fixture()
        defer { fixture.stop() }
        let other = try RawPeer(path: fixture.path)
        let peer = try RawPeer(path: fixture.path)
        peer.send([0x7F, 0xFF, 0xFF, 0xFF])
        try await eventually("the server has closed it") { peer.isClosed() }
        #expect(fixture.ends == [.badFrame(.tooLong(length: 0x7FFF_FFFF, limit: 1 << 20))])
        other.send(frame: #"{"jsonrpc":"2.0","id":1,"method":"echo","params":[2]}"#)
        #expect(try await other.receive()["result"] == [2])
    }

    @Test(arguments: [
        ("{", -32700), ("\"\u{7}\"", -32700), ("[[[[", -32700), ("[]", -32600), ("{\"jsonrpc\":\"2.0\"}", -32600),
        (String(repeating: "{\"a\":", count: 1000), -32700),
    ])
    func `a frame that is no message is answered with an error and the connection goes on`(text: String, code: Int)
        async throws
    {
        let fixture = try Fixture()
        defer { fixture.stop() }
        let peer = try RawPeer(path: fixture.path)
        peer.send(frame: text)
        let answer = try await peer.receive()
        #expect(answer["error"]?["code"]?.int == code)
        #expect(answer["id"] == .some(.null))
        peer.send(frame: #"{"jsonrpc":"2.0","id":1,"method":"echo"}"#)
        #expect(try await peer.receive()["result"] == [:])
    }

    @Test func `a frame that is not UTF-8 is answered with an error`() async throws {
        let fixture = try Fixture()
        defer { fixture.stop() }
        let peer = try RawPeer(path: fixture.path)
        peer.send(FrameDecoder.frame([0x22, 0xC3, 0x28, 0x22]))
        #expect(try await peer.receive()["error"]?["code"] == -32700)
    }

    @Test func `a second request with an id that is in use is refused, the first is answered`() async throws {
        let fixture = try Fixture()
        defer { fixture.stop() }
        let peer = try RawPeer(path: fixture.path)
        peer.send(frame: #"{"jsonrpc":"2.0","id":1,"method":"slow"}"#)
        peer.send(frame: #"{"jsonrpc":"2.0","id":1,"method":"echo"}"#)
        #expect(try await peer.receive()["error"]?["code"] == -32600)
        #expect(try await peer.receive()["result"] == "done")
    }

    @Test func `a half-closed peer still gets its answers, then the connection ends`() async throws {
        let fixture = try Fixture()
        defer { fixture.stop() }
        let peer = try RawPeer(path: fixture.path)
        peer.send(frame: #"{"jsonrpc":"2.0","id":1,"method":"slow"}"#)
        peer.finishSending()
        #expect(try await peer.receive()["result"] == "done")
        try await eventually("the server has closed it") { peer.isClosed() }
    }

    @Test func `a peer that closes in the middle of a frame is let go`() async throws {
        let fixture = try Fixture()
        defer { fixture.stop() }
        let peer = try RawPeer(path: fixture.path)
        peer.send([0, 0, 1])
        peer.finishSending()
        try await eventually("the server has closed it") { peer.isClosed() }
        #expect(fixture.ends == [.peerClosed])
    }

    @Test func `a peer that stalls in the middle of a frame is closed after the time allowed`() async throws {
        var limits = IPCLimits()
        limits.stall = .milliseconds(50)
        let fixture = try Fixture(limits: limits)
        defer { fixture.stop() }
        let idle = try RawPeer(path: fixture.path)
        let peer = try RawPeer(path: fixture.path)
        peer.send([0, 0, 0, 9, 1])
        try await eventually("the server has closed it") { peer.isClosed() }
        #expect(fixture.ends == [.stalled(after: .milliseconds(50))])
        idle.send(frame: #"{"jsonrpc":"2.0","id":1,"method":"echo"}"#)
        #expect(try await idle.receive()["result"] == [:], "silence between frames is no stall")
    }

    @Test func `a peer that never reads is closed when a megabyte waits for it`() async throws {
        let fixture = try Fixture()
        defer { fixture.stop() }
        let peer = try RawPeer(path: fixture.path)
        for id in 0..<6 {
            peer.send(frame: #"{"jsonrpc":"2.0","id":\#(id),"method":"big","params":{"size":400000}}"#)
        }
        try await eventually("the server has closed it") { !fixture.ends.isEmpty }
        guard case .peerDoesNotRead = fixture.ends[0] else { return #expect(Bool(false), "\(fixture.ends)") }
    }

    @Test func `an answer over the frame limit becomes an error`() async throws {
        let fixture = try Fixture()
        defer { fixture.stop() }
        let client = IPCClient(path: fixture.path, deadline: .seconds(30))
        let error = await #expect(throws: IPCCallError.self) { try await client.call("big", ["size": 2_000_000]) }
        guard case .refused(let refusal) = error else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect(refusal.code == -32603)
    }

    @Test func `a peer that floods is held to its limit of unanswered requests`() async throws {
        let fixture = try Fixture()
        defer { fixture.stop() }
        let peer = try RawPeer(path: fixture.path)
        for id in 0..<65 { peer.send(frame: #"{"jsonrpc":"2.0","id":\#(id),"method":"never"}"#) }
        #expect(try await peer.receive()["id"] == 64, "the first 64 wait, the next is refused")
    }

    @Test func `for one connection too many the longest idle is closed, and never one that waits for its answer`()
        async throws
    {
        var limits = IPCLimits()
        limits.connections = 3
        let fixture = try Fixture(limits: limits)
        defer { fixture.stop() }
        let echo = #"{"jsonrpc":"2.0","id":1,"method":"echo"}"#
        let waiting = try RawPeer(path: fixture.path)
        waiting.send(frame: #"{"jsonrpc":"2.0","id":7,"method":"never"}"#)
        waiting.send(frame: echo)
        _ = try await waiting.receive()
        let subscribed = try RawPeer(path: fixture.path)
        subscribed.send(frame: #"{"jsonrpc":"2.0","id":1,"method":"subscribe"}"#)
        _ = try await subscribed.receive()
        let idle = try RawPeer(path: fixture.path)
        idle.send(frame: echo)
        _ = try await idle.receive()
        let newcomer = try RawPeer(path: fixture.path)
        newcomer.send(frame: echo)
        #expect(try await newcomer.receive()["result"] == [:])
        try await eventually("the idle one is closed") { idle.isClosed() }
        #expect(fixture.ends == [.displaced])
        waiting.send(frame: echo)
        #expect(try await waiting.receive()["result"] == [:])
        fixture.server.publish("news", 1)
        #expect(try await subscribed.receive()["params"] == 1)
    }

    @Test func `when all connections wait for their answers one more is refused`() async throws {
        var limits = IPCLimits()
        limits.connections = 2
        let fixture = try Fixture(limits: limits)
        defer { fixture.stop() }
        let waiting = try (0..<2).map { _ in try RawPeer(path: fixture.path) }
        for peer in waiting { peer.send(frame: #"{"jsonrpc":"2.0","id":1,"method":"never"}"#) }
        try await eventually("both are being served") { fixture.server.connectionCount == 2 }
        for peer in waiting { peer.send(frame: #"{"jsonrpc":"2.0","id":2,"method":"echo"}"#) }
        for peer in waiting { #expect(try await peer.receive()["id"] == 2) }
        let newcomer = try RawPeer(path: fixture.path)
        try await eventually("the newcomer is closed") { newcomer.isClosed() }
        #expect(fixture.server.connectionCount == 2)
    }

    @Test func `a client that is let go closes its connection`() async throws {
        let fixture = try Fixture()
        defer { fixture.stop() }
        var client: IPCClient? = IPCClient(path: fixture.path, deadline: .seconds(30))
        _ = try await client?.call("echo")
        #expect(fixture.server.connectionCount == 1)
        client = nil
        try await eventually("the server has no connection") { fixture.server.connectionCount == 0 }
    }

    @Test func `another user is refused, the same and root are not`() {
        let stranger = PeerCredentials(processID: 1, userID: 1001, groupID: 1001)
        #expect(!stranger.mayTalk(toDaemonOf: 1000))
        #expect(stranger.mayTalk(toDaemonOf: 1001))
        #expect(PeerCredentials(processID: 1, userID: 0, groupID: 0).mayTalk(toDaemonOf: 1000))
    }

    @Test func `sockets are for their user alone, and a stale file is no obstacle`() throws {
        let directory = try TemporaryDirectory()
        try directory.write(Array("stale".utf8), to: "test.sock")
        let listener = try UnixSocket.listen(at: directory.file("test.sock"))
        defer { close(listener) }
        var info = stat()
        #expect(stat(directory.file("test.sock"), &info) == 0)
        #expect(info.st_mode & 0o777 == 0o600)
    }

    @Test func `a path too long for a socket is told`() {
        let path = "/tmp/" + String(repeating: "x", count: 120)
        #expect(throws: SystemError("socket address", path, errno: ENAMETOOLONG)) { try UnixSocket.listen(at: path) }
    }

    @Test func `a path that no socket can have costs no descriptor`() throws {
        let before = try DirectoryNames.read("/proc/self/fd").count
        for _ in 0..<500 { _ = try? UnixSocket.connect(to: "/tmp/" + String(repeating: "x", count: 120)) }
        // Others open some meanwhile.
        #expect(try DirectoryNames.read("/proc/self/fd").count < before + 400)
    }

    @Test func `a hundred thousand random bytes in random pieces harm nobody`() async throws {
        let fixture = try Fixture()
        defer { fixture.stop() }
        var random = SystemRandomNumberGenerator()
        for _ in 0..<50 {
            let peer = try RawPeer(path: fixture.path)
            for _ in 0..<20 {
                peer.send(
                    (0..<Int.random(in: 1...200, using: &random)).map { _ in UInt8.random(in: 0...3, using: &random) })
            }
        }
        let client = IPCClient(path: fixture.path, deadline: .seconds(30))
        #expect(try await client.call("echo") == [:])
        client.close()
    }
}
