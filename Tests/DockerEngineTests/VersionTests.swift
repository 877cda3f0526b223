import EventLoop
import HTTPClient
import ImageNames
import ScriptedServer
import Synchronization
import TestSupport
import Testing

@testable import DockerEngine

/// Engines that none is at hand of, each by a scripted server.
@Suite(.eventLoop, .timeLimit(.minutes(10)))
struct VersionTests {
    @LoopActor
    private func client(_ server: ScriptedServer, deadline: Duration = .seconds(10)) -> EngineClient {
        EngineClient(address: .tcp(authority: "127.0.0.1:\(server.port)"), http: HTTPClient(), deadline: deadline)
    }

    private static func version(_ maximum: String, minimum: String?) -> String {
        #"{"Version": "x", "ApiVersion": "\#(maximum)""# + (minimum.map { #", "MinAPIVersion": "\#($0)""# } ?? "") + "}"
    }

    @LoopActor
    @Test(arguments: [
        ("1.41", "1.12", "1.41"), ("1.52", "1.44", "1.51"), ("1.30", nil, "1.30"), ("1.25", "1.25", "1.25"),
    ])
    func `the newest version that both speak is spoken`(maximum: String, minimum: String?, agreed: String) async throws
    {
        let server = try ScriptedServer.answering { request in
            request.path == "/version"
                ? ScriptedAnswer(200, Self.version(maximum, minimum: minimum)) : ScriptedAnswer(200, "[]")
        }
        let client = client(server)
        #expect(try await client.containers().isEmpty)
        #expect(server.requests.map(\.path) == ["/version", "/v\(agreed)/containers/json?all=1"])
        guard case .available(let version) = client.state else {
            Issue.record("expected an available engine, got \(client.state)")
            return
        }
        #expect(version.api.description == agreed)
    }

    @LoopActor
    @Test(arguments: [("1.24", "1.12"), ("1.99", "1.90"), ("1.24", nil)])
    func `an engine with no version in common is unavailable, with both ranges told`(
        maximum: String, minimum: String?
    ) async throws {
        let server = try ScriptedServer.answering { _ in ScriptedAnswer(200, Self.version(maximum, minimum: minimum)) }
        let client = client(server)
        let error = await #expect(throws: EngineError.self) { try await client.containers() }
        guard case .versionMismatch = error, case .unavailable(let reason) = client.state else {
            Issue.record("expected a mismatch, got \(String(describing: error)), \(client.state)")
            return
        }
        #expect(reason.contains(maximum) && reason.contains("1.25"))
    }

    @LoopActor
    @Test(arguments: [
        "", "{}", "[]", "null", "<html>", #"{"Version": "1"}"#, #"{"Version": "1", "ApiVersion": 1.41}"#,
        #"{"Version": "1", "ApiVersion": "new"}"#, #"{"Version": null, "ApiVersion": "1.41"}"#,
    ])
    func `what is no answer to the version is told as malformed`(body: String) async throws {
        let server = try ScriptedServer.answering { _ in ScriptedAnswer(200, body) }
        let client = client(server)
        let error = await #expect(throws: EngineError.self) { try await client.connect() }
        guard case .malformedAnswer(let call, _) = error, case .unavailable = client.state else {
            Issue.record("expected malformed, got \(String(describing: error)), \(client.state)")
            return
        }
        #expect(call == "GET /version")
    }

    @LoopActor
    @Test func `a server that does not speak HTTP, or closes at once, is no engine`() async throws {
        let garbage = try ScriptedServer { try $0.write("SSH-2.0-OpenSSH_9.2\r\n") }
        let closing = try ScriptedServer { _ in }
        for server in [garbage, closing] {
            let client = client(server)
            await #expect(throws: EngineError.self) { try await client.connect() }
            guard case .unavailable = client.state else {
                Issue.record("expected unavailable, got \(client.state)")
                return
            }
        }
    }

