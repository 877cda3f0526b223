import JSON
import Testing

@testable import Conductor

@Suite(.timeLimit(.minutes(1)))
struct SocketIOSessionTests {
    @Test func `a channel opens with the main namespace, answers pings and tells events`() {
        var session = SocketIOSession()
        #expect(session.receive(#"0{"sid":"x","pingInterval":25000}"#).replies == ["40"])
        #expect(!session.isConnected)
        #expect(session.receive(#"40{"sid":"y"}"#).events == [.connected])
        #expect(session.isConnected)
        #expect(session.receive("2").replies == ["3"])
        #expect(session.receive("2probe").replies == ["3probe"])
        #expect(session.receive(#"42["worker:pong",{"a":1}]"#).events == [.event(name: "worker:pong", ["a": 1])])
        #expect(session.receive(#"4217["asked"]"#).events == [.event(name: "asked", nil)])
        #expect(SocketIOSession.message("worker:ping", ["a": "ä"]) == #"42["worker:ping",{"a":"ä"}]"#)
    }

    @Test(arguments: ["1", "41", #"44{"message":"no"}"#, "44"])
    func `an end is told`(text: String) {
        var session = SocketIOSession()
        guard case .ended = session.receive(text).events.first else {
            Issue.record("no end")
            return
        }
    }

    @Test(arguments: ["", "3", "6", "9", "4", "43[1]", "42", "42[", "42{}", "42[1]", "451-[\"x\"]", "\u{0}"])
    func `what is no event is nothing`(text: String) {
        var session = SocketIOSession()
        let (events, replies) = session.receive(text)
        #expect(events.isEmpty && replies.isEmpty)
    }
}
