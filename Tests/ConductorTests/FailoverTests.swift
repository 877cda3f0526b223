import Conductor
import EventLoop
import JSON
import ScriptedServer
import TestSupport
import Testing

/// Several conductors that are one.
@Suite(.eventLoop, .timeLimit(.minutes(10)))
struct FailoverTests {
    @Test func `the choice stays with one until it fails there, and begins again after the last`() {
        var choice = ConductorChoice(["http://a/", "http://b", "http://c"])
        #expect(choice.current == "http://a")
        func fail(_ url: String) -> Bool { choice.failed(at: url) }
        #expect(fail("http://a"))
        #expect(choice.current == "http://b")
        #expect(!fail("http://a"), "a late failure at the first does not skip the second")
        #expect(choice.current == "http://b")
        #expect(fail("http://b"))
        #expect(fail("http://c"))
        #expect(choice.current == "http://a")
        choice.prefer("http://c/")
        #expect(choice.current == "http://c")
        choice.prefer("http://gone")
        #expect(choice.current == "http://c", "one that is not in the list is none")
        var single = ConductorChoice(["http://a"])
        let isLeft = single.failed(at: "http://a")
        #expect(!isLeft)
    }

    @LoopActor
    @Test func `a conductor that fails is left, and not gone back to while the other serves`() async throws {
        let second = try ScriptedServer.answering { _ in ScriptedAnswer(200, #"{"worker":{}}"#) }
        let dead = "http://127.0.0.1:\(try freePort())"
        let client = ConductorClient(ConductorAccess(urls: [dead, second.url]))
        var changes: [String] = []
        client.onFailover = { url, _ in changes.append(url) }
        guard case .unreachable = try await beat(client) else { return #expect(Bool(false)) }
        #expect(client.url == second.url && changes == [second.url])
        for _ in 1...3 { #expect(try await beat(client) == nil) }
        #expect(second.requests.count == 3 && changes.count == 1)
        second.stop()
        second.cutConnections()
        #expect(try await beat(client) != nil)
        #expect(client.url == dead && changes == [second.url, dead])
    }

    private static let answers: [(ScriptedAnswer, leaves: Bool)] = [
        (ScriptedAnswer(500), true), (ScriptedAnswer(502, "<html>"), true), (ScriptedAnswer(503), true),
        (ScriptedAnswer(200, "<html>"), true), (ScriptedAnswer(302), true),
        (ScriptedAnswer(200, "<html>", headers: ["Content-Type": "text/html"]), true),
        (ScriptedAnswer(503, headers: ["Retry-After": "5"]), false), (ScriptedAnswer(429), false),
        (ScriptedAnswer(404, #"{"error":{"message":"Worker not found"}}"#), false), (ScriptedAnswer(404), false),
        (ScriptedAnswer(401), false), (ScriptedAnswer(413), false),
    ]

    @LoopActor
    @Test(arguments: 0..<FailoverTests.answers.count)
    func `what the conductor itself says holds at all of them`(index: Int) async throws {
        let (answer, leaves) = Self.answers[index]
        let first = try ScriptedServer.answering { _ in answer }
        let client = ConductorClient(ConductorAccess(urls: [first.url, "http://127.0.0.1:1"]))
        #expect(try await beat(client) != nil)
        #expect((client.url != first.url) == leaves)
    }
}
