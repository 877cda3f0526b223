import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// However a daemon ends, it is told how, and it runs again.
@Suite(.timeLimit(.minutes(10)))
struct ExitKindTests {
    @Test func `every exit status and every deadly signal is told as what it was, and answered by a new start`()
        async throws
    {
        let daemons = try ScriptedDaemons()
        try await daemons.start(
            """
            say READY=1
            [ $1 = probed ] || rest
            until [ -s $own/end ]; do sleep 0.01; done
            end=$(cat $own/end); rm $own/end; eval "$end"
            """)
        try await daemons.allReady()
        // Those of signal(7) whose default is to end the process; SIGKILL and real-time signals included.
        let signals = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 24, 25, 26, 27, 29, 30, 31, 34, 64]
        let ends: [(command: String, key: String, value: Int)] =
            [0, 1, 2, 127, 255].map { ("exit \($0)", "code", $0) }
            + signals.map { ("kill -\($0) $$; sleep 1", "signal", $0) }
        for (index, end) in ends.enumerated() {
            try daemons.directory.write(Array(end.command.utf8), to: "own/end.new")
            rename(daemons.directory.file("own/end.new"), daemons.directory.file("own/end"))
            let state: JSON = try await eventually("\(end.command) is told", within: .seconds(60)) { () -> JSON? in
                let state = try await daemons.state(of: "probed")
                guard state["restarts"]?.int ?? 0 > index, state["state"] == "ready" else { return JSON?.none }
                return state
            }
            let exit = state["last_exit"]
            #expect(exit?[end.key]?.int == end.value, "\(end.command): \(state)")
            #expect(exit?["cause"]?.string == (end.key == "code" ? "exited" : "signalled"))
            #expect(exit?["requested"] == false)
            #expect(exit?["generation"]?.int == (state["generation"]?.int ?? 0) - 1 && exit?["pid"] != state["pid"])
            #expect(exit?["next_attempt_s"]?.double == 0)
            let used = ["user_cpu_s", "system_cpu_s", "max_rss_bytes"].compactMap { exit?[$0]?.double }
            #expect(used.count == 3 && used[2] > 0, "\(state)")
        }
        try await daemons.supervisor.stop()
    }

    @Test
    func `a daemon that its settings keep from starting is failing with its own words, and tried again on a reload`()
        async throws
    {
        let daemons = try ScriptedDaemons()
        let supervisor = try await daemons.start(
            """
            [ $1 = probed ] && ! [ -e $own/mended ] && { echo 'FOO: "bar" is no number' >&2; exit 78; }
            say READY=1; rest
            """)
        let failing: JSON = try await eventually("it is failing") { () -> JSON? in
            let state = try await daemons.state(of: "probed")
            return state["state"] == "failing" ? state : JSON?.none
        }
        #expect(failing["reason"] == "configuration: FOO: \"bar\" is no number")
        #expect(failing["last_exit"]?["next_attempt_s"]?.double ?? 0 > 15)
        #expect(failing["last_exit"]?["code"] == 78)
        #expect(failing["last_exit"]?["stderr"]?.array?.last == "FOO: \"bar\" is no number")
        try daemons.directory.write([], to: "own/mended")
        let wait = try #require(failing["next_attempt_s"]?.double)
        let asked = ContinuousClock.now
        kill(supervisor, SIGHUP)
        try await daemons.allReady()
        #expect(wait > 15 && asked.duration(to: .now) < .seconds(wait - 5), "it did not wait for its next attempt")
        try await daemons.supervisor.stop()
    }

    @Test(.enabled(if: Cgroup.hasMemory, "there is no control group for memory that can be written"))
    func `a daemon that the kernel kills for its memory is told as killed and runs again`() async throws {
        let daemons = try ScriptedDaemons()
        try await daemons.start(
            """
            say READY=1
            [ $1 = probed ] && until [ -e $own/eat ]; do sleep 0.01; done && rm $own/eat &&
                exec perl -e '$x = "x" x (256 << 20); sleep 1000'
            rest
            """)
        let pids = try await daemons.allReady()
        let group = try Cgroup("memory", limits: ["memory.limit_in_bytes": "33554432"])
        defer { group.end() }
        try group.add(try #require(pids["probed"]))
        try daemons.directory.write([], to: "own/eat")
        try await eventually("it has been killed and runs again", within: .seconds(60)) {
            let state = try await daemons.state(of: "probed")
            return state["state"] == "ready" && state["restarts"] == 1
        }
        #expect(try await daemons.state(of: "probed")["last_exit"]?["signal"] == 9)
        #expect(try await daemons.restarts() == [1, 0, 0, 0])
        try await daemons.supervisor.stop()
    }
}
