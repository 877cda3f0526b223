import EventLoop
import JSON
import Logging
import Synchronization
import Testing

@testable import HTTPServer

struct RecentAnswerTests {
    private let now = MonotonicInstant.now
    private func after(_ milliseconds: Int) -> MonotonicInstant { now.advanced(by: .milliseconds(milliseconds)) }

    @Test func `an answer is given again for a moment, and a little longer while the next is being made`() {
        let recent = RecentAnswer { 0 }
        #expect(recent.take(now: now) == nil)
        recent.keep(.ok(["n": 1]), made: now)
        #expect(recent.take(now: after(9))?.body == ["n": 1])
        #expect(recent.take(now: after(10)) == nil, "one makes the next")
        #expect(recent.take(now: after(29))?.body == ["n": 1], "the others need not wait")
        #expect(recent.take(now: after(30)) == nil, "unless it takes long")
        recent.keep(.ok(["n": 2]), made: after(10))
        #expect(recent.take(now: after(19))?.body == ["n": 2])
    }

    @Test func `no answer is given that is older than what it tells of, and no failure twice`() {
        let version = Version()
        let recent = RecentAnswer { version.value }
        _ = recent.take(now: now)
        recent.keep(.ok(["n": 1]), made: now)
        version.value = 1
        #expect(recent.take(now: after(1)) == nil)
        recent.keep(HTTPAnswer(503, nil), made: after(1))
        #expect(recent.take(now: after(2)) == nil)
    }

    @Test func `the tag of an answer that is given again is that of one made anew`() async throws {
        let tag = EntityTag.weak(without: ["at"])
        let count = Version()
        let recent = RecentAnswer { 0 }
        let handler: Route.Handler = { _ in
            count.value += 1
            return .ok(["at": .int(Int64(count.value)), "state": "well"])
        }
        let routes = RouteTable(
            [Route(.get, "/kept", tag: tag, recent: recent, handler), Route(.get, "/new", tag: tag, handler)],
            isStrict: true, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        var tags: Set<String> = []
        for path in ["/kept", "/kept", "/new"] {
            let call = HTTPCall("GET", path)
            let representation = Representation(await routes.answer(call), of: call)
            tags.insert(representation.headers.first { $0.name == "ETag" }?.value ?? "none")
            #expect(representation.headers.contains { $0 == ("Content-Type", "application/json; charset=utf-8") })
        }
        #expect(tags.count == 1 && tags.first?.hasPrefix("W/") == true, "\(tags)")
    }

    private final class Version: Sendable {
        private let state = Mutex(0)
        var value: Int {
            get { state.withLock { $0 } }
            set { state.withLock { $0 = newValue } }
        }
    }
}
