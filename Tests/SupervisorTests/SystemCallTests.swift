import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// What the supervisor asks of the kernel, seen by strace(1).
@Suite(.timeLimit(.minutes(10)))
struct SystemCallTests {
    /// Kills probed fifty times under strace; the lines, without those of the children.
    private func trace(_ options: [String]) async throws -> (supervisor: pid_t, lines: [String], restarts: Int) {
        let daemons = try ScriptedDaemons()
        let supervisor = try await daemons.start("say READY=1; rest")
        var pids = try await daemons.allReady()
        let output = daemons.directory.file("strace")
        let strace = try await Strace(supervisor, options, output: output)
        let state = daemons.directory.file("run/supervisor.json")
        for _ in 0..<50 {
            let before = pids["probed"] ?? 0
            kill(before, SIGKILL)
            // Without asking the supervisor, whose answers would be counted.
            pids["probed"] = try await eventually("it is replaced and ready", within: .seconds(60)) {
                let all = (try? JSON(parsing: contents(of: state) ?? []))?["subsystems"]?.array ?? []
                let now = all.first { $0["name"] == "probed" }
                guard now?["ready"] == true, let pid = now?["process"]?["pid"]?.int, pid != Int(before) else {
                    return nil
                }
                return pid_t(pid)
            }
        }
        try await strace.end()
        let lines = daemons.text(of: "strace").split(separator: "\n").map(String.init)
        try await daemons.supervisor.stop()
        return (supervisor, lines, 50)
    }

    @Test func `a restart costs the supervisor few calls`() async throws {
        let (_, lines, restarts) = try await trace([])
        let calls = lines.filter { $0.contains("(") && !$0.contains("resumed>") && !$0.hasPrefix("---") }
        print("\(Double(calls.count) / Double(restarts)) system calls a restart")
        #expect(calls.count < restarts * 46)
        let clocks = lines.filter { $0.contains("CLOCK_") }
        #expect(clocks.allSatisfy { !$0.contains("CLOCK_REALTIME") }, "deadlines are those of the monotonic clock")
        #expect(lines.allSatisfy { !$0.contains("timerfd_") && !$0.contains("setitimer") && !$0.contains("alarm(") })
    }

    @Test func `processes are started by the main thread alone, by vfork, and none is tied to a thread's life`()
        async throws
    {
        let (supervisor, lines, restarts) = try await trace([
            "-f", "-e", "trace=fork,vfork,clone,clone3,prctl,execve", "-e", "signal=none",
        ])
        let starts = lines.filter { line in
            ["fork(", "clone(", "clone3("].contains { (call: String) in line.contains(call) }
        }
        #expect(starts.filter { $0.contains("vfork(") && $0.hasPrefix("\(supervisor) ") }.count >= restarts)
        // The children, a shell each, may do as they like.
        #expect(starts.allSatisfy { !$0.hasPrefix("\(supervisor) ") || $0.contains("vfork(") })
        #expect(lines.allSatisfy { !$0.contains("PR_SET_PDEATHSIG") })
    }

    @Test func `the supervisor has one thread, whatever it does`() async throws {
        let daemons = try ScriptedDaemons()
        let supervisor = try await daemons.start("say READY=1; [ $1 = probed ] && exit 1; rest")
        for _ in 0..<20 {
            #expect(ProcessFacts.status(supervisor, "Threads") == "1")
            _ = try await daemons.restarts()
        }
        try await daemons.supervisor.stop()
    }

    /// libfaketime gives the supervisor, not its daemons, a clock that the test sets.
    @Test(arguments: ["+3600", "-3600", "+315360000", "-315360000"])
    func `a wall clock that is set changes no deadline`(step: String) async throws {
        let libraries = ["x86_64", "aarch64"].map { "/usr/lib/\($0)-linux-gnu/faketime/libfaketimeMT.so.1" }
        let library = libraries.first { (path: String) in access(path, R_OK) == 0 }
        let clock = try TemporaryDirectory()
        try clock.write(Array("+0\n".utf8), to: "clock")
        let daemons = try ScriptedDaemons(settings: [
            "LD_PRELOAD": try #require(library, "the package faketime is needed"), "DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_TIMESTAMP_FILE": clock.file("clock"), "FAKETIME_NO_CACHE": "1", "WATCHDOG_TIMEOUT": "5s",
            "RESTART_BURST": "5",
        ])
        try await daemons.start(
            "[ $1 = probed ] && exit 1; say READY=1; while :; do say WATCHDOG=1; sleep 0.5; done")
        try await eventually("probed waits") {
            try await daemons.state(of: "probed")["generation"]?.int ?? 0 > ScriptedDaemons.firstGeneration + 1
        }
        let before = try await daemons.state(of: "probed")
        try clock.write(Array("\(step)\n".utf8), to: "clock")
        try await eventually("its next start comes in its time", within: .seconds(60)) {
            try await daemons.state(of: "probed")["generation"]?.int ?? 0 > before["generation"]?.int ?? 0
        }
        let after = try await daemons.state(of: "probed")
        #expect(after["since"]?.string?.prefix(10) != before["since"]?.string?.prefix(10) || step.count == 5)
        #expect(after["next_attempt_s"]?.double ?? 0 <= 30)
        #expect(try await daemons.restarts().dropFirst().allSatisfy { $0 == 0 })
        try await daemons.supervisor.stop()
    }
}
