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
    @Test(arguments: ["heartbeatd", "deployd", "apid"])
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

    /// status.db is locked for several time-outs: what would write it waits on its own thread.
    @Test func `a locked status cache is no reason to end a daemon`() async throws {
        let node = try TestNode(settings: ["WATCHDOG_TIMEOUT": "2s"])
        try await node.startAndRegister()
        try await allReady(node)
        let path = node.directory.file("run/status.db")
        let lock = try FileLock(path)
        try await Task.sleep(for: .seconds(8))
        lock.release()
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

/// Locks that SQLite takes on a database and its shared memory (fcntl(2), https://sqlite.org/walformat.html, section
/// 2.3), held by this process: every writer finds the database busy.
final class FileLock {
    private let descriptor: Int32

    init(_ database: String) throws {
        descriptor = open(database + "-shm", O_RDWR | O_CLOEXEC)
        // Byte 120 is WAL_WRITE_LOCK, 121 WAL_CKPT_LOCK.
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = 120
        lock.l_len = 2
        guard descriptor >= 0 else { throw Failed(description: "there is no \(database)-shm") }
        for _ in 0..<2000 where fcntl(descriptor, F_SETLK, &lock) != 0 { usleep(1000) }
    }

    func release() { close(descriptor) }
}
