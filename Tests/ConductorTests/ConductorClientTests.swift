import EventLoop
import HTTPClient
import JSON
import ScriptedServer
import Settings
import TestSupport
import Testing

@testable import Conductor

@Suite(.eventLoop, .timeLimit(.minutes(10)))
struct ConductorClientTests {
    private static let token = "s3cret-t0ken"

    @LoopActor
    private func client(_ server: ScriptedServer) -> ConductorClient {
        ConductorClient(ConductorAccess(urls: [server.url + "/"], token: Secret(Self.token)))
    }

    @LoopActor
    private func worker(_ text: String = "w-1") throws -> WorkerID { try #require(WorkerID(text)) }

    private func registration(_ id: WorkerID? = nil) -> ConductorClient.Registration {
        ConductorClient.Registration(hostname: "node", ipAddress: "10.0.0.5", resources: ["ram_gb": 8], workerID: id)
    }

    /// The failure of a heartbeat that is answered with `answer`.
    @LoopActor
    private func failure(of answer: ScriptedAnswer) async throws -> ConductorFailure? {
        let server = try ScriptedServer.answering { _ in answer }
        return try await beat(client(server))
    }

    @LoopActor
    @Test func `a registration sends the contract's fields and returns the conductor's id`() async throws {
        let server = try ScriptedServer.answering { _ in ScriptedAnswer(201, #"{"worker":{"id":"w-2"}}"#) }
        let record = try await client(server).register(registration(try worker()))
        #expect(record.id?.text == "w-2")
        let request = try #require(server.requests.first)
        #expect(request.method == "POST")
        #expect(request.path == "/api/workers/register")
        #expect(request.headers["content-type"] == "application/json")
        let expected: JSON = [
            "token": .string(Self.token), "hostname": "node", "ip_address": "10.0.0.5", "resources": ["ram_gb": 8],
            "worker_id": "w-1",
        ]
        #expect(try JSON(parsing: request.body) == expected)
    }

    @LoopActor
    @Test func `a first registration sends no id`() async throws {
        let server = try ScriptedServer.answering { _ in ScriptedAnswer(201, #"{"worker":{"id":"w-2"}}"#) }
        _ = try await client(server).register(registration())
        let request = try #require(server.requests.first)
        #expect(try JSON(parsing: request.body)["worker_id"] == nil)
    }

    @LoopActor
    @Test func `every request has an id of its own`() async throws {
        let server = try ScriptedServer.answering { _ in ScriptedAnswer(200, #"{"worker":{}}"#) }
        var told: [String] = []
        let client = ConductorClient(
            ConductorAccess(urls: [server.url], token: nil), onExchange: { told.append($0.requestID) })
        try await client.heartbeat(try worker(), [:])
        try await client.putResources(try worker(), [:])
        let sent = server.requests.compactMap { $0.headers["x-request-id"] }
        #expect(sent == told)
        #expect(Set(sent).count == 2)
        #expect(sent.allSatisfy { $0.count == 36 })
        #expect(server.requests.last?.bodyText == #"{"resources":{}}"#)
    }

    @LoopActor
    @Test func `a rejected token is told, and never repeated`() async throws {
        let server = try ScriptedServer.answering { request in
            ScriptedAnswer(401, #"{"error":{"message":"Invalid registration token: s3cret-t0ken","status":401}}"#)
        }
        let failure = await #expect(throws: ConductorFailure.self) { try await client(server).register(registration()) }
        #expect(failure == .tokenRejected(message: "Invalid registration token: <redacted>"))
        #expect(server.requests.allSatisfy { !$0.path.contains(Self.token) })
    }

    @LoopActor
    @Test func `the two meanings of 404 are told apart`() async throws {
        let unknown = ScriptedAnswer(404, #"{"error":{"message":"Worker not found","status":404}}"#)
        #expect(try await failure(of: unknown) == .unknownWorker)
        let notFound = ScriptedAnswer(404, #"{"error":{"message":"Not found","status":404}}"#)
        #expect(try await failure(of: notFound) == .notOffered)
        #expect(try await failure(of: ScriptedAnswer(404, "<html>nothing here</html>")) == .notOffered)
        let other = ScriptedAnswer(404, #"{"error":{"message":"Service not found","status":404}}"#)
        #expect(try await failure(of: other) == .httpError(status: 404, message: "Service not found"))
    }

    @LoopActor
    @Test func `other statuses carry the conductor's message`() async throws {
        let error = ScriptedAnswer(500, #"{"error":{"message":"database is down","status":500}}"#)
        #expect(try await failure(of: error) == .httpError(status: 500, message: "database is down"))
        #expect(try await failure(of: ScriptedAnswer(502, "a\nb")) == .httpError(status: 502, message: "a b"))
        #expect(try await failure(of: ScriptedAnswer(503)) == .httpError(status: 503, message: "no body"))
    }

    @LoopActor
    @Test(arguments: [("7", 7), ("0", 0), ("86400", 900), ("99999999999999999999", 900)])
    func `Retry-After in seconds is kept, within reason`(text: String, seconds: Int) async throws {
        for status in [429, 503] {
            let answer = ScriptedAnswer(status, "later", headers: ["Retry-After": text])
            let expected = ConductorFailure.retryAfter(.seconds(seconds), status: status, message: "later")
            #expect(try await failure(of: answer) == expected)
        }
    }

    @Test func `Retry-After may be a date`() {
        let date = "Sun, 06 Nov 1994 08:49:37 GMT"
        #expect(RetryAfter.parse(date, now: 784_111_777 - 90) == .seconds(90))
        #expect(RetryAfter.parse(date, now: 784_111_777 + 5) == .zero)
        for text in [
            "", "-1", "soon", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 99 Nov 1994 08:49:37 GMT", "a b c d e GMT",
        ] {
            #expect(RetryAfter.parse(text, now: 0) == nil)
        }
    }

    @LoopActor
    @Test(arguments: ["", "<html>portal</html>", "[]", "{\"worker\":", "\"x\"", String(repeating: "[", count: 5000)])
    func `a 200 without the contract's object is malformed`(body: String) async throws {
        guard case .malformed(_, let excerpt) = try await failure(of: ScriptedAnswer(200, body)) else {
            return #expect(Bool(false))
        }
        #expect(excerpt.count <= 200)
    }

    @LoopActor
    @Test(arguments: [
        #"{}"#, #"{"worker":{}}"#, #"{"worker":{"id":7}}"#, #"{"worker":{"id":""}}"#, #"{"worker":{"id":"a b"}}"#,
    ])
    func `a registration without a usable id is malformed`(body: String) async throws {
        let server = try ScriptedServer.answering { _ in ScriptedAnswer(201, body) }
        let failure = await #expect(throws: ConductorFailure.self) { try await client(server).register(registration()) }
        guard case .malformed = failure else { return #expect(Bool(false)) }
    }

    @LoopActor
    @Test func `nobody there is unreachable`() async throws {
        let client = ConductorClient(ConductorAccess(urls: ["http://127.0.0.1:\(try freePort())"], token: nil))
        let failure = await #expect(throws: ConductorFailure.self) { try await client.heartbeat(try worker(), [:]) }
        guard case .unreachable = failure else { return #expect(Bool(false)) }
    }

    @LoopActor
    @Test func `instructions come with revision and tag, and 304 means unchanged`() async throws {
        let server = try ScriptedServer.answering { request in
            request.headers["if-none-match"] == "\"t\""
                ? ScriptedAnswer(304)
                : ScriptedAnswer(200, #"{"instructions":[{"a":1}],"revision":4}"#, headers: ["ETag": "\"t\""])
        }
        let client = client(server)
        let first = try await client.deployments(of: try worker())
        #expect(first == .instructions([["a": 1]], revision: 4, tag: "\"t\""))
        let second = try await client.deployments(of: try worker(), since: 4, tag: "\"t\"", wait: .seconds(25))
        #expect(second == .unchanged)
        #expect(
            server.requests.map(\.path)
                == ["/api/workers/w-1/deployments", "/api/workers/w-1/deployments?revision=4&wait=25"])
    }

    @LoopActor
    @Test func `an instruction list of 2 MB is refused whole`() async throws {
        let list = #"{"instructions":["\#(String(repeating: "x", count: 2_000_000))"]}"#
        let server = try ScriptedServer.answering { _ in ScriptedAnswer(200, list) }
        let failure = await #expect(throws: ConductorFailure.self) {
            try await client(server).deployments(of: try worker())
        }
        #expect(failure == .answerTooLarge(limit: 1 << 20))
    }

    @LoopActor
    @Test func `names are percent-encoded in paths`() async throws {
        let server = try ScriptedServer.answering { _ in ScriptedAnswer(200) }
        let worker = try worker("../a/b?c#d%é")
        try await client(server).reportServiceStatus(worker, service: "..", ["status": "running"])
        #expect(server.requests.first?.path == "/api/workers/..%2Fa%2Fb%3Fc%23d%25%C3%A9/services/%2E%2E/status")
    }

    @LoopActor
    @Test func `a page of a portal does not acknowledge a status`() async throws {
        let server = try ScriptedServer.answering { _ in ScriptedAnswer(200, "<html>please log in</html>") }
        let failure = await #expect(throws: ConductorFailure.self) {
            try await client(server).reportServiceStatus(try worker(), service: "web", [:])
        }
        guard case .malformed = failure else { return #expect(Bool(false)) }
    }
}
