import Glibc
import JSON
import TestSupport
import Testing

/// One daemon that cannot run: the others, the log and the machine do not suffer, and it is never given up.
@Suite(.timeLimit(.minutes(10)))
struct StormTests {
    @Test func `a daemon that ends at once is tried less and less often, alone, and comes back when it is mended`()
        async throws
    {
        let daemons = try ScriptedDaemons(settings: ["RESTART_BURST": "5"])
        try await daemons.start("[ $1 = probed ] && exit 1; say READY=1; rest")
        try await eventually("it is failing", within: .seconds(60)) {
            try await daemons.state(of: "probed")["state"] == "failing"
        }
        let state = try await daemons.state(of: "probed")
        // Six failures: 100 ms, 200 ms, … each at least halved make 1.5 s; the seventh start is 1.6 s away or more.
        #expect(state["generation"]?.int ?? 0 <= ScriptedDaemons.firstGeneration + 6)
        #expect(state["reason"] == "exited with status 1")
        for name in ScriptedDaemons.names.dropFirst() {
            let sibling = try await daemons.state(of: name)
            #expect(
                sibling["state"] == "ready" && sibling["generation"]?.int == ScriptedDaemons.firstGeneration
                    && sibling["restarts"] == 0)
        }
        let lines = daemons.log.split(separator: "\n").filter { $0.contains("subsystem=probed") }
        #expect(lines.count < 40, "two lines for each start")

