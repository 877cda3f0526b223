import EventLoop
import Glibc
import HTTPClient
import HTTPServer
import IPC
import JSON
import Logging
import NodeProtocol
import StatusCache
import TestSupport
import Testing

@testable import NodeAPI

/// The API on a socket that was handed over, with a real cache and scripted supervisor and deployd.
@Suite(.eventLoop, .timeLimit(.minutes(1)))
@LoopActor
struct LiveNodeTests {
    private let directory: TemporaryDirectory
    private let runtime: RuntimeDirectory
    private let client = HTTPClient()

    nonisolated init() throws {
        directory = try TemporaryDirectory()
        runtime = RuntimeDirectory(directory.path)
    }

    private func live() -> LiveNode {
        LiveNode(
            cache: StatusReader(path: runtime.statusCache), supervisor: IPCClient(path: runtime.supervisorSocket),
            deployd: IPCClient(path: runtime.socket(of: .deployd)))
    }

    /// Serves Unix socket `path` until the returned closure is called.
    private func serve(_ path: String, _ methods: (IPCServer) -> Void) throws -> () -> Void {
        let listener = try UnixSocket.listen(at: path)
        let server = IPCServer(listener: listener)
        methods(server)
        try server.start()
        return {
            server.stop()
            close(listener)
            unlink(path)
        }
    }

    private func withAPI(_ live: LiveNode, _ body: @LoopActor (String) async throws -> Void) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let socket = try ListeningSocket(inherited: try ListeningSocket(host: "127.0.0.1", port: 0).descriptor)
        let node = try FakeNode.description()
        let server = HTTPServer(logger: logger)
        try await server.start(NodeRoutes(node, live, logger: logger).table, on: socket) { Issue.record($0) }
        do { try await body(socket.url) } catch {
            await server.stop(grace: .zero)
            throw error
        }
        await server.stop(grace: .zero)
    }

    private func send(_ method: String, _ url: String) async throws -> (Int, JSON) {
        let response = try await client.send(HTTPRequest(method, url: url))
        return (response.status, try JSON(parsing: response.body))
    }

    @Test func `health answers at once when every daemon and the supervisor are gone`() async throws {
        try await withAPI(live()) { url in
            _ = try await send("GET", url + "/health")
            let began = MonotonicInstant.now
            let (status, body) = try await send("GET", url + "/health")
            #expect(status == 200)
            #expect(body["status"] == "degraded")
            #expect(began.duration(to: .now) < .milliseconds(500))
        }
    }

    @Test func `a supervisor that hangs holds up nobody`() async throws {
        let end = try serve(runtime.supervisorSocket) { $0.on(SupervisorMethods.Status.name) { _, _, _ in } }
        defer { end() }
        try await withAPI(live()) { url in
            let began = MonotonicInstant.now
            for _ in 0..<3 {
                let (status, _) = try await send("GET", url + "/subsystems")
                #expect(status == 200)
            }
            #expect(began.duration(to: .now) < .seconds(1))
        }
    }

    @Test func `what daemons write to the cache is shown`() async throws {
        let writer = StatusWriter(path: runtime.statusCache, generation: 1) { _ in }
        writer.put(services: [FakeNode.web])
        writer.put(conductor: FakeNode.conductor)
        await writer.flush()
        try await withAPI(live()) { url in
            let (_, services) = try await send("GET", url + "/services")
            #expect(services["services"]?[0]?["service"] == "web")
            let (_, health) = try await send("GET", url + "/health")
            #expect(health["worker_id"] == "w-1")
        }
    }

    @Test func `the supervisor's view is refreshed by asking, and marked stale when it goes`() async throws {
        let end = try serve(runtime.supervisorSocket) { server in
            server.on(SupervisorMethods.Status.self) { _, _ in
                try #require(FakeNode.view([.probed: .backingOff]).answer)
            }
            server.on(SupervisorMethods.Restart.self) { _, _ in FakeNode.subsystem(.probed, .stopping) }
        }
        let live = live()
        try await withAPI(live) { url in
            try await eventually("the supervisor's answer is shown") {
                try await send("GET", url + "/subsystems").1["subsystems"]?[0]?["state"] == "backing_off"
            }
            #expect(try await send("POST", url + "/subsystems/probed/restart").0 == 202)
            end()
            await live.refresh()
            let (status, body) = try await send("GET", url + "/subsystems")
            #expect(status == 200)
            #expect(body["stale"] == true)
            #expect(body["subsystems"]?.array?.count == 4)
            #expect(try await send("POST", url + "/subsystems/probed/restart").0 == 503)
        }
    }

    @Test func `a service is restarted by deployd, and not without it`() async throws {
        try await withAPI(live()) { url in
            #expect(try await send("POST", url + "/services/web/restart").0 == 503)
            let end = try serve(runtime.socket(of: .deployd)) { server in
                server.on(Ping.self) { _, _ in Ping.Answer(name: "deployd", pid: 1) }
                server.on(ServiceMethods.Restart.self) { service, _ in
                    guard service.name == "web" else { throw RPCError.notFound("there is no service") }
                    return FakeNode.web
                }
            }
            defer { end() }
            #expect(try await send("POST", url + "/services/web/restart").1["result"]?["status"] == "restarted")
            #expect(try await send("POST", url + "/services/nope/restart").0 == 404)
        }
    }
}
