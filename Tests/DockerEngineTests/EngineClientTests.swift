import DockerEngine
import EventLoop
import Foundation
import Glibc
import HTTPClient
import IPC
import ImageNames
import JSON
import TestSupport
import Testing

@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct EngineClientTests {
    @LoopActor
    private func client(_ engine: TestEngine, deadline: Duration = .seconds(10)) throws -> EngineClient {
        EngineClient(address: try #require(EngineAddress(engine.dockerHost)), http: HTTPClient(), deadline: deadline)
    }

    @LoopActor
    @Test func `a container lives its whole life`() async throws {
        let engine = try await TestEngine.shared()
        let image = try #require(ImageReference(try await TestRegistry.shared().image("web", "1")))
        let client = try client(engine)
        let name = "life-\(UUID().uuidString.prefix(8))"
        #expect(try await client.connect().api >= APIVersion(1, 25))
        try await client.ping()
        var lastProgress = PullProgress()
        try await client.pull(image, nil) { lastProgress = $0 }
        #expect(lastProgress.layerCount == lastProgress.layersDone)
        #expect(try await client.image(image)?.digests.isEmpty == false)

        var configuration = ContainerConfiguration(image: image)
        configuration.environment = ["GREETING=hello world"]
        configuration.labels = ["test": name]
        configuration.resources.memoryBytes = 64 << 20
        let port = try freePort()
        configuration.ports = [
            PublishedPort(containerPort: 80, hostAddress: "127.0.0.1", hostPort: UInt16(port))
        ]
        let id = try await client.createContainer(name: name, configuration)
        #expect(try await client.container(id)?.state == .created)
        try await client.start(id)
        try await client.start(id)
        #expect(try await client.container(name)?.state == .running)
        let page = try await eventually("the page is served") {
            try? await HTTPClient().send(HTTPRequest("GET", url: "http://127.0.0.1:\(port)/"))
        }
        #expect(page.body == Array("one".utf8))
        try await client.rename(id, to: name + "-b")
        #expect(try await client.containers().first { $0.id == id }?.name == name + "-b")
        try await client.restart(id, grace: .seconds(10))
        try await client.stop(id, grace: .seconds(10))
        #expect(try await client.container(id)?.state == .exited)
        try await client.remove(id)
        try await client.remove(id)
        #expect(try await client.container(id) == nil)
    }

    @LoopActor
    @Test func `failures carry the engine's status and words`() async throws {
        let engine = try await TestEngine.shared()
        let registry = try await TestRegistry.shared()
        let client = try client(engine)
        let absent = try #require(ImageReference(registry.image("web", "none")))
        let pull = await #expect(throws: EngineError.self) { try await client.pull(absent, nil) { _ in } }
        #expect(pull?.status == 404)
        #expect(try await client.registryAnswer(for: absent, nil) == .absent)
        #expect(
            try await client.registryAnswer(for: #require(ImageReference(registry.image("web", "2"))), nil) == .present)
        let unreachable = try #require(ImageReference("127.0.0.1:1/web:1"))
        guard case .unknown = try await client.registryAnswer(for: unreachable, nil) else {
            Issue.record("expected no answer from an unreachable registry")
            return
        }
        let creation = await #expect(throws: EngineError.self) {
            try await client.createContainer(name: "absent-\(getpid())", ContainerConfiguration(image: absent))
        }
        #expect(creation?.status == 404)
        #expect(try await client.image(absent) == nil)
        #expect(try await client.networkLabels("no-such-network") == nil)
    }

    @LoopActor
    @Test func `networks are made, joined and removed`() async throws {
        let client = try client(try await TestEngine.shared())
        let name = "net-\(getpid())"
        try await client.createNetwork(name, labels: ["a": "b"])
        #expect(try await client.networkLabels(name) == ["a": "b"])
        try await client.removeUnusedNetwork(name)
        try await client.removeUnusedNetwork(name)
        #expect(try await client.networkLabels(name) == nil)
    }

    @LoopActor
    @Test func `an engine that hangs is a time-out, one that is gone is unavailable, and its return is noticed`()
        async throws
    {
        let engine = try await TestEngine.start()
        let client = try client(engine, deadline: .seconds(2))
        try await client.ping()
        try await engine.freeze()
        await #expect(throws: EngineError.timedOut(call: "GET /_ping")) { try await client.ping() }
        try await engine.thaw()
        try await engine.stop()
        let error = await #expect(throws: EngineError.self) { try await client.ping() }
        guard case .unavailable = error else {
            Issue.record("expected unavailable, got \(String(describing: error))")
            return
        }
        try await engine.start()
        #expect(try await client.containers().isEmpty)
        try await engine.end()
    }
}

@Suite(.eventLoop, .timeLimit(.minutes(10)))
struct AbsentEngineTests {
    @LoopActor
    @Test func `an absent socket is unavailable`() async throws {
        let directory = try TemporaryDirectory()
        let client = EngineClient(address: .unix(path: directory.file("none.sock")), http: HTTPClient())
        let error = await #expect(throws: EngineError.self) { try await client.containers() }
        guard case .unavailable = error else {
            Issue.record("expected unavailable, got \(String(describing: error))")
            return
        }
    }
}
