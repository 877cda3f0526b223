import EventLoop
import HTTPServer
import JSON
import Logging
import NodeProtocol
import StatusCache
import Testing

@testable import NodeAPI

/// Lists that are given in pages, and how the host is and was.
@Suite(.timeLimit(.minutes(5)))
struct PagesTests {
    private let source = FakeNode(FakeNode.well)

    private func get(_ path: String, accept: String? = nil) async throws -> (answer: HTTPAnswer, body: JSON) {
        let routes = NodeRoutes(
            try FakeNode.description(), source, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let headers = accept.map { [("Accept", $0)] } ?? []
        let answer = await routes.table.answer(HTTPCall("GET", path, headers: headers))
        switch answer.content {
        case .json(let body): return (answer, body)
        case .bytes(let bytes, _): return (answer, (try? JSON(parsing: bytes)) ?? .null)
        case .none, .stream: return (answer, .null)
        }
    }

    private func point(_ at: Int64, _ step: Int = 10) -> ResourcePoint {
        ResourcePoint(
            at: at, step: step, cpuPercent: 12.345, ramPercent: 50, diskPercent: 70.1, rxRate: 1000, txRate: 10.5,
            load: 0.25)
    }

    private func publish(_ count: Int) {
        for number in 1...count { source.events.publish(NodeEvent(kind: .service, data: ["n": .int(Int64(number))])) }
    }

    private func start(_ name: Subsystem, second: Double) -> SubsystemStart {
        SubsystemStart(
            name: name, generation: 1, pid: 100, bootID: "b", startedAt: "2026-01-01T00:00:00.000Z",
            monotonicSeconds: second, previousExit: nil)
    }

    // MARK: Services

    @Test func `services are given by name, all at once or page by page`() async throws {
        let names = ["web", "api", "db", "cache", "queue"]
        let services = names.map {
            ServiceStatus(service: $0, name: "aerekos-\($0)", status: .running, running: true, image: "i")
        }
        source.change { $0.snapshot.services = Cached(value: services, generation: 1, stamp: .now) }
        let all = try await get("/services").body
        #expect(all["services"]?.array?.compactMap { $0["service"]?.string } == names.sorted())
        #expect(all["next_cursor"] == .null)
        var seen: [String] = []
        var path = "/services?limit=2"
        var pages = 0
        while true {
            let body = try await get(path).body
            seen += body["services"]?.array?.compactMap { $0["service"]?.string } ?? []
            pages += 1
            guard let next = body["next_cursor"]?.string else { break }
            path = "/services?limit=2&cursor=\(next)"
        }
        #expect(seen == names.sorted() && pages == 3)
    }

    @Test(arguments: [
        "/services?cursor=x", "/services?cursor=zz", "/services?cursor=00", "/services?cursor=",
        "/services?cursor=\(Cursor("history", "1").text)", "/resources/history?cursor=\(Cursor("services", "a").text)",
        "/resources/history?cursor=\(Cursor("history", "soon").text)", "/events?cursor=\(Cursor("events", "1").text)",
        "/events?cursor=\(Cursor("events", "@x").text)", "/events?cursor=\(Cursor("history", "1").text)",
        "/services?cursor=\(Cursor("services", "a").text.uppercased())",
    ])
    func `a cursor that no list has given is answered with 400`(path: String) async throws {
        let (answer, body) = try await get(path)
        #expect(answer.status == 400)
        #expect(body["error"]?["message"]?.string?.contains("\"cursor\"") == true)
    }

    // MARK: Resources

    @Test func `the last report is given with its age, and 503 before the first`() async throws {
        let (answer, body) = try await get("/resources")
        #expect(answer.status == 200 && body["resources"] == FakeNode.report)
        #expect(body["stale"] == false && body["age_s"]?.double != nil)
        source.change { $0.snapshot.resources = nil }
        #expect(try await get("/resources").answer.status == 503)
    }

    @Test func `the history is given from any moment on, in pages`() async throws {
        let points = [point(600, 600), point(1200, 60), point(1260, 10), point(1270, 10)]
        source.change { $0.history = points }
        let all = try await get("/resources/history").body
        #expect(
            all["points"]?[0] == [
                "at": "1970-01-01T00:10:00.000Z", "step_s": 600, "cpu_percent": 12.35, "ram_percent": 50.0,
                "disk_percent": 70.1, "rx_bytes_per_sec": 1000.0, "tx_bytes_per_sec": 10.5, "load": 0.25,
            ])
        #expect(all["points"]?.array?.count == 4 && all["next_cursor"] == .null)
        let some = try await get("/resources/history?since=1970-01-01T00:20:30Z&limit=2").body
        #expect(some["points"]?.array?.compactMap { $0["step_s"]?.int } == [60, 10])
        let next = try #require(some["next_cursor"]?.string)
        let rest = try await get("/resources/history?cursor=\(next)").body
        #expect(rest["points"]?.array?.count == 1 && rest["points"]?[0]?["at"] == "1970-01-01T00:21:10.000Z")
        #expect(try await get("/resources/history?since=1h").body["points"] == [])
        #expect(try await get("/resources/history?since=1270").body["points"]?.array?.count == 1)
    }

