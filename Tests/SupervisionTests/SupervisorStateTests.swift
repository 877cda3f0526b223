import JSON
import NodeProtocol
import TestSupport
import Testing

@testable import Supervision

/// What one version of the program leaves for another.
struct SupervisorStateTests {
    private static let entry = """
        "name":"probed","generation":3,"restarts":2,"failures":0,"wanted":true,"ready":true,\
        "process":{"pid":4711,"start_time":99},"since":"2026-01-31T08:05:09.042Z",\
        "last_exit":{"cause":"signalled","signal":9,"signal_name":"SIGKILL","core_dumped":false,\
        "at":"2026-01-31T08:05:09.031Z","requested":false,"uptime_s":90,"stderr":["the end"]
        """

    @Test(arguments: [
        "", #", "pid":4710,"generation":2,"user_cpu_s":0.5,"next_attempt_s":0"#, #","of_tomorrow":{"a":1}"#,
    ])
    func `what is missing in the state of an older program, or unknown in that of a newer, is no obstacle`(more: String)
        throws
    {
        let directory = try TemporaryDirectory()
        let text = "{\"version\":1,\"subsystems\":[{\(Self.entry)\(more)},\"of_tomorrow\":1}],\"of_tomorrow\":[]}"
        try directory.write(Array(text.utf8), to: "supervisor.json")
        let entry = try #require(SupervisorState.read(from: directory.file("supervisor.json"))?[.probed], "\(text)")
        #expect(entry.restarts == 2 && entry.process?.pid == 4711)
        #expect(entry.lastExit?.signal == 9 && entry.lastExit?.stderr == ["the end"])
        #expect(entry.lastExit?.pid == (more.contains("4710") ? 4710 : nil))
    }

    @Test(arguments: [
        ("generation\":3", "generation\":9223372036854775807"), ("restarts\":2", "restarts\":9223372036854775807"),
        ("failures\":0", "failures\":-1"), ("failures\":0", "startup_ms\":1e300,\"failures\":0"),
    ])
    func `a state with numbers that nobody can count on is as good as none`(part: String, wrong: String) throws {
        let directory = try TemporaryDirectory()
        let text = "{\"version\":1,\"subsystems\":[{\(Self.entry)}}]}"
        try directory.write(Array(text.utf8), to: "right.json")
        try directory.write(Array(text.replacing(part, with: wrong).utf8), to: "wrong.json")
        #expect(SupervisorState.read(from: directory.file("right.json")) != nil)
        #expect(SupervisorState.read(from: directory.file("wrong.json")) == nil)
    }

    @Test func `what a daemon says of itself is refused when its generation cannot be counted on`() {
        let text = "ADOPT=probed\nGENERATION=7\nREADY=1\nSTARTED=1\nFDNAMES=notify"
        #expect(DaemonIntroduction(parsing: text)?.generation == 7)
        #expect(DaemonIntroduction(parsing: text.replacing("=7", with: "=9223372036854775807")) == nil)
    }
}
