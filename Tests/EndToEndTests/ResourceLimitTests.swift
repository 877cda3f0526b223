import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// Memory limits and the order at the disk, seen from outside.
@Suite(.timeLimit(.minutes(10)))
struct ResourceLimitTests {
    @Test func `each daemon lives in a control group with its own memory limit, and a stop leaves none behind`()
        async throws
    {
        let node = try TestNode(settings: ["MEMORY_LIMIT": "256m", "MEMORY_LIMIT_PROBED": "96m"])
        try await node.startAndRegister()
        var groups: [String] = []
        for (daemon, limit) in [("probed", 96), ("heartbeatd", 256), ("deployd", 256), ("apid", 256)] {
            let pid = try #require(try await node.pid(of: daemon))
            let group = try #require(memoryGroup(of: pid))
            #expect(group.hasSuffix("-\(daemon)"))
            #expect(text(group + "/memory.limit_in_bytes") == "\(limit << 20)\n")
            groups.append(group)
        }
        #expect(Set(groups).count == 4)
        try await node.supervisor.stop()
        for group in groups { #expect(access(group, F_OK) != 0) }
    }

    /// Others in its group take the memory, each less than what probed, the first to go, is reckoned to have: half of the
    /// limit, by its oom_score_adj (proc_pid_oom_score_adj(5)).
    @Test func `a daemon that the kernel ends for want of memory is told as out of memory, and runs again`()
        async throws
    {
        let node = try TestNode(settings: ["MEMORY_LIMIT_PROBED": "64m"])
        try await node.startAndRegister()
        try await node.expectAllReady()
        let pid = try #require(try await node.pid(of: "probed"))
        let group = try #require(memoryGroup(of: pid))
        let text = """
            my ($group, $pid) = @ARGV;
            open my $file, ">", "$group/cgroup.procs" or die "$group: $!";
            syswrite $file, $$ or die "$group: $!";
            for (1 .. 12) { last unless fork }
            alarm 60;
            my @taken;
            while (kill 0, $pid) { @taken < 128 ? push @taken, "x" x 65536 : select undef, undef, undef, 0.01 }
            1 while wait > 0;
            """
        // Some of them may have to go too, before it is gone.
        _ = try await CommandRun.of(["perl", "-e", text, group, "\(pid)"])
        try await eventually("it runs again, and what happened is told", within: .seconds(60)) {
            let state = try await node.subsystem("probed")
            return state["state"] == "ready" && state["last_exit"]?["cause"] == "out_of_memory"
        }
        let state = try await node.subsystem("probed")
        #expect(state["pid"]?.int != Int(pid) && state["last_exit"]?["signal"] == 9)
        for other in TestNode.daemons.dropFirst() { #expect(try await node.subsystem(other)["restarts"] == 0) }
        try await node.supervisor.stop()
    }

    @Test func `measuring yields the disk to everybody, and the heartbeat goes first`() async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        for (daemon, priority) in [
            ("probed", "idle"), ("heartbeatd", "best-effort: prio 2"), ("deployd", "none: prio 0"),
            ("apid", "none: prio 0"),
        ] {
            let pid = try #require(try await node.pid(of: daemon))
            #expect(try await ionice(pid) == priority + "\n", "\(daemon)")
        }
        try await node.supervisor.stop()
    }

    /// Where the memory hierarchy (version 1) is mounted, followed by the process's place in it.
    private func memoryGroup(of pid: pid_t) -> String? {
        let line = text("/proc/\(pid)/cgroup").split(separator: "\n").first { $0.contains(":memory:") }
        return line?.split(separator: ":").last.map { "/sys/fs/cgroup/memory" + $0 }
    }

    private func text(_ path: String) -> String {
        contents(of: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// What util-linux's ionice(1) says.
    private func ionice(_ pid: pid_t) async throws -> String {
        try await CommandRun.output(of: ["ionice", "-p", "\(pid)"])
    }
}
