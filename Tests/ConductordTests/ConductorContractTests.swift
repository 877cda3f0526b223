import EventLoop
import Glibc
import HTTPServer
import JSON
import Logging
import SQLite
import TestSupport
import Testing

@testable import ReferenceConductor

/// Sections 1 and 4 of the conductor contract, without a socket.
@Suite(.timeLimit(.minutes(10)))
struct ConductorContractTests {
    private let directory: TemporaryDirectory
    private let conductor: ReferenceConductor

    init() throws {
        directory = try TemporaryDirectory()
        conductor = try Self.makeConductor(directory)
    }

    private static func makeConductor(
        _ directory: TemporaryDirectory, database: String = "conductor.db", offlineAfter: Duration = .seconds(90)
    ) throws -> ReferenceConductor {
        try ReferenceConductor(
            host: "127.0.0.1", port: 0, database: directory.file(database), token: "secret",
            offlineAfter: offlineAfter, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func call(
        _ method: String, _ path: String, _ body: JSON? = nil, headers: [(String, String)] = [],
        of other: ReferenceConductor? = nil
    ) async -> HTTPAnswer {
        await (other ?? conductor).answer(HTTPCall(method, "/api" + path, headers: headers, body: body?.bytes ?? []))
    }

    private func register(_ members: [String: JSON] = [:], of other: ReferenceConductor? = nil) async -> HTTPAnswer {
        let body: [String: JSON] = [
            "token": "secret", "hostname": "node-1", "ip_address": "10.0.0.1", "resources": ["cpu_cores": 4],
        ]
        return await call("POST", "/workers/register", .object(body.merging(members) { $1 }), of: other)
    }

    private func registeredID() async throws -> String {
        try #require(await register().body?["worker"]?["id"]?.string)
    }

    private func expectError(_ answer: HTTPAnswer, _ status: Int, _ message: String) {
        #expect(answer.status == status)
        #expect(answer.body == ["error": ["message": .string(message), "status": .int(Int64(status))]])
    }

    // MARK: Section 1

    @Test func `a registration is answered with 201 and the worker`() async throws {
        let answer = await register()
        #expect(answer.status == 201)
        let worker = try #require(answer.body?["worker"]?.object)
        #expect(
            Set(worker.keys) == [
                "id", "hostname", "ip_address", "status", "last_seen", "resources", "created_at", "updated_at",
            ])
        #expect(worker["hostname"] == "node-1")
        #expect(worker["ip_address"] == "10.0.0.1")
        #expect(worker["status"] == "online")
        #expect(worker["resources"] == ["cpu_cores": 4])
        #expect(worker["last_seen"]?.string?.count == "2026-01-31T08:05:09.042Z".count)
    }

    @Test func `a registration without a token is answered with 400, with a wrong one with 401`() async {
        expectError(await call("POST", "/workers/register"), 400, "Registration token is required")
        expectError(await register(["token": ""]), 400, "Registration token is required")
        expectError(await register(["token": 5]), 400, "Registration token is required")
        expectError(await register(["token": "wrong"]), 401, "Invalid registration token")
    }

    @Test func `a known id keeps its row, whatever else has changed`() async throws {
        let id = try await registeredID()
        let answer = await register([
            "worker_id": .string(id), "hostname": "renamed", "ip_address": "10.9.9.9",
        ])
        #expect(answer.body?["worker"]?["id"]?.string == id)
        #expect(answer.body?["worker"]?["hostname"] == "renamed")
        #expect(await workers().count == 1)
    }

    @Test(arguments: [("node-1", "10.9.9.9"), ("other", "10.0.0.1")])
    func `an unknown id is matched by hostname or address`(hostname: String, address: String) async throws {
        let id = try await registeredID()
        let answer = await register([
            "worker_id": "no-such-id", "hostname": .string(hostname), "ip_address": .string(address),
        ])
        #expect(answer.status == 201)
        #expect(answer.body?["worker"]?["id"]?.string == id)
    }

    @Test func `an unknown id, name and address make a new worker`() async throws {
        let id = try await registeredID()
        let answer = await register(["worker_id": "no-such-id", "hostname": "other", "ip_address": "10.0.0.2"])
        #expect(answer.body?["worker"]?["id"]?.string != id)
        #expect(answer.body?["worker"]?["id"]?.string != "no-such-id")
        #expect(await workers().count == 2)
    }

    @Test func `a worker without a name gets the Host header for one`() async {
        let answer = await call(
            "POST", "/workers/register", ["token": "secret"], headers: [("Host", "conductor:3000")])
        #expect(answer.body?["worker"]?["hostname"] == "conductor:3000")
        // Nameless workers without an address are not taken for each other by the address they do not have.
        let other = await call("POST", "/workers/register", ["token": "secret"], headers: [("Host", "other:3000")])
        #expect(other.body?["worker"]?["id"] != answer.body?["worker"]?["id"])
    }

    @Test func `a heartbeat ignores its body`() async throws {
        let id = try await registeredID()
        let path = "/api/workers/\(id)/heartbeat"
        let answer = await conductor.answer(HTTPCall("POST", path, body: Array("not json".utf8)))
        #expect(answer.status == 200)
        #expect(answer.body?["worker"]?["id"]?.string == id)
    }

    @Test func `a heartbeat whose sender wants a brief answer gets one`() async throws {
        let id = try await registeredID()
        let brief = [("Prefer", "respond-async, return=minimal")]
        let answer = await call("POST", "/workers/\(id)/heartbeat", headers: brief)
        let members = answer.body?["worker"]?.object?.keys.sorted()
        #expect(members == ["hostname", "id", "ip_address", "last_seen", "status"])
        #expect(answer.header("Preference-Applied") == "return=minimal")
        expectError(await call("POST", "/workers/nobody/heartbeat", headers: brief), 404, "Worker not found")
    }

    @Test func `heartbeats that come together are each answered for their own worker`() async throws {
        var ids: [String] = []
        for number in 0..<20 {
            let answer = await register(["hostname": .string("n\(number)"), "ip_address": .string("192.0.2.\(number)")])
            ids.append(try #require(answer.body?["worker"]?["id"]?.string))
        }
        let all = ids + ["nobody"]
        let answered = await withTaskGroup { group in
            for number in 0..<(all.count * 10) {
                let id = all[number % all.count]
                group.addTask { (id, await call("POST", "/workers/\(id)/heartbeat")) }
            }
            return await group.reduce(into: 0) { count, pair in
                let (id, answer) = pair
                if id == "nobody" { #expect(answer.status == 404) }
                if answer.body?["worker"]?["id"]?.string == id { count += 1 }
            }
        }
        #expect(answered == ids.count * 10)
    }

    @Test(
        arguments: [
            ("error", 5, "error: expected an object, found number"),
            ("exit_code", "1", "exit_code: expected a whole number"),
            ("status", "well", "status: expected one of pending"),
            ("error", ["message": 5], "error.message: expected a string"),
        ] as [(String, JSON, String)])
    func `a status of the wrong form is refused, and its member named`(
        member: String, value: JSON, message: String
    ) async throws {
        let id = try await registeredID()
        let status: JSON = .object(["status": "running"].merging([member: value]) { $1 })
        let answer = await call("POST", "/workers/\(id)/services/web/status", status)
        #expect(answer.status == 400)
        #expect(answer.body?["error"]?["message"]?.string?.hasPrefix(message) == true)
    }

    @Test func `an unknown worker and an unknown route are told apart`() async {
        expectError(await call("POST", "/workers/nobody/heartbeat"), 404, "Worker not found")
        expectError(await call("PUT", "/workers/nobody/resources", ["resources": [:]]), 404, "Worker not found")
        expectError(await call("GET", "/workers/nobody"), 404, "Worker not found")
        expectError(await call("GET", "/workers/nobody/deployments"), 404, "Worker not found")
        let status: JSON = ["status": "running"]
        expectError(await call("POST", "/workers/nobody/services/web/status", status), 404, "Worker not found")
        expectError(await call("POST", "/workers/nobody/no-such-call"), 404, "Not found")
        expectError(await conductor.answer(HTTPCall("GET", "/")), 404, "Not found")
    }

    @Test func `resources are stored verbatim and replace the old`() async throws {
        let id = try await registeredID()
        let report: JSON = ["cpu": ["usage": 1.5], "odd": [nil, true, "x"]]
        let answer = await call("PUT", "/workers/\(id)/resources", ["resources": report])
        #expect(answer.status == 200)
        #expect(answer.body?["worker"]?["resources"] == report)
        expectError(await call("PUT", "/workers/\(id)/resources", [:]), 400, "Resources data is required")
        expectError(await call("PUT", "/workers/\(id)/resources"), 400, "Resources data is required")
    }

    @Test func `every call is there under both prefixes, and echoes the request id`() async throws {
        let id = try await registeredID()
        for prefix in ["/api", "/api/v1"] {
            let call = HTTPCall("POST", "\(prefix)/workers/\(id)/heartbeat", headers: [("X-Request-ID", "r-7")])
            let answer = await conductor.answer(call)
            #expect(answer.status == 200)
            #expect(answer.header("X-Request-ID") == "r-7")
        }
    }

    @Test func `a body over 100 kB is answered with 413`() async {
        let answer = await register(["resources": ["x": .string(String(repeating: "x", count: 110_000))]])
        #expect(answer.status == 413)
    }

    @Test func `a worker goes offline without heartbeats, and a heartbeat alone brings it back`() async throws {
        let quick = try Self.makeConductor(directory, offlineAfter: .seconds(1))
        let id = try #require(await register(of: quick).body?["worker"]?["id"]?.string)
        try await eventually("the worker is offline") {
            await call("GET", "/workers/\(id)", of: quick).body?["worker"]?["status"] == "offline"
        }
        let report = await call("PUT", "/workers/\(id)/resources", ["resources": [:]], of: quick)
        #expect(report.body?["worker"]?["status"] == "offline")
        let heartbeat = await call("POST", "/workers/\(id)/heartbeat", of: quick)
        #expect(heartbeat.body?["worker"]?["status"] == "online")
    }

    @Test func `the same database has the same workers`() async throws {
        let id = try await registeredID()
        let next = try Self.makeConductor(directory)
        let answer = await register(["worker_id": .string(id)], of: next)
        #expect(answer.body?["worker"]?["id"]?.string == id)
        #expect(await call("GET", "/workers", of: next).body?["workers"]?.array?.count == 1)
    }

    @Test func `a database of the first version keeps its workers and their reports`() async throws {
        try SQLiteDatabase(path: directory.file("old.db")).execute(
            """
            CREATE TABLE workers (
                id TEXT PRIMARY KEY, hostname TEXT NOT NULL, ip_address TEXT NOT NULL, last_seen INTEGER NOT NULL,
                resources TEXT, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
                revision INTEGER NOT NULL DEFAULT 0) STRICT;
            INSERT INTO workers VALUES ('w-1', 'old-1', '10.0.0.8', 1, '{"cpu_cores":2}', 1, 1, 3);
            INSERT INTO workers VALUES ('w-2', 'old-2', '10.0.0.9', 1, NULL, 2, 1, 0);
            """)
        var old = try Self.makeConductor(directory, database: "old.db")
        let workers = await call("GET", "/workers", of: old).body?["workers"]?.array ?? []
        #expect(workers.map { $0["hostname"] } == ["old-1", "old-2"])
        #expect(workers.map { $0["resources"] } == [["cpu_cores": 2], .null])
        #expect(await call("PUT", "/workers/w-1/resources", ["resources": ["cpu_cores": 8]], of: old).status == 200)
        old = try Self.makeConductor(directory, database: "old.db")
        #expect(
            await call("POST", "/workers/w-1/heartbeat", of: old).body?["worker"]?["resources"] == ["cpu_cores": 8])
    }

    private func workers() async -> [JSON] { await call("GET", "/workers").body?["workers"]?.array ?? [] }

    // MARK: Section 4

    private func queue(_ id: String, _ members: [String: JSON] = [:]) async -> HTTPAnswer {
        let body: [String: JSON] = ["action": "deploy", "service": "web", "config": ["image": "busybox"]]
        return await call("POST", "/workers/\(id)/instructions", .object(body.merging(members) { $1 }))
    }

    @Test func `a queued instruction is listed with its id and a new revision`() async throws {
        let id = try await registeredID()
        let before = await call("GET", "/workers/\(id)/deployments")
        #expect(before.body == ["instructions": [], "revision": 0])
        let queued = await queue(id)
        #expect(queued.status == 201)
        #expect(queued.body?["revision"] == 1)
        let instruction = try #require(queued.body?["instruction"])
        #expect(instruction["id"]?.string?.isEmpty == false)
        let after = await call("GET", "/workers/\(id)/deployments")
        #expect(after.body == ["instructions": [instruction], "revision": 1])
    }

    @Test func `an instruction is judged by the worker, except for its form`() async throws {
        let id = try await registeredID()
        #expect(await queue(id, ["action": "explode", "service": "../x"]).status == 201)
        #expect(await queue(id, ["action": 5]).status == 400)
        #expect(await queue(id, ["service": nil]).status == 400)
        #expect(await call("POST", "/workers/\(id)/instructions", [1]).status == 400)
        #expect(await call("POST", "/workers/\(id)/instructions").status == 400)
        expectError(await queue("nobody"), 404, "Worker not found")
    }

    @Test func `an id is given once`() async throws {
        let id = try await registeredID()
        #expect(await queue(id, ["id": "one"]).body?["instruction"]?["id"] == "one")
        #expect(await queue(id, ["id": "one"]).status == 409)
    }

    @Test(arguments: ["success", "failed"])
    func `a final status finishes its instruction`(state: String) async throws {
        let id = try await registeredID()
        _ = await queue(id, ["id": "one"])
        _ = await queue(id, ["id": "two"])
        let running: JSON = ["status": "running", "instruction_id": "one"]
        #expect(await call("POST", "/workers/\(id)/services/web/status", running).status == 200)
        #expect(await listed(id) == ["one", "two"])
        let final: JSON = ["status": .string(state), "instruction_id": "one", "at": "2026-01-01T00:00:00.000Z"]
        #expect(await call("POST", "/workers/\(id)/services/web/status", final).status == 200)
        #expect(await listed(id) == ["two"])
        // Delivered at least once: the second time changes nothing.
        #expect(await call("POST", "/workers/\(id)/services/web/status", final).status == 200)
        let worker = await call("GET", "/workers/\(id)").body
        #expect(worker?["instructions"]?.array?.last?["state"]?.string == state)
    }

    private func listed(_ id: String) async -> [String?] {
        let answer = await call("GET", "/workers/\(id)/deployments")
        return (answer.body?["instructions"]?.array ?? []).map { $0["id"]?.string }
    }

    @Test func `statuses are shown with the worker, the newest first`() async throws {
        let id = try await registeredID()
        for status in ["pulling", "starting", "running"] {
            _ = await call("POST", "/workers/\(id)/services/web/status", ["status": .string(status)])
        }
        _ = await call("POST", "/workers/\(id)/services/my%20db/status", ["status": "failed"])
        let body = await call("GET", "/workers/\(id)").body
        #expect(
            body?["statuses"]?.array?.compactMap { $0["status"]?.string } == [
                "failed", "running", "starting", "pulling",
            ])
        #expect(body?["services"]?.array?.compactMap { $0["service"]?.string } == ["my db", "web"])
        #expect(body?["services"]?[1]?["status"] == "running")
        #expect(await call("POST", "/workers/\(id)/services/web/status", [:]).status == 400)
    }

    @Test func `only so many statuses are kept`() async throws {
        let store = try ConductorStore(path: directory.file("conductor.db"))
        let id = try await registeredID()
        for number in 0..<(ConductorStore.statusLimit + 20) {
            try store.addStatus(["status": "running", "n": .int(Int64(number))], service: "web", worker: id, now: 0)
        }
        #expect(try store.recentStatuses(of: id).first?["n"]?.int == ConductorStore.statusLimit + 19)
        #expect(try store.statusCount(of: id) == ConductorStore.statusLimit)
    }

    @Test func `an unchanged list is answered with 304`() async throws {
        let id = try await registeredID()
        _ = await queue(id, ["id": "one"])
        let tag = try #require(await call("GET", "/workers/\(id)/deployments").header("ETag"))
        for known in [tag, "W/" + tag, "\"x\", " + tag] {
            let answer = await call("GET", "/workers/\(id)/deployments", headers: [("If-None-Match", known)])
            #expect(answer.status == 304)
            #expect(answer.body == nil)
            #expect(answer.header("ETag") == tag)
        }
        let final: JSON = ["status": "success", "instruction_id": "one"]
        _ = await call("POST", "/workers/\(id)/services/web/status", final)
        let after = await call("GET", "/workers/\(id)/deployments", headers: [("If-None-Match", tag)])
        #expect(after.status == 200)
    }

    @Test func `a poll for something newer is held until it comes`() async throws {
        let id = try await registeredID()
        async let held = call("GET", "/workers/\(id)/deployments?revision=0&wait=20")
        _ = await queue(id, ["id": "one"])  // the poll may have begun or not; either order must work
        #expect(await held.body?["revision"] == 1)
    }

    @Test func `a ring wakes who waits for it, and is not lost when it comes first`() async {
        let bell = InstructionBell()
        for _ in 1...100 {
            let rings = bell.rings(for: "w")
            async let woken: Void = bell.wait(for: "w", after: rings, atMost: .seconds(3600))
            bell.ring(for: "w")
            await woken
        }
    }

    @Test func `a poll ends with its time, and does not begin when there is something newer`() async throws {
        let id = try await registeredID()
        let began = MonotonicInstant.now
        #expect(await call("GET", "/workers/\(id)/deployments?revision=0&wait=1").body?["revision"] == 0)
        #expect(began.duration(to: .now) >= .seconds(1))
        _ = await queue(id)
        for revision in [0, 7, 8, 9] {  // were they held, all together would take longer than the suite may
            let answer = await call("GET", "/workers/\(id)/deployments?revision=\(revision)&wait=30")
            #expect(answer.body?["revision"] == 1)
        }
    }

    @Test(arguments: ["revision=x&wait=5", "revision=0&wait=x", "revision=0&wait=-1", "revision=&wait="])
    func `a poll that says nonsense is refused`(query: String) async throws {
        let id = try await registeredID()
        #expect(await call("GET", "/workers/\(id)/deployments?\(query)").status == 400)
    }
}
