import EventLoop
import HTTPServer
import IPC
import JSON
import Logging
import NodeProtocol
import StatusCache
import TestSupport
import Testing

@testable import NodeAPI

@Suite(.timeLimit(.minutes(5)))
struct ServiceRoutesTests {
    private let source = FakeNode(FakeNode.well)

    private func call(
        _ method: String, _ path: String, headers: [(String, String)] = [], isLoopback: Bool = true,
        body: String = "", environment: [String: String] = [:]
    ) async throws -> HTTPAnswer {
        let node = try FakeNode.description(isLoopback: isLoopback, environment: environment)
        let routes = NodeRoutes(node, source, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return await routes.table.answer(HTTPCall(method, path, headers: headers, body: Array(body.utf8)))
    }

    private static let reports: [(String?, String, Int)] = [
        ("t", #"{"ready":true}"#, 204), (nil, "{}", 401), ("t", "", 400), ("t", "[1]", 400), ("t", "{", 400),
        ("t", #"{"a":""# + String(repeating: "x", count: 4096) + #""}"#, 413),
    ]

    @Test(arguments: reports)
    func `a service reports with its own token, also from beyond this machine`(
        token: String?, body: String, status: Int
    ) async throws {
        let headers = [("Content-Type", "application/json")] + (token.map { [("Authorization", "Bearer \($0)")] } ?? [])
        let answer = try await call("POST", "/services/web/report", headers: headers, isLoopback: false, body: body)
        #expect(answer.status == status)
        #expect(source.restarts == (status == 204 ? [#"report web t {"ready":true}"#] : []))
    }

    @Test func `a wrong token is 401`() async throws {
        source.change { $0.refusal = .refused(.unauthorized("this is not the token of web")) }
        let headers = [("Content-Type", "application/json"), ("Authorization", "Bearer x")]
        #expect(try await call("POST", "/services/web/report", headers: headers, body: "{}").status == 401)
    }

    @Test func `an explanation is shown also while deployd does not run, and then as old`() async throws {
        let answer = try #require(try await call("GET", "/services/web/explain").body)
        let explanation = try #require(answer["explanation"])
        #expect(explanation["summary"] == "web runs as wanted" && explanation["wanted"]?["revision"] == 2)
        #expect(answer["stale"] == false)
        source.change {
            $0.supervisor = FakeNode.view([.deployd: .backingOff])
            $0.refusal = .unreachable(SystemError("connect"))
        }
        let later = try #require(try await call("GET", "/services/web/explain").body)
        #expect(later["explanation"] == explanation && later["stale"] == true)
        #expect(source.restarts == [], "nobody is asked")
    }

    @Test func `what is not explained is unknown, a project, or not written yet`() async throws {
        let unknown = try await call("GET", "/services/nope/explain")
        #expect(unknown.status == 404 && unknown.body?["error"]?["message"] == "There is no service \"nope\"")
        var member = FakeNode.web
        member.service = "shop-web"
        member.project = "shop"
        let services = Cached(value: [FakeNode.web, member], generation: 1, stamp: .now)
        source.change { $0.snapshot.services = services }
        for path in ["/services/shop/explain", "/services/shop"] {
            let project = try await call("GET", path)
            #expect(project.status == 404)
            #expect(project.body?["error"]?["message"]?.string?.hasSuffix("its services, shop-web") == true)
        }
        source.change { $0.explanations = nil }
        #expect(try await call("GET", "/services/web/explain").status == 503)
    }

    @Test func `what a service uses is shown with its age`() async throws {
        let fresh = FakeNode.sample()
        source.change { $0.statistics = [fresh] }
        let answer = try #require(try await call("GET", "/services/web/stats").body)
        #expect(answer["stats"]?["cpu_percent"] == 12.5 && answer["stats"]?["memory_bytes"] == 1_048_576)
        #expect(answer["stale"] == false && answer["age_s"]?.double ?? 99 < 60)
        let old = FakeNode.sample(age: .seconds(100))
        source.change { $0.statistics = [old] }
        let late = try #require(try await call("GET", "/services/web/stats").body)
        #expect(late["stale"] == true && late["age_s"]?.double ?? 0 >= 100)
    }

    @Test func `where nothing was measured there is nothing to show, and deployd need not run for that to be told`()
        async throws
    {
        let view = FakeNode.view([.deployd: .backingOff])
        source.change { $0.supervisor = view }
        let unmeasured = try await call("GET", "/services/web/stats")
        #expect(unmeasured.status == 503 && unmeasured.header("Retry-After") == "2")
        let waiting = try await call("GET", "/services/db/stats")
        #expect(waiting.status == 409 && waiting.body?["error"]?["message"] == "db does not run")
        #expect(try await call("GET", "/services/nope/stats").status == 404)
        source.change { $0.snapshot.services = nil }
        #expect(try await call("GET", "/services/web/stats").status == 503)
        #expect(source.restarts.isEmpty, "nobody was asked")
    }

    @Test func `start, stop and remove are taken as instructions`() async throws {
        for (method, path, action) in [
            ("POST", "/services/web/start", "start"), ("POST", "/services/web/stop", "stop"),
            ("DELETE", "/services/web", "remove"),
        ] {
            let answer = try await call(method, path)
            #expect(answer.status == 202)
            #expect(
                answer.body?["result"] == ["service": "web", "action": .string(action), "instruction_id": "local-1"])
        }
        #expect(source.restarts == ["start web", "stop web", "remove web"])
    }

    @Test func `an unknown service is 404`() async throws {
        source.change { $0.refusal = .refused(.notFound("there is no service \"nope\"")) }
        #expect(try await call("DELETE", "/services/nope").status == 404)
        let view = FakeNode.view([.deployd: .backingOff])
        source.change { $0.supervisor = view }
        #expect(try await call("GET", "/services/nope/logs").status == 404, "as the cache has it")
        #expect(try await call("GET", "/services/db/logs").status == 409, "it has no container")
    }

    @Test func `output is asked of deployd where there is no file of it that can be read`() async throws {
        let path = "/services/web/logs"
        source.change { $0.refusal = .refused(.conflict("web does not run")) }
        #expect(try await call("GET", path).status == 409)
        source.change { $0.refusal = nil }
        let view = FakeNode.view([.deployd: .backingOff])
        source.change { $0.supervisor = view }
        #expect(try await call("GET", path).status == 503)
        source.change { $0.hasOutputFiles = true }
        #expect(try await call("GET", path).status == 200)
    }

    @Test func `what is wanted of the output is passed on`() async throws {
        let path = "/services/web/logs?follow&tail=5&since=10m&timestamps=1&stream=stderr"
        let answer = try await call("GET", path, headers: [("Accept", "application/x-ndjson")])
        guard case .stream(let stream) = answer.content else {
            throw IPCCallError.malformedAnswer(method: "", reason: "")
        }
        #expect(stream.contentType == "application/x-ndjson")
        let asked = try #require(source.restarts.first)
        for part in [#""follow":true"#, #""tail":5"#, #""since":"10m""#, #""timestamps":true"#, #""stderr""#, " JSON"] {
            #expect(asked.contains(part), "\(part)")
        }
        guard case .stream(let plain) = try await call("GET", "/services/web/logs?tail=all&stream=all").content else {
            throw IPCCallError.malformedAnswer(method: "", reason: "")
        }
        #expect(plain.contentType.hasPrefix("text/plain"))
    }

    @Test(arguments: ["tail=x", "tail=-1", "follow=maybe", "stream=stdin", "timestamps=2", "since=yesterday"])
    func `a malformed question about output is 400`(query: String) async throws {
        #expect(try await call("GET", "/services/web/logs?" + query).status == 400)
    }

    @Test func `from beyond this machine, output and changes need the token`() async throws {
        for (method, path) in [
            ("GET", "/services/web/logs"), ("POST", "/services/web/stop"), ("DELETE", "/services/web"),
        ] {
            #expect(try await call(method, path, isLoopback: false).status == 403)
            let environment = ["API_TOKEN": "s3cret"]
            #expect(try await call(method, path, isLoopback: false, environment: environment).status == 401)
            let headers = [("Authorization", "Bearer s3cret")]
            let answer = try await call(
                method, path, headers: headers, isLoopback: false, environment: environment)
            #expect(answer.status == 200 || answer.status == 202)
        }
        #expect(try await call("GET", "/services/web/explain", isLoopback: false).status == 200)
    }
}

/// Output through the real client of a scripted deployd.
@Suite(.eventLoop, .timeLimit(.minutes(5)))
@LoopActor
struct ServiceLogStreamTests {
    private let directory: TemporaryDirectory
    nonisolated init() throws { directory = try TemporaryDirectory() }

    private final class Script {
        var pieces: [ServiceLogs.Piece] = []
        var closed: [String] = []
        var asked = 0
    }

    private func serve(_ script: Script) throws -> (IPCServer, IPCClient) {
        let path = directory.file("deployd.sock")
        let server = IPCServer(listener: try UnixSocket.listen(at: path))
        server.on(ServiceLogs.Read.self) { _, _ in
            script.asked += 1
            guard script.pieces.isEmpty else { return script.pieces.removeFirst() }
            try await LoopActor.sleep(for: .milliseconds(20))
            return ServiceLogs.Piece(lines: [], isEnd: false)
        }
        server.on(ServiceLogs.Close.self) { params, _ in
            script.closed.append(params.id)
            return Nothing()
        }
        try server.start()
        return (server, IPCClient(path: path, deadline: .seconds(60)))
    }

    private func text(_ bytes: [UInt8]?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

    @Test func `lines come as text or as JSON, and the end is the end`() async throws {
        let lines = [
            ServiceLogs.Line(stream: .stdout, text: "a \"b\""), ServiceLogs.Line(stream: .stderr, time: "T", text: "c"),
        ]
        let script = Script()
        let (server, client) = try serve(script)
        script.pieces = [.init(lines: lines, isEnd: false), .init(lines: [], isEnd: true, failure: "broken")]
        let plain = ServiceLogStream(client, ServiceLogs.Reader(id: "1"), OutputText(isJSON: false))
        #expect(text(await plain.next()) == "a \"b\"\nT c\n")
        #expect(text(await plain.next()) == "[broken]\n")
        #expect(await plain.next() == nil)
        script.pieces = [.init(lines: lines, isEnd: true)]
        let json = ServiceLogStream(client, ServiceLogs.Reader(id: "2"), OutputText(isJSON: true))
        let objects = text(await json.next())?.split(separator: "\n").compactMap { try? JSON(parsing: String($0)) }
        #expect(
            objects == [["stream": "stdout", "text": "a \"b\""], ["stream": "stderr", "time": "T", "text": "c"]])
        #expect(await json.next() == nil)
        server.stop()
    }

    @Test func `a client that goes ends the wait and closes the reader, and nobody asks any more`() async throws {
        let script = Script()
        let (server, client) = try serve(script)
        let stream = ServiceLogStream(client, ServiceLogs.Reader(id: "7"), OutputText(isJSON: false))
        async let piece = stream.next()
        try await eventually("it is asked for") { script.asked > 0 }
        stream.end()
        #expect(await piece == nil)
        try await eventually("the reader is closed") { script.closed == ["7"] }
        #expect(await stream.next() == nil)
        let lost = ServiceLogStream(
            IPCClient(path: directory.file("nobody.sock")), ServiceLogs.Reader(id: "8"), OutputText(isJSON: false))
        #expect(text(await lost.next())?.contains("deployd does not answer") == true)
        #expect(await lost.next() == nil)
        server.stop()
    }
}