    @LoopActor
    @Test func `an engine that was replaced by an older one is spoken to in its version`() async throws {
        let maximum = Mutex("1.51")
        let server = try ScriptedServer.answering { request in
            let newest = maximum.withLock { $0 }
            if request.path == "/version" { return ScriptedAnswer(200, Self.version(newest, minimum: "1.12")) }
            // The engine refuses what is newer than it is by status 400.
            guard request.path.hasPrefix("/v\(newest)/") else {
                return ScriptedAnswer(400, #"{"message": "client version is too new"}"#)
            }
            return ScriptedAnswer(200, "[]")
        }
        let client = client(server)
        _ = try await client.containers()
        maximum.withLock { $0 = "1.41" }
        #expect(try await client.containers().isEmpty)
        #expect(server.requests.last?.path == "/v1.41/containers/json?all=1")
    }

    @LoopActor
    @Test func `a refusal that is not about the version is made once`() async throws {
        let server = try ScriptedServer.answering { request in
            request.path == "/version"
                ? ScriptedAnswer(200, Self.version("1.41", minimum: nil)) : ScriptedAnswer(400, #"{"message": "bad"}"#)
        }
        let client = client(server)
        let refusal = EngineError.refused(call: "GET /containers/json", status: 400, message: "bad")
        await #expect(throws: refusal) { try await client.containers() }
        #expect(server.requests.count { $0.path.contains("containers") } == 1)
    }

    @LoopActor
    @Test func `a redirect, or a list in which something cannot be read, is no answer`() async throws {
        for answer in [
            ScriptedAnswer(301, ""), ScriptedAnswer(200, #"[{"Id": "1", "State": "dreaming"}]"#),
            ScriptedAnswer(200, "{}"),
        ] {
            let server = try ScriptedServer.answering { request in
                request.path == "/version" ? ScriptedAnswer(200, Self.version("1.41", minimum: nil)) : answer
            }
            await #expect(throws: EngineError.self) { try await client(server).containers() }
        }
    }

    @LoopActor
    @Test func `what the engine's API does not have yet is refused instead of left out`() async throws {
        let server = try ScriptedServer.answering { request in
            request.path == "/version"
                ? ScriptedAnswer(200, Self.version("1.41", minimum: nil)) : ScriptedAnswer(201, #"{"Id": "1"}"#)
        }
        var configuration = ContainerConfiguration(image: try #require(ImageReference("web")))
        configuration.health = HealthCheck(test: ["CMD", "true"])
        configuration.health?.startInterval = 1
        let unsupported = EngineError.unsupported("a health check's start interval needs version 1.44 of its API")
        await #expect(throws: unsupported) { try await client(server).createContainer(name: "a", configuration) }
    }

    @LoopActor
    @Test func `a newer engine gets all networks at once, an older one after each other`() async throws {
        for (api, calls) in [("1.44", ["create"]), ("1.43", ["back", "create", "back/connect"])] {
            let server = try ScriptedServer.answering { request in
                request.path == "/version"
                    ? ScriptedAnswer(200, Self.version(api, minimum: nil)) : ScriptedAnswer(201, #"{"Id": "1"}"#)
            }
            var configuration = ContainerConfiguration(image: try #require(ImageReference("web")))
            var back = NetworkAttachment("back")
            back.aliases = ["b"]
            configuration.network = .named(["front", back])
            _ = try await client(server).createContainer(name: "a", configuration)
            let paths = server.requests.map(\.path).filter { $0 != "/version" }
            #expect(zip(paths, calls).allSatisfy { $0.contains($1) } && paths.count == calls.count)
            let creation = try #require(server.requests.first { $0.path.contains("create") })
            #expect(creation.bodyText.contains(#""back":{"Aliases":["b"]}"#) == (api == "1.44"))
        }
    }

    @LoopActor
    @Test func `calls beyond those that may be under way wait, and are let go at their deadline`() async throws {
        let mayAnswer = Signal()
        let server = try ScriptedServer { connection in
            while let request = try connection.nextRequest() {
                if request.path.contains("containers") { try mayAnswer.wait() }
                let body = request.path == "/version" ? Self.version("1.41", minimum: nil) : "[]"
                try connection.write(ScriptedAnswer(200, body).bytes)
            }
        }
        let client = client(server)
        try await client.connect()
        let count = EngineClient.concurrentCalls + 5
        let tasks = (0..<count).map { _ in Task { @LoopActor in try await client.containers().count } }
        try await eventually("as many as may are under way") {
            server.requests.count { $0.path.contains("containers") } == EngineClient.concurrentCalls
        }
        try await client.ping()
        tasks.last?.cancel()
        mayAnswer.raise()
        for task in tasks.dropLast() { #expect(try await task.value == 0) }
        await #expect(throws: EngineError.cancelled) { try await tasks[count - 1].value }
    }

    @LoopActor
    @Test func `an engine that is only slow stays available, one that answers nothing is unresponsive`() async throws {
        let isMute = Mutex(false)
        let server = try ScriptedServer { connection in
            while let request = try connection.nextRequest() {
                if request.path.contains("containers") || isMute.withLock({ $0 }) {
                    return try connection.waitForClose()
                }
                try connection.write(ScriptedAnswer(200, Self.version("1.41", minimum: nil)).bytes)
            }
        }
        let client = client(server, deadline: .seconds(2))
        await #expect(throws: EngineError.timedOut(call: "GET /containers/json")) { try await client.containers() }
        try await eventually("it has been asked whether it is there") { server.requests.last?.path == "/_ping" }
        guard case .available = client.state else {
            Issue.record("expected available, got \(client.state)")
            return
        }
        isMute.withLock { $0 = true }
        await #expect(throws: EngineError.self) { try await client.containers() }
        try await eventually("it is known not to answer") {
            if case .unresponsive = client.state { true } else { false }
        }
    }
}
