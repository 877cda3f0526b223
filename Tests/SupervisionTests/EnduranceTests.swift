import EventLoop
import Glibc
import Logging
import NodeProtocol
import Supervision
import TestSupport
import Testing

/// What a supervisor must stand for years, in small. Measures its own process: runs apart from other tests.
@Suite(.eventLoop, .serialized, .timeLimit(.minutes(5)))
@LoopActor
struct EnduranceTests {
    private func supervise(
        _ script: String, policy: RestartPolicy, onChange: @escaping @LoopActor (SubsystemStatus) -> Void = { _ in }
    ) -> SubsystemSupervisor {
        SubsystemSupervisor(
            .probed, policy: policy, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            prepare: { _ throws(SystemError) in
                LaunchRequest(
                    executable: "/bin/sh", arguments: ["sh", "-c", script],
                    environment: ["PATH": "/usr/bin:/bin"], sockets: [], watchdogTimeout: .seconds(10))
            },
            onOutput: { _ in }, onChange: onChange)
    }

    @Test func `after two thousand restarts there are no more descriptors, no more memory and no zombies`() async throws
    {
        var policy = RestartPolicy()
        policy.immediateRestarts = 1_000_000
        var pids: Set<pid_t> = []
        let daemon = supervise("echo hello; printf 'READY=1' >&$NOTIFY_FD; exit 1", policy: policy) {
            if let pid = $0.pid { pids.insert(pid) }
        }
        daemon.start()
        try await eventually("200 restarts", within: .seconds(60)) { daemon.status.restarts > 200 }
        let descriptors = try openDescriptors()
        let memory = try residentPages()
        try await eventually("2000 restarts", within: .seconds(60)) { daemon.status.restarts > 2200 }
        try await eventually("descriptors are as many as before, not 2000 more") {
            try openDescriptors() <= descriptors + 10
        }
        #expect(try residentPages() <= memory + 1024, "4 MiB: 2 KiB a restart would show")
        daemon.stop()
        try await eventually("it has stopped") { daemon.isStopped }
        #expect(pids.count > 1000 && !pids.contains(where: isUnreaped))
    }

    @Test func `a daemon that floods with words harms nobody`() async throws {
        let flooding = supervise(
            "printf 'READY=1' >&$NOTIFY_FD; while :; do printf 'WATCHDOG=1' >&$NOTIFY_FD; done", policy: RestartPolicy()
        )
        flooding.start()
        let other = supervise("printf 'READY=1' >&$NOTIFY_FD; sleep 1000", policy: RestartPolicy())
        other.start()
        try await eventually("both are ready") {
            flooding.status.state == .ready && other.status.state == .ready
        }
        let memory = try residentPages()
        var served = 0
        let timer = EventLoop.main.every(.milliseconds(10)) { served += 1 }
        try await eventually("the loop serves everybody else") { served >= 100 }
        timer.cancel()
        #expect(try residentPages() <= memory + 8192)
        #expect(other.status.restarts == 0 && flooding.status.restarts == 0)
        for daemon in [flooding, other] {
            daemon.stop()
            try await eventually("it has stopped") { daemon.isStopped }
        }
    }

    private func openDescriptors() throws -> Int {
        let directory = try #require(opendir("/proc/self/fd"))
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        return count
    }

    private func residentPages() throws -> Int {
        let fields = try #require(contents(of: "/proc/self/statm")).split(separator: UInt8(ascii: " "))
        return try #require(Int(String(decoding: fields[1], as: UTF8.self)))
    }

    /// Whether it is still a child of this process, dead or alive.
    private func isUnreaped(_ pid: pid_t) -> Bool {
        var info = siginfo_t()
        return waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0
    }
}
