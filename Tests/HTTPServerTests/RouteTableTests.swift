import JSON
import Logging
import TestSupport
import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(1)))
struct RouteTableTests {
    private let table = RouteTable(
        [
            Route(.get, "/things/{name}") { .ok(["name": .string($0.parameter("name"))]) },
            Route(.post, "/things/{name}") { .ok(try $0.json() ?? .null) },
            Route(.get, "/query") { .ok(.object($0.query.mapValues(JSON.string))) },
            Route(.get, "/broken") { _ in throw Broken() },
        ],
        wantsJSONType: true, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })

    private struct Broken: Error {}

    @Test(arguments: [
        ("/things/web", "web"), ("/things/a%20b", "a b"), ("/things/a%2Fb", "a/b"), ("/things/%C3%BC", "ü"),
        ("/things/web?x=1", "web"),
    ])
    func `a placeholder stands for one decoded segment`(target: String, name: String) async {
        let answer = await table.answer(HTTPCall("GET", target))
        #expect(answer.status == 200)
        #expect(answer.body == ["name": .string(name)])
    }

    @Test(arguments: ["/", "", "/things", "/things/", "/things/a/b", "/things/%ZZ", "/things/%FF", "/THINGS/web"])
    func `what is no route is answered with 404`(target: String) async {
        let answer = await table.answer(HTTPCall("GET", target))
        #expect(answer.status == 404)
        #expect(answer.body == ["error": ["message": "Not found", "status": 404]])
    }

    @Test func `a method that a path lacks is answered with 405 and those that it has`() async {
        let answer = await table.answer(HTTPCall("DELETE", "/things/web"))
        #expect(answer.status == 405)
        #expect(answer.header("Allow") == "GET, HEAD, POST")
        #expect(answer.body?["error"]?["status"] == 405)
    }

    @Test func `a path that is written out is not what another has a placeholder for`() async {
        let routes = [
            Route(.get, "/things/{name}") { _ in .ok("any") }, Route(.post, "/things/special") { _ in .ok("this") },
        ]
        let table = RouteTable(routes, wantsJSONType: false, logger: Logger(label: "test"))
        #expect(await table.answer(HTTPCall("POST", "/things/special")).body == "this")
        #expect(await table.answer(HTTPCall("GET", "/things/special")).header("Allow") == "POST")
        #expect(await table.answer(HTTPCall("GET", "/things/other")).body == "any")
    }

    @Test func `HEAD is served where GET is`() async {
        #expect(await table.answer(HTTPCall("HEAD", "/things/web")).status == 200)
    }

    @Test func `the query is decoded`() async {
        let answer = await table.answer(HTTPCall("GET", "/query?a=1&b=x%20y&c&=&%ZZ=1"))
        #expect(answer.body?["a"] == "1")
        #expect(answer.body?["b"] == "x y")
        #expect(answer.body?["c"] == "")
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
        for headers in [[], [("X-Request-ID", "")], [("X-Request-ID", long)]] {
            let made = await table.answer(HTTPCall("GET", "/nope", headers: headers)).header("X-Request-ID")
            #expect(made?.count == 36)
        }
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
