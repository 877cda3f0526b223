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
}
