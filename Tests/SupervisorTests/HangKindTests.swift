import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// Every way of standing still is found out and ended; being slow is not standing still.
@Suite(.timeLimit(.minutes(10)))
struct HangKindTests {
    /// How the main loop of a script comes to a halt once it has been ready, however little it likes to be ended.
    private static let halts: [(what: String, script: String)] = [
        ("an endless loop", "while :; do :; done"),
        ("a deadlock", "exec 9>$own/lock; flock 9; flock $own/lock true"),
        ("a read that never returns", "mkfifo $own/fifo; read -r nothing <$own/fifo"),
        ("stopped by SIGSTOP", "kill -STOP $$"),
        ("deaf to SIGABRT", "trap '' ABRT TERM; while :; do :; done"),
        ("a closed channel", "exec 3>&- 4>&- 5>&- 6>&-; while :; do sleep 1; done"),
    ]

    @Test(arguments: halts.indices)
    func `a daemon whose main loop stands still is ended with SIGABRT, or SIGKILL, and replaced`(index: Int)
        async throws
    {
        let daemons = try ScriptedDaemons(settings: ["WATCHDOG_TIMEOUT": "2s"])
        let beat = "while :; do say WATCHDOG=1; sleep 0.3; done"
        try await daemons.start(
            """
            say READY=1
            [ $1 = deployd ] && [ ! -e $own/halted ] && { touch $own/halted; \(Self.halts[index].script); }
            \(beat)
            """)
        let state: JSON = try await eventually("it is replaced", within: .seconds(60)) { () -> JSON? in
            let state = try await daemons.state(of: "deployd")
            guard state["restarts"] == 1, state["state"] == "ready", state["last_exit"] != nil else {
                return JSON?.none
            }
            return state
        }
        #expect(state["last_exit"]?["cause"] == "watchdog", "\(Self.halts[index].what): \(state)")
        let signal = state["last_exit"]?["signal"]?.int
        #expect(signal == 9 || signal == 6)
        #expect(try await daemons.restarts() == [0, 0, 1, 0])
        try await daemons.supervisor.stop()
    }

    /// The main thread of a real daemon is held inside a system call, as by a disk that does not answer or a lock that
    /// is never released, while its other threads run on.
    @Test(arguments: ScriptedDaemons.names)
    func `a real daemon whose main thread is stuck in a call is ended and replaced`(daemon: String) async throws {
        let node = try TestNode(settings: ["WATCHDOG_TIMEOUT": "2s"])
        try await node.startAndRegister()
        try await allReady(node)
        let pid = try #require(try await node.pid(of: daemon))
        let strace = try await Strace(pid, ["-e", "inject=epoll_wait:delay_enter=30s"])
        try await eventually("\(daemon) is replaced and ready", within: .seconds(60)) {
            guard let state = try? await node.subsystem(daemon) else { return false }
            return state["state"] == "ready" && state["pid"]?.int != Int(pid)
        }
        #expect(try await node.subsystem(daemon)["last_exit"]?["cause"] == "watchdog")
        try await strace.end()
        try await node.supervisor.stop()
    }

    /// Frozen, a process is not even ended by SIGKILL, like one that waits for a dead disk.
    @Test(.enabled(if: Cgroup.has("freezer"), "there is no control group for freezing that can be written"))
    func `a daemon that even SIGKILL does not end harms no other, and is replaced when it is gone`() async throws {
        let daemons = try ScriptedDaemons(settings: ["WATCHDOG_TIMEOUT": "2s"])
        try await daemons.start("say READY=1; while :; do say WATCHDOG=1; sleep 0.3; done")
        let pids = try await daemons.allReady()
        let group = try Cgroup("freezer")
        defer { group.end() }
        let victim = try #require(pids["probed"])
        try group.add(victim)
        try group.set("freezer.state", "FROZEN")
        defer { try? group.set("freezer.state", "THAWED") }
        try await eventually("it is being ended for its silence", within: .seconds(60)) {
            let state = try await daemons.state(of: "probed")
            return state["state"] == "stopping" && state["reason"] == "watchdog"
        }
        try await Task.sleep(for: .seconds(3))  // in which SIGKILL is sent, and does nothing
        #expect(try await daemons.state(of: "probed")["pid"]?.int == Int(victim), "no second one beside it")
        #expect(try await daemons.restarts() == [0, 0, 0, 0])
        try group.set("freezer.state", "THAWED")
        try await eventually("it is replaced", within: .seconds(60)) {
            let state = try await daemons.state(of: "probed")
            return state["restarts"] == 1 && state["state"] == "ready"
        }
        try await daemons.supervisor.stop()
    }

