import EventLoop
import JSON
import Logging
import TestSupport
import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(5)))
struct RouteTableTests {
    private let table = RouteTable(
        [
            Route(.get, "/things/{name}") { .ok(["name": .string($0.parameter("name"))]) },
            Route(.post, "/things/{name}") { .ok(try $0.json() ?? .null) },
            Route(
                .get, "/query",
                query: [
                    .text("a"), .text("b", limit: 5), .flag("c"), .integer("n", 1...50, orWord: "all"),
                    .oneOf("kind", ["x", "y"]),
                ]
            ) { call in
                var seen = call.query.mapValues(JSON.string)
                seen["c"] = .bool(call.flag("c"))
                seen["n"] = call.integer("n").map { .int(Int64($0)) }
                return .ok(.object(seen))
            },
            Route(.get, "/typed", produces: ["text/plain", "application/json"]) {
                HTTPAnswer(200, "", type: $0.mediaType)
            },
            Route(.get, "/tagged", tag: .weak(without: ["timestamp"])) { call in .ok(["a": 1, "timestamp": "t"]) },
            Route(.get, "/hidden", access: .confidential, tag: .strong) { _ in .ok("x") },
            Route(.get, "/broken") { _ in throw Broken() },
        ],
        isStrict: true, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })

    private struct Broken: Error {}

    @Test(arguments: [
        ("/things/web", "web"), ("/things/a%20b", "a b"), ("/things/a%2Fb", "a/b"), ("/things/%C3%BC", "ü"),
        ("/things/web?", "web"),
    ])
    func `a placeholder stands for one decoded segment`(target: String, name: String) async {
        let answer = await table.answer(HTTPCall("GET", target))
        #expect(answer.status == 200)
        #expect(answer.body == ["name": .string(name)])
    }

    @Test(arguments: ["/", "", "/things", "/things/", "/things/a/b", "/THINGS/web"])
    func `what is no route is answered with 404`(target: String) async {
        let answer = await table.answer(HTTPCall("GET", target))
        #expect(answer.status == 404)
        #expect(answer.body == ["error": ["message": "Not found", "status": 404]])
    }

    @Test func `a stream ends before the piece that its call may not hear any more`() async throws {
        let pieces = Pieces()
        let route = Route(.get, "/stream") { _ in HTTPAnswer(200, HTTPStream("text/plain", pieces)) }
        let table = RouteTable(
            [route], isStrict: true, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            remains: { _, _ in pieces.asked < 2 })
        guard case .stream(let stream) = await table.answer(HTTPCall("GET", "/stream")).content else {
            Issue.record("it is no stream")
            return
        }
        pieces.give("one")
        #expect(await stream.source.next() == Array("one".utf8))
        pieces.give("two")
        #expect(await stream.source.next() == nil)
        #expect(pieces.isEnded)
    }

    @Test func `a method that a path lacks is answered with 405 and those that it has`() async {
        let answer = await table.answer(HTTPCall("DELETE", "/things/web"))
        #expect(answer.status == 405)
        #expect(answer.header("Allow") == "GET, HEAD, POST, OPTIONS")
        #expect(answer.body?["error"]?["status"] == 405)
    }

    @Test func `a path that is written out is not what another has a placeholder for`() async {
        let routes = [
            Route(.get, "/things/{name}") { _ in .ok("any") }, Route(.post, "/things/special") { _ in .ok("this") },
        ]
        let table = RouteTable(routes, isStrict: false, logger: Logger(label: "test"))
        #expect(await table.answer(HTTPCall("POST", "/things/special")).body == "this")
        #expect(await table.answer(HTTPCall("GET", "/things/special")).header("Allow") == "POST, OPTIONS")
        #expect(await table.answer(HTTPCall("GET", "/things/other")).body == "any")
    }

    @Test func `HEAD is served where GET is`() async {
        #expect(await table.answer(HTTPCall("HEAD", "/things/web")).status == 200)
    }

    @Test(arguments: [
        "/things/%ZZ", "/things/%FF", "/things/%", "/things/a%00", "/%C3/x", "/things/web?%ZZ=1", "/query?a=%FF",
    ])
    func `what is not UTF-8 in percent encoding, or has NUL in its path, is answered with 400`(target: String) async {
        let answer = await table.answer(HTTPCall("GET", target))
        #expect(answer.status == 400)
        #expect(answer.body?["error"]?["status"] == 400)
    }

    @Test func `OPTIONS tells what a path has`() async {
        let answer = await table.answer(HTTPCall("OPTIONS", "/things/web"))
        #expect(answer.status == 204)
        #expect(answer.header("Allow") == "GET, HEAD, POST, OPTIONS")
        #expect(await table.answer(HTTPCall("OPTIONS", "/nothing")).status == 404)
    }

    @Test func `a header that wants another method than the request line has none is not followed`() async {
        for name in ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"] {
            let call = HTTPCall("GET", "/things/web", headers: [(name, "POST")])
            #expect(await table.answer(call).body == ["name": "web"])
        }
    }

    @Test func `the query is decoded`() async {
        let answer = await table.answer(HTTPCall("GET", "/query?a=1&b=x%20y&c&=&n=50&kind=y&"))
        #expect(answer.body == ["a": "1", "b": "x y", "c": true, "n": 50, "kind": "y"])
        #expect(await table.answer(HTTPCall("GET", "/query?n=all&c=0")).body == ["c": false])
    }

    @Test(arguments: [
        ("zz=1", "\"zz\""), ("n=0", "\"n\""), ("n=51", "\"n\""), ("n=x", "\"n\""), ("n=+1", "\"n\""), ("n=", "\"n\""),
        ("n=99999999999999999999", "\"n\""), ("c=2", "\"c\""), ("b=toolong", "\"b\""), ("a=", "\"a\""),
        ("kind=z", "\"kind\""), ("a=1&a=1", "\"a\""), ("%61=1&a=2", "\"a\""), ("N=1", "\"N\""),
    ])
    func `what a query may not have is answered with 400 and its name`(query: String, name: String) async {
        let answer = await table.answer(HTTPCall("GET", "/query?" + query))
        #expect(answer.status == 400)
        #expect(answer.body?["error"]?["message"]?.string?.contains(name) == true)
    }

    @Test(arguments: [
        (nil, "text/plain"), ("*/*", "text/plain"), ("application/json", "application/json"),
        ("application/*;q=0.5, text/plain;q=0.1", "application/json"), ("text/*", "text/plain"),
        ("APPLICATION/JSON ; charset=utf-8", "application/json"), ("application/json;q=0, */*", "text/plain"),
        ("", "text/plain"), ("nonsense;q=7", "text/plain"), ("image/png, */*;q=0.1", "text/plain"),
        ("text/plain;q=0.5,application/json;q=0.5", "text/plain"),
    ])
    func `of what there is the client gets what it wants most`(accept: String?, type: String) async {
        let answer = await table.answer(
            HTTPCall("GET", "/typed", headers: accept.map { [("Accept", $0)] } ?? []))
        guard case .bytes(_, let given) = answer.content else { return #expect(Bool(false), "\(answer)") }
        #expect(given == type)
    }

    @Test(arguments: ["image/png", "application/json;q=0, text/*;q=0", "*/*;q=0"])
    func `a client that wants nothing of what there is gets 406`(accept: String) async {
        let answer = await table.answer(HTTPCall("GET", "/typed", headers: [("Accept", accept)]))
        #expect(answer.status == 406)
        #expect(answer.body?["error"]?["message"]?.string?.contains("text/plain") == true)
    }

    @Test func `what may be kept is to be asked for again, and what is secret not kept`() async {
        #expect(await table.answer(HTTPCall("GET", "/tagged")).header("Cache-Control") == "no-cache")
        for target in ["/hidden", "/nothing", "/things/web", "/tagged?x=1"] {
            #expect(await table.answer(HTTPCall("GET", target)).header("Cache-Control") == "no-store")
        }
    }

    @Test func `a body that does not say it is JSON is answered with 415`() async {
        for type in ["text/plain", "application/x-www-form-urlencoded", ""] {
            let answer = await table.answer(
                HTTPCall("POST", "/things/web", headers: [("content-type", type)], body: Array("{}".utf8)))
            #expect(answer.status == 415)
        }
        let typed = HTTPCall(
            "POST", "/things/web", headers: [("Content-Type", "Application/JSON; charset=utf-8")],
            body: Array("{}".utf8))
        #expect(await table.answer(typed).status == 200)
        #expect(await table.answer(HTTPCall("POST", "/things/web")).status == 200)
    }

    @Test func `a body that is not JSON is answered with 400`() async {
        let call = HTTPCall(
            "POST", "/things/web", headers: [("Content-Type", "application/json")], body: Array("{nope".utf8))
        #expect(await table.answer(call).status == 400)
    }

    @Test func `a body over 100 kB is answered with 413`() async {
        let body = [UInt8](repeating: UInt8(ascii: "1"), count: RouteTable.bodyLimit + 1)
        let headers = [("Content-Type", "application/json")]
        #expect(await table.answer(HTTPCall("POST", "/things/web", headers: headers, body: body)).status == 413)
        let allowed = Array(body.dropLast(1))
        #expect(await table.answer(HTTPCall("POST", "/things/web", headers: headers, body: allowed)).status != 413)
    }

    @Test func `a failure inside is answered with 500 and tells nothing of itself`() async {
        let answer = await table.answer(HTTPCall("GET", "/broken", headers: [("X-Request-ID", "r-1")]))
        #expect(answer.status == 500)
        #expect(answer.body?["error"]?["message"]?.string?.contains("Broken") == false)
        #expect(answer.body?["error"]?["message"]?.string?.contains("r-1") == true)
    }

    @Test func `the request id is echoed, and made where there is none`() async {
        let sent = await table.answer(HTTPCall("GET", "/nope", headers: [("x-request-id", "abc")]))
        #expect(sent.header("X-Request-ID") == "abc")
        let long = String(repeating: "x", count: 129)
        for headers in [
            [], [("X-Request-ID", "")], [("X-Request-ID", long)], [("X-Request-ID", "a b")], [("X-Request-ID", "ü")],
            [("X-Request-ID", "a\u{1B}[0m")],
        ] {
            let made = await table.answer(HTTPCall("GET", "/nope", headers: headers)).header("X-Request-ID")
            #expect(made?.count == 36)
        }
    }

    @Test func `a page of a listed origin may call, one of another is told nothing`() async {
        let table = RouteTable(
            [Route(.get, "/x") { _ in .ok("x") }, Route(.delete, "/x") { _ in .ok("x") }], isStrict: true,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            origins: CrossOrigin(["https://Panel.example"]))
        let asked = [("Access-Control-Request-Method", "DELETE"), ("Access-Control-Request-Headers", "authorization")]
        let preflight = await table.answer(
            HTTPCall("OPTIONS", "/x", headers: asked + [("Origin", "https://panel.example")]))
        #expect(preflight.status == 204)
        #expect(preflight.header("Access-Control-Allow-Origin") == "https://panel.example")
        #expect(preflight.header("Access-Control-Allow-Methods")?.contains("DELETE") == true)
        #expect(preflight.header("Access-Control-Allow-Headers")?.contains("Authorization") == true)
        for path in ["/x", "/nothing"] {
            let answer = await table.answer(HTTPCall("GET", path, headers: [("Origin", "https://panel.example")]))
            #expect(answer.header("Access-Control-Allow-Origin") == "https://panel.example")
            #expect(answer.header("Vary") == "Origin")
        }
        for origin in ["https://evil.example", "null", "https://panel.example.evil.example", "http://panel.example"] {
            let answer = await table.answer(HTTPCall("OPTIONS", "/x", headers: asked + [("Origin", origin)]))
            #expect(answer.header("Access-Control-Allow-Origin") == nil)
            #expect(answer.header("Access-Control-Allow-Methods") == nil)
            #expect(answer.header("Vary") == "Origin")
        }
        let plain = await self.table.answer(
            HTTPCall("GET", "/things/web", headers: [("Origin", "https://panel.example")]))
        #expect(plain.header("Access-Control-Allow-Origin") == nil && plain.header("Vary") == nil)
    }

    @Test func `UUIDs are of version 4 and differ`() {
        let ids = (0..<100).map { _ in RandomUUID.text() }
        #expect(Set(ids).count == 100)
        for id in ids {
            #expect(id.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
            #expect(Array(id)[14] == "4")
            #expect("89ab".contains(Array(id)[19]))
        }
    }

    @Test func `a bearer token is taken out of its header`() {
        func token(_ value: String) -> String? {
            Bearer.token(of: HTTPCall("GET", "/", headers: [("Authorization", value)]))
        }
        #expect(token("Bearer abc") == "abc")
        #expect(token("bearer abc") == "abc")
        #expect(token("Basic abc") == nil)
        #expect(token("Bearer") == nil)
        #expect(Bearer.isEqual("abc", "abc"))
        #expect(!Bearer.isEqual("abc", "abd"))
        #expect(!Bearer.isEqual("abc", "abcd"))
        #expect(!Bearer.isEqual("", "a"))
    }
}