        try daemons.write("say READY=1; rest")
        try await daemons.allReady(within: .seconds(60))
        try await daemons.supervisor.stop()
    }

    @Test func `the last command wins over the storm: stop, start and restart of a daemon that keeps ending`()
        async throws
    {
        let daemons = try ScriptedDaemons()
        try await daemons.start("say READY=1; [ $1 = probed ] && exit 1; rest")
        for round in 0..<30 {
            for command in ["supervisor.restart", "supervisor.stop", "supervisor.start", "supervisor.stop"] {
                let answer = try await daemons.call(command, "probed")
                #expect(answer["result"] != nil, "\(answer)")
            }
            try await eventually("round \(round): it has stopped") {
                try await daemons.state(of: "probed")["state"] == "stopped"
            }
            #expect(try await daemons.pid(of: "probed") == nil)
            _ = try await daemons.call("supervisor.start", "probed")
        }
        let restarts = try await daemons.state(of: "probed")["restarts"]?.int ?? 0
        try await eventually("it is restarted again") {
            try await daemons.state(of: "probed")["restarts"]?.int ?? 0 > restarts
        }
        #expect(try await daemons.restarts().dropFirst().allSatisfy { $0 == 0 })
        #expect(try await daemons.supervisor.stop() == 0, "and the supervisor stops in its midst")
    }

    /// The program that the daemon last became ready with runs instead, until there is one again that can.
    @Test(arguments: ["missing", "not executable", "another machine's"])
    func `a program that cannot be executed is told, and costs no daemon`(what: String) async throws {
        let daemons = try ScriptedDaemons()
        try await daemons.start("say READY=1; rest")
        let pids = try await daemons.allReady()
        let reason: String
        switch what {
        case "missing":
            daemons.removeProgram()
            reason = "No such file or directory"
        case "not executable":
            try daemons.replace(by: Array("#!/bin/sh\n".utf8), mode: 0o644)
            reason = "Permission denied"
        default:
            // An ELF header (elf(5)) whose machine, at offset 18, is none that exists.
            var header = [UInt8](repeating: 0, count: 64)
            header.replaceSubrange(0..<7, with: [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1])
            header.replaceSubrange(16..<20, with: [2, 0, 0xFF, 0xFE])
            try daemons.replace(by: header, mode: 0o755)
            reason = "Exec format error"
        }
        kill(try #require(pids["deployd"]), SIGKILL)
        try await eventually("it runs again, with the program before", within: .seconds(60)) {
            let state = try await daemons.state(of: "deployd")
            return state["state"] == "ready" && state["runs_previous_program"] == true
        }
        #expect(daemons.log.contains(reason))
        try daemons.installShell()
        _ = try await daemons.call("supervisor.restart", "deployd")
        try await eventually("it runs with the new program") {
            let state = try await daemons.state(of: "deployd")
            return state["state"] == "ready" && state["runs_previous_program"] != true
        }
        let after = try await daemons.allReady()
        for name in ScriptedDaemons.names where name != "deployd" { #expect(after[name] == pids[name]) }
        try await daemons.supervisor.stop()
    }

    @Test func `a daemon that waits for its next start is started at once when an operator restarts it`() async throws {
        let daemons = try ScriptedDaemons(settings: ["RESTART_BURST": "5"])
        try await daemons.start("[ $1 = deployd ] && exit 255; say READY=1; rest")
        try await eventually("it waits, and says why", within: .seconds(60)) {
            let state = try await daemons.state(of: "deployd")
            return state["state"] == "failing" && state["reason"] == "exited with status 255"
                && state["next_attempt_s"] != nil
        }
        try daemons.write("say READY=1; rest")
        let answer = try await daemons.call("supervisor.restart", "deployd")
        #expect(answer["result"]?["state"] == "starting", "\(answer)")
        try await daemons.allReady()
        try await daemons.supervisor.stop()
    }

    @Test func `who restarts a daemon that cannot run is told that it is not ready, and why`() async throws {
        let daemons = try ScriptedDaemons()
        try await daemons.start("[ $1 = deployd ] && { echo 'FOO is wrong' >&2; exit 78; }; say READY=1; rest")
        let run = try await CommandRun.of([
            BuiltPrograms.worker, "workerctl", "restart", "deployd", "--timeout", "2", "--runtime-dir",
            daemons.directory.file("run"),
        ])
        #expect(run.status == 1)
        #expect(run.output.contains("deployd is not ready after 2 s: failing: "), "\(run.output)")
        for other in try await daemons.all() where other["name"] != "deployd" { #expect(other["restarts"] == 0) }
        try await daemons.supervisor.stop()
    }

    @Test func `two restarts at once are one, and an unknown name changes nothing`() async throws {
        let daemons = try ScriptedDaemons()
        try await daemons.start("say READY=1; rest")
        try await daemons.allReady()
        async let first = daemons.call("supervisor.restart", "apid")
        async let second = daemons.call("supervisor.restart", "apid")
        let answers = try await [first, second]
        #expect(answers.allSatisfy { $0["result"]?["name"] == "apid" })
        try await daemons.allReady()
        let state = try await daemons.state(of: "apid")
        #expect(state["restarts"] == 0 && (4...5).contains(state["generation"]?.int ?? 0))
        for command in ["restart", "start", "stop"] {
            let answer = try await daemons.call("supervisor.\(command)", "cron")
            #expect(answer["error"]?["code"] == -32004)
            #expect(answer["error"]?["message"]?.string?.contains("probed, heartbeatd, deployd, apid") == true)
        }
        try await daemons.supervisor.stop()
    }

    @Test func `started is not ready: the node waits for the word, and for not longer than the time allowed`()
        async throws
    {
        let daemons = try ScriptedDaemons()
        try await daemons.start("[ $1 = probed ] || { say READY=1; rest; }; rest")
        let others = Array(ScriptedDaemons.names.dropFirst())
        try await eventually("the others are ready") {
            try await daemons.all().filter { others.contains($0["name"]?.string ?? "") }
                .allSatisfy { $0["state"] == "ready" }
        }
        let state = try await daemons.state(of: "probed")
        #expect(state["state"] == "starting" && state["startup_ms"] == nil)
        try daemons.write("sleep 1; say READY=1; rest")
        try await eventually("the time to start is over", within: .seconds(60)) {
            try await daemons.state(of: "probed")["last_exit"]?["cause"] == "start_timeout"
        }
        try await daemons.allReady(within: .seconds(60))
        #expect(try await daemons.state(of: "probed")["startup_ms"]?.double ?? 0 >= 1000)
        try await daemons.supervisor.stop()
    }
}
