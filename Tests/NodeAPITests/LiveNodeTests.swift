import Doctor
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
@Suite(.eventLoop, .timeLimit(.minutes(5)))
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
            runtime,
            supervisor: IPCClient(path: runtime.supervisorSocket, deadline: .seconds(30)),
            deployd: IPCClient(path: runtime.socket(of: .deployd), deadline: .seconds(30)),
            events: EventFeed(generation: 1),
            doctor: NodeDoctor(NodePlan(stateDirectory: directory.path, runtimeDirectory: directory.path)),
            patience: .seconds(30))
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
        let server = HTTPServer()
        try await server.start(NodeRoutes(node, live, logger: logger).table, on: socket) { Issue.record($0) }
        let following = live.follow()
        defer { for timer in following { timer.cancel() } }
        do { try await body(socket.url) } catch {
            await server.stop(grace: .zero)
            throw error
        }
        await server.stop(grace: .zero)
    }

    private func send(_ method: String, _ url: String) async throws -> (Int, JSON) {
        var request = HTTPRequest(method, url: url)
        request.timeout = .seconds(60)
        let response = try await client.send(request)
        return (response.status, try JSON(parsing: response.body))
    }

    @Test func `health answers when every daemon and the supervisor are gone`() async throws {
        try await withAPI(live()) { url in
            let (status, body) = try await send("GET", url + "/health")
            #expect(status == 200)
            #expect(body["status"] == "degraded")
        }
    }

    @Test func `a cache that is locked against readers holds up nobody: the last values are answered`() async throws {
        let writer = StatusWriter(path: runtime.statusCache, generation: 1) { _ in }
        writer.put(resources: ["cpu_cores": 3])
        await writer.flush()
        try await withAPI(live()) { url in
            #expect(try await send("GET", url + "/health").1["resources"]?["cpu_cores"] == 3)
            writer.put(resources: ["cpu_cores": 4])  // so that there is something new to read
            await writer.flush()
            let lock = try #require(LogIndexLock(database: runtime.statusCache, .everybody))
            for _ in 0..<3 {
                let resources = try await send("GET", url + "/health").1["resources"]
                // 4 when a look for changes came before the lock.
                #expect([3, 4].contains(resources?["cpu_cores"]), "\(resources?.text ?? "")")
            }
            for path in ["/resources/history", "/events?limit=5"] {
                #expect(try await send("GET", url + path).0 == 200)
            }
            withExtendedLifetime(lock) {}
        }
        withExtendedLifetime(writer) {}
    }

    @Test func `a supervisor that hangs holds up nobody`() async throws {
        var asked: [IPCServer.Reply] = []
        let end = try serve(runtime.supervisorSocket) { server in
            server.on(SupervisorMethods.Status.name) { _, _, reply in asked.append(reply) }
        }
        defer { end() }
        let live = live()
        try await withAPI(live) { url in
            try await eventually("the supervisor is asked, and says nothing") { !asked.isEmpty }
            for path in ["/subsystems", "/health", "/services"] {
                #expect(try await send("GET", url + path).0 == 200)
            }
            #expect(live.supervisorView().answer == nil)
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

    @Test func `deployd that does not answer holds up no explanation`() async throws {
        let listener = try UnixSocket.listen(at: runtime.socket(of: .deployd))  // nobody accepts
        defer { close(listener) }
        let writer = StatusWriter(path: runtime.statusCache, generation: 1) { _ in }
        writer.put(explanations: [FakeNode.explanation])
        writer.put(services: [FakeNode.web])
        await writer.flush()
        try await withAPI(live()) { url in
            let (status, body) = try await send("GET", url + "/services/web/explain")
            let expected = try JSON(encoding: FakeNode.explanation)
            #expect(status == 200 && body["explanation"] == expected)
            #expect(try await send("GET", url + "/services/nope/explain").0 == 404)
        }
    }

    @Test func `what a service uses is answered at once, and is measured anew for who asks next`() async throws {
        let writer = StatusWriter(path: runtime.statusCache, generation: 1) { _ in }
        writer.put(services: [FakeNode.web])
        writer.put(statistics: [FakeNode.sample(age: .seconds(500), memory: 5)])
        await writer.flush()
        var asked: [IPCServer.Reply] = []
        let end = try serve(runtime.socket(of: .deployd)) { server in
            server.on(ServiceMethods.Statistics.name) { _, _, reply in asked.append(reply) }
        }
        defer { end() }
        try await withAPI(live()) { url in
            for _ in 0..<3 {
                let (status, body) = try await send("GET", url + "/services/web/stats")
                #expect(status == 200 && body["stats"]?["memory_bytes"] == 5 && body["stale"] == true)
            }
            try await eventually("deployd is asked") { !asked.isEmpty }
            #expect(asked.count == 1, "once for all")
            asked[0](.success(try JSON(encoding: FakeNode.sample(memory: 7).statistics)))
            try await eventually("the new answer is shown", within: .seconds(60)) {
                let body = try await send("GET", url + "/services/web/stats").1
                return body["stats"]?["memory_bytes"] == 7
            }
            // Of another container than the present one, nothing is known.
            var other = FakeNode.web
            other.id = "decaf"
            writer.put(services: [other])
            await writer.flush()
            #expect(try await send("GET", url + "/services/web/stats").0 == 503)
        }
    }

    @Test func `what is not there is not removed`() async throws {
        let end = try serve(runtime.socket(of: .deployd)) { server in
            server.on(ServiceMethods.Explain.self) { service, _ in
                guard service.name == "web" else { throw RPCError.notFound("there is no service") }
                return FakeNode.explanation
            }
            server.on(ServiceMethods.Apply.self) { _, _ in .init(instructionID: "local-1") }
        }
        defer { end() }
        try await withAPI(live()) { url in
            let unknown = try await send("DELETE", url + "/services/nope").0
            let known = try await send("DELETE", url + "/services/web").0
            #expect(unknown == 404 && known == 202)
        }
    }

    /// A supervisor that answers `status`; its subscribers are told with `publish(SupervisorMethods.changed, …)`.
    private func serveSupervisor(
        _ status: @escaping @LoopActor () throws -> SupervisorMethods.Status.Answer?
    ) throws -> (server: IPCServer, end: () -> Void) {
        var made: IPCServer?
        let end = try serve(runtime.supervisorSocket) { server in
            server.on(SupervisorMethods.Status.self) { _, _ in try #require(try status()) }
            server.on(SupervisorMethods.Restart.self) { _, _ in FakeNode.subsystem(.probed, .stopping) }
            server.on(SupervisorMethods.Subscribe.self) { _, peer in
                peer.subscribe(to: SupervisorMethods.changed)
                return SupervisorMethods.Subscribe.Answer(sequence: 0, subsystems: [])
            }
            made = server
        }
        return (try #require(made), end)
    }

    @Test func `the supervisor's view is marked stale when it goes, and is well when it is back`() async throws {
        let first = try serveSupervisor { FakeNode.view([.probed: .backingOff]).answer }
        try await withAPI(live()) { url in
            try await eventually("the supervisor's answer is shown") {
                try await send("GET", url + "/subsystems").1["subsystems"]?[0]?["state"] == "backing_off"
            }
            #expect(try await send("POST", url + "/subsystems/probed/restart").0 == 202)
            first.end()
            let body = try await eventually("the view is marked stale") { () -> JSON? in
                let (status, body) = try await send("GET", url + "/subsystems")
                #expect(status == 200)
                return body["stale"] == true ? .some(body) : .none
            }
            #expect(body["subsystems"]?.array?.count == 4)
            #expect(try await send("POST", url + "/subsystems/probed/restart").0 == 503)
            let second = try serveSupervisor { FakeNode.view().answer }
            defer { second.end() }
            try await eventually("the new supervisor's answer is shown", within: .seconds(60)) {
                let body = try await send("GET", url + "/subsystems").1
                return body["stale"] == false && body["subsystems"]?[0]?["state"] == "ready"
            }
        }
    }

    @Test func `a change that the supervisor tells is shown without asking it`() async throws {
        let supervisor = try serveSupervisor { FakeNode.view().answer }
        defer { supervisor.end() }
        let live = live()
        try await withAPI(live) { url in
            try await eventually("the supervisor has answered") { live.supervisorView().answer != nil }
            let gone = FakeNode.subsystem(.deployd, .backingOff)
            supervisor.server.publish(SupervisorMethods.changed, try JSON(encoding: gone))
            // Nothing but the notification says so.
            try await eventually("the change is seen") { live.supervisorView().status(of: .deployd) == gone }
            #expect(try await send("POST", url + "/services/web/restart").0 == 503)
        }
    }

    @Test func `a change that is told behind an answer is not lost to it`() async throws {
        var server: IPCServer?
        let supervisor = try serveSupervisor {
            // Runs before the answer is sent, and the notification after it: both arrive together.
            EventLoop.main.schedule(after: .zero) {
                guard let gone = try? JSON(encoding: FakeNode.subsystem(.deployd, .failing)) else { return }
                server?.publish(SupervisorMethods.changed, gone)
            }
            return FakeNode.view().answer
        }
        server = supervisor.server
        defer { supervisor.end() }
        let live = live()
        try await withAPI(live) { _ in
            for _ in 1...20 {
                await live.refresh()
                try await eventually("the change is seen") {
                    live.supervisorView().status(of: .deployd)?.state == .failing
                }
            }
        }
    }

    @Test func `what is no status makes the API ask`() async throws {
        var count = 0
        let supervisor = try serveSupervisor {
            count += 1
            return FakeNode.view().answer
        }
        defer { supervisor.end() }
        let live = live()
        try await withAPI(live) { _ in
            try await eventually("the supervisor has answered") { live.supervisorView().answer != nil }
            let before = count
            supervisor.server.publish(SupervisorMethods.changed, ["name": "unheard-of"])
            try await eventually("it is asked again") { count > before }
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

    @Test func `a browser's request is told apart by its origin on the wire too`() async throws {
        let end = try serve(runtime.socket(of: .deployd)) { server in
            server.on(Ping.self) { _, _ in Ping.Answer(name: "deployd", pid: 1) }
            server.on(ServiceMethods.Restart.self) { _, _ in FakeNode.web }
        }
        defer { end() }
        try await withAPI(live()) { url in
            for (origin, status) in [(url, 200), ("http://evil.example", 403)] {
                var request = HTTPRequest("POST", url: url + "/services/web/restart")
                request.headers = [("Origin", origin)]
                request.timeout = .seconds(60)
                let response = try await client.send(request)
                #expect(response.status == status)
            }
        }
    }
}