    @Test(.enabled(if: Cgroup.has("cpu"), "there is no control group for the processor that can be written"))
    func `a node that gets a hundredth of a processor loses no daemon to the watchdog`() async throws {
        let node = try TestNode(settings: ["WATCHDOG_TIMEOUT": "6s"])
        try await node.conductor.start()
        let supervisor = try await node.supervisor.start()
        _ = try await node.workerID()
        try await allReady(node)
        let group = try Cgroup("cpu", limits: ["cpu.cfs_period_us": "100000", "cpu.cfs_quota_us": "1000"])
        defer { group.end() }
        for child in ProcessFacts.children(of: supervisor) { try group.add(child.pid) }
        try group.add(supervisor)
        try await Task.sleep(for: .seconds(15))  // of starvation
        try group.set("cpu.cfs_quota_us", "-1")
        try await allReady(node)
        for name in ScriptedDaemons.names {
            let state = try await node.subsystem(name)
            #expect(state["restarts"] == 0 && state["generation"] == 1, "\(state)")
        }
        try await node.supervisor.stop()
    }

    @Test func `a daemon may be silent for as long as its own time-out says`() async throws {
        let daemons = try ScriptedDaemons(settings: ["WATCHDOG_TIMEOUT": "2s", "WATCHDOG_TIMEOUT_PROBED": "1h"])
        try await daemons.start(
            """
            say READY=1
            while :; do [ -e $own/halt-$1 ] && rm $own/halt-$1 && kill -STOP $$; say WATCHDOG=1; sleep 0.1; done
            """)
        let pids = try await daemons.allReady()
        let patient = try #require(pids["probed"])
        try daemons.directory.write([], to: "own/halt-probed")
        try await eventually("probed stands still") { ProcessFacts.status(patient, "State")?.first == "T" }
        try daemons.directory.write([], to: "own/halt-deployd")
        try await eventually("deployd is replaced for its silence") {
            let state = try await daemons.state(of: "deployd")
            return state["restarts"] == 1 && state["last_exit"]?["cause"] == "watchdog"
        }
        let state = try await daemons.state(of: "probed")
        #expect(state["state"] == "ready" && state["pid"]?.int == Int(patient), "silent for longer, and left alone")
        #expect(ProcessFacts.status(patient, "State")?.first == "T")
        kill(patient, SIGCONT)
        try await daemons.supervisor.stop()
    }

    /// Locked for several time-outs: what would write the database waits on a thread of its own.
    @Test(arguments: ["run/status.db", "state/deployd.db"])
    func `a locked database is no reason to end a daemon`(database: String) async throws {
        let node = try TestNode(settings: ["WATCHDOG_TIMEOUT": "1s"])
        try await node.startAndRegister()
        try await allReady(node)
        var lock = LogIndexLock(database: node.directory.file(database), .everybody)
        try #require(lock != nil)
        let instruction = try await node.instruct(["action": "stop", "service": "nobody"])
        try await Task.sleep(for: .seconds(5))
        lock = nil
        try await allReady(node)
        for name in ScriptedDaemons.names {
            let state = try await node.subsystem(name)
            #expect(state["restarts"] == 0 && state["generation"] == 1, "\(state)")
        }
        _ = try await node.outcome(of: instruction)
        try await node.supervisor.stop()
    }

    /// Each fsync(2) takes three time-outs: of the identity that is stored, of the instruction that is.
    @Test func `a disk that is slow, but answers, is no reason to end a daemon`() async throws {
        let node = try TestNode(settings: ["WATCHDOG_TIMEOUT": "1s"])
        try await node.supervisor.start()
        try await allReady(node)
        var traces: [(daemon: String, trace: Strace)] = []
        for daemon in ["heartbeatd", "deployd"] {
            let pid = try #require(try await node.pid(of: daemon))
            let calls = "fsync,fdatasync"
            traces.append(
                (
                    daemon,
                    try await Strace(
                        pid, ["-f", "-e", "trace=\(calls)", "-e", "inject=\(calls):delay_enter=3s"],
                        output: node.directory.file("strace.\(daemon)"))
                ))
        }
        try await node.conductor.start()
        let instruction = try await node.instruct(["action": "stop", "service": "nobody"])
        _ = try await node.outcome(of: instruction)
        for (daemon, trace) in traces {
            try await trace.end()
            let calls = contents(of: node.directory.file("strace.\(daemon)")) ?? []
            #expect(String(decoding: calls, as: UTF8.self).contains("DELAYED"), "\(daemon) waited for the disk")
        }
        try await allReady(node)
        for name in ScriptedDaemons.names {
            let state = try await node.subsystem(name)
            #expect(state["restarts"] == 0 && state["generation"] == 1, "\(state)")
        }
        try await node.supervisor.stop()
    }

    private func allReady(_ node: TestNode) async throws {
        do {
            try await eventually("all daemons are ready", within: .seconds(60)) {
                guard let all = try? await node.get("/subsystems").body["subsystems"]?.array else { return false }
                return all.count == 4 && all.allSatisfy { $0["state"] == "ready" }
            }
        } catch {
            throw Failed(description: "\(error)\n\(node.log.suffix(3000))")
        }
    }
}

struct Failed: Error, CustomStringConvertible {
    let description: String
}
