import EventLoop
import Glibc
import Logging
import NodeProtocol
import TestSupport
import Testing

@testable import Supervision

/// Memory limits by control groups, on the machine's own hierarchy; and where groups are found.
@Suite(.eventLoop, .timeLimit(.minutes(5)))
@LoopActor
struct MemoryGroupsTests {
    @Test func `a daemon that grows over its limit is killed, told as out of memory, and started again`() async throws {
        let groups = try #require(
            MemoryGroups(
                node: "test\(getpid())", membership: text("/proc/self/cgroup"), mounts: text("/proc/self/mountinfo")))
        var policy = RestartPolicy()
        policy.immediateRestarts = 1_000_000
        let hungry = SubsystemSupervisor(
            .probed, policy: policy, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            prepare: { _ throws(SystemError) in
                var request = LaunchRequest(
                    executable: "/bin/sh",
                    arguments: ["sh", "-c", "printf READY=1 >&$NOTIFY_FD; exec tail -n 1 /dev/zero"],
                    environment: ["PATH": "/usr/bin:/bin"], sockets: [], watchdogTimeout: .seconds(10))
                request.memoryBound = .controlGroup(processList: try groups.prepare(.probed, limit: 32 << 20))
                return request
            },
            outOfMemoryKills: { groups.killCount(.probed) }, onOutput: { _ in }, onChange: { _ in })
        defer { hungry.kill() }
        hungry.start()
        try await eventually("it is started again", within: .seconds(60)) {
            hungry.status.restarts > 0 && hungry.status.lastExit?.cause == .outOfMemory
        }
        hungry.stop()
        try await eventually("it has stopped", within: .seconds(60)) { hungry.isStopped }
        try await eventually("the group can be removed", within: .seconds(60)) {
            groups.remove(.probed)
            return groups.killCount(.probed) == 0
        }
    }

    @Test func `the limit of address space stands in for groups`() async throws {
        var request = LaunchRequest(
            executable: "/bin/sh", arguments: ["sh", "-c", "ulimit -v"], environment: ["PATH": "/usr/bin:/bin"],
            sockets: [], watchdogTimeout: .seconds(10))
        request.memoryBound = .addressSpace(64 << 20)
        let process = try DaemonProcess(request)
        var lines: [String] = []
        var hasEnded = false
        process.onOutput = { lines += $0 }
        process.onExit = { _ in
            process.finish()
            hasEnded = true
        }
        try process.watch()
        try await eventually("it has ended") { hasEnded }
        #expect(lines == ["\(64 << 10)"])
    }

    @Test func `where a container shows only a part of the hierarchy, its own group is found in it`() throws {
        let directory = try TemporaryDirectory()
        mkdir(directory.file("inner"), 0o755)
        let mounts = """
            30 20 0:20 / /proc rw - proc proc rw
            31 20 0:30 /docker/abc \(directory.path) rw,nosuid - cgroup cgroup rw,memory
            """
        let groups = try #require(
            MemoryGroups(node: "n", membership: "4:cpu:/x\n9:memory:/docker/abc/inner\n0::/\n", mounts: mounts))
        // A plain directory has no memory.limit_in_bytes: the path that is missed tells where it was looked for.
        #expect(
            throws: SystemError("open", directory.file("inner/aerekos-n-probed/memory.limit_in_bytes"), errno: ENOENT)
        ) {
            try groups.prepare(.probed, limit: 1 << 30)
        }
    }

    /// Plain files stand in for the hierarchy's.
    @Test func `with version 2 all that is left in a daemon's group is killed by the kernel's own switch`() throws {
        let directory = try TemporaryDirectory()
        let group = "aerekos-n-probed"
        for (name, text) in [("cgroup.controllers", "cpu memory\n"), ("cgroup.subtree_control", "memory\n")] {
            try directory.write(Array(text.utf8), to: name)
        }
        mkdir(directory.file(group), 0o755)
        let mounts = "31 20 0:30 / \(directory.path) rw,nosuid - cgroup2 cgroup2 rw"
        let groups = try #require(MemoryGroups(node: "n", membership: "0::/\n", mounts: mounts))
        groups.endAll(.probed)  // there is no such file before Linux 5.14
        for name in ["memory.max", "cgroup.kill"] { try directory.write([], to: "\(group)/\(name)") }
        #expect(try groups.prepare(.probed, limit: 1 << 30) == directory.file("\(group)/cgroup.procs"))
        groups.endAll(.probed)
        #expect(contents(of: directory.file("\(group)/cgroup.kill")) == Array("1".utf8))
    }

    @Test func `a daemon's group is emptied after its end and before its successor joins it`() async throws {
        var generations: [Int] = []
        var daemon: SubsystemSupervisor?
        daemon = SubsystemSupervisor(
            .probed, policy: RestartPolicy(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            prepare: { _ throws(SystemError) in
                LaunchRequest(
                    executable: "/bin/sh", arguments: ["sh", "-c", "printf READY=1 >&$NOTIFY_FD; sleep 1000"],
                    environment: ["PATH": "/usr/bin:/bin"], sockets: [], watchdogTimeout: .seconds(10))
            },
            endGroup: { generations.append(daemon?.status.generation ?? 0) }, onOutput: { _ in }, onChange: { _ in })
        defer { daemon?.kill() }
        daemon?.start()
        for generation in 1...2 {
            try await eventually("generation \(generation) is ready") {
                daemon?.status.state == .ready && daemon?.status.generation == generation
            }
            daemon?.kill()
        }
        try await eventually("a third is ready") { daemon?.status.generation == 3 && daemon?.status.state == .ready }
        daemon?.stop()
        try await eventually("it has stopped") { daemon?.isStopped == true }
        #expect(generations == [1, 2, 3])
        daemon = nil
    }

    @Test(arguments: ["", "0::/", "nonsense", "4:cpu:/x\n"])
    func `where there is no group for memory there is none`(membership: String) {
        #expect(MemoryGroups(node: "n", membership: membership, mounts: "31 20 0:30 / /sys rw - sysfs sysfs rw") == nil)
    }

    private func text(_ path: String) -> String {
        contents(of: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