    @Test(arguments: [
        "?since=yesterday", "?since=", "?limit=0", "?limit=501", "?limit=x", "?until=1", "?since=1&since=2",
    ])
    func `a wrong question for the history is answered with 400 and its name`(query: String) async throws {
        let (answer, body) = try await get("/resources/history" + query)
        #expect(answer.status == 400)
        let name = String(query.dropFirst().prefix { $0 != "=" })
        #expect(body["error"]?["message"]?.string?.contains(name) == true)
    }

    // MARK: Events

    @Test func `events are given newest first, page by page, and behind them the starts from before`() async throws {
        source.change { $0.starts = [start(.probed, second: 0.5), start(.apid, second: 0.25)] }
        publish(5)
        var seen: [JSON] = []
        var path = "/events?limit=3"
        while true {
            let (answer, body) = try await get(path)
            #expect(answer.status == 200 && body["last_event_id"]?.string?.hasSuffix("-5") == true)
            seen += body["events"]?.array ?? []
            guard let next = body["next_cursor"]?.string else { break }
            path = "/events?limit=3&cursor=\(next)"
        }
        #expect(seen.map { $0["event"]?.string } == Array(repeating: "service", count: 5) + ["start", "start"])
        #expect(seen.prefix(5).map { $0["data"]?["n"]?.int } == [5, 4, 3, 2, 1])
        #expect(seen.suffix(2).map { $0["data"]?["name"]?.string } == ["probed", "apid"])
        #expect(seen.allSatisfy { $0["at"]?.string?.hasSuffix("Z") == true && $0["id"]?.string != nil })
        #expect(Set(seen.compactMap { $0["id"]?.string }).count == 7)
    }

    @Test func `a start that is younger than the oldest event is told by events alone`() async throws {
        publish(1)
        let later = MonotonicInstant.now.advanced(by: .seconds(60))
        source.change { $0.starts = [start(.probed, second: Double(later.nanoseconds) / 1e9)] }
        let events = try await get("/events?limit=10").body["events"]?.array
        #expect(events?.map { $0["event"]?.string } == ["service"])
    }

    @Test func `a cursor whose events are gone is answered with 410`() async throws {
        publish(3)
        let next = try #require(try await get("/events?limit=1").body["next_cursor"]?.string)
        #expect(try await get("/events?cursor=\(next)").body["events"]?.array?.count == 2)
        publish(EventFeed.capacity)
        let (answer, body) = try await get("/events?cursor=\(next)")
        #expect(answer.status == 410 && body["error"]?["status"] == 410)
        // Of a process that is gone.
        #expect(try await get("/events?cursor=\(Cursor("events", "1.zz-3").text)").answer.status == 410)
    }

    @Test func `who wants JSON gets a page, who wants a stream a stream, and not both`() async throws {
        #expect(try await get("/events", accept: "application/json").body["events"] == [])
        #expect(try await get("/events?limit=5", accept: "*/*").body["events"] == [])
        for accept in [nil, "*/*", "text/event-stream"] {
            guard case .stream = try await get("/events", accept: accept).answer.content else {
                Issue.record("\(accept ?? "nothing") is a stream")
                continue
            }
        }
        for accept in ["application/json, text/event-stream", "text/event-stream, application/json;q=0.1"] {
            #expect(try await get("/events?limit=5", accept: accept).body["events"] == [], "\(accept)")
        }
        for accept in ["text/event-stream", "text/*", "*/*, application/json;q=0"] {
            #expect(try await get("/events?limit=5", accept: accept).answer.status == 400, "\(accept)")
        }
        #expect(try await get("/events", accept: "text/html").answer.status == 406)
    }
}
