import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// The machine runs out of something while a daemon has to be started: it is told, and made up for.
@Suite(.timeLimit(.minutes(10)))
struct ExhaustionTests {
    private static let steady = "say READY=1; rest"

    /// Kills probed, so often, waits until it has failed to start for `reason`, lets `relief` happen, and waits until it
    /// runs.
    private func expectRecovery(
        _ daemons: ScriptedDaemons, reason: String, kills: Int = 1, onset: () async throws -> Void = {},
        relief: () async throws -> Void
    ) async throws {
        let pids = try await daemons.allReady()
        try await onset()
        var killed = try #require(pids["probed"])
        kill(killed, SIGKILL)
        for _ in 1..<kills {
            killed = try await eventually("it runs again") {
                try await daemons.allReady()["probed"].flatMap { $0 == killed ? nil : $0 }
            }
            kill(killed, SIGKILL)
        }
        try await eventually("it is told: \(reason)", within: .seconds(60)) { daemons.log.contains(reason) }
        try await relief()
        let after = try await daemons.allReady(within: .seconds(60))
        for name in ScriptedDaemons.names.dropFirst() { #expect(after[name] == pids[name]) }
    }

    /// strace makes the next calls fail as a kernel without memory or descriptors would.
    @Test(arguments: [
        ("vfork", "ENOMEM", "Cannot allocate memory"), ("vfork", "EAGAIN", "Resource temporarily unavailable"),
        ("pipe2", "EMFILE", "Too many open files"), ("socketpair", "ENFILE", "Too many open files in system"),
        ("pidfd_open", "EMFILE", "Too many open files"), ("pidfd_open", "ENOMEM", "Cannot allocate memory"),
    ])
    func `a call that fails delays one start and loses no daemon`(call: String, code: String, reason: String)
        async throws
    {
        // What the channels of a start are made of was made while the daemon ran; only the second start lacks them. For
        // the other three daemons they may still be being made, which fails without a word.
        let isOfChannels = ["pipe2", "socketpair"].contains(call)
        let failures = isOfChannels ? "1..8" : "1..3"
        let daemons = try ScriptedDaemons()
        let supervisor = try await daemons.start(Self.steady)
        var strace: Strace?
        try await expectRecovery(
            daemons, reason: reason, kills: isOfChannels ? 2 : 1,
            onset: {
                strace = try await Strace(
                    supervisor,
                    ["-e", "trace=\(call),epoll_wait", "-e", "inject=\(call):error=\(code):when=\(failures)"],
                    output: daemons.directory.file("strace"))
            }, relief: {})
        try await strace?.end()
        #expect(daemons.text(of: "strace").contains("(INJECTED)"))
        try await eventually("of each daemon it has one descriptor, and of those that came to nothing none") {
            ProcessFacts.descriptors(supervisor).count { $0 == "anon_inode:[pidfd]" } == ScriptedDaemons.names.count
        }
        try await daemons.supervisor.stop()
    }

    @Test func `a supervisor without a descriptor left goes on, and starts what is missing when there are some`()
        async throws
    {
        let daemons = try ScriptedDaemons()
        let supervisor = try await daemons.start(Self.steady)
        func limit(_ count: Int) async throws {
            try await CommandRun.output(of: ["prlimit", "--pid", "\(supervisor)", "--nofile=\(count):4096"])
        }
        // Whatever it opens gets the lowest free number, and none of those below 3 is free.
        try await expectRecovery(
            daemons, reason: "Too many open files", onset: { try await limit(3) },
            relief: { try await limit(1024) })
        try await daemons.supervisor.stop()
    }

    @Test(.enabled(if: Cgroup.has("pids"), "there is no control group for processes that can be written"))
    func `a supervisor that may start no process goes on, and starts what is missing when it may`() async throws {
        let daemons = try ScriptedDaemons()
        let supervisor = try await daemons.start(Self.steady)
        try await daemons.allReady()
        let group = try Cgroup("pids")
        defer { group.end() }
        try group.add(supervisor)
        try group.set("pids.max", "1")
        try await expectRecovery(daemons, reason: "Resource temporarily unavailable") {
            try group.set("pids.max", "max")
        }
        try await daemons.supervisor.stop()
    }

    /// Swift ends a process whose memory cannot be had, which no code can prevent: malloc(3) fails for the supervisor by a
    /// limit of its address space.
    @Test func `a supervisor that gets no memory ends; its daemons serve on, and the next one takes them over`()
        async throws
    {
        let node = try TestNode()
        try await node.conductor.start()
        let supervisor = try await node.supervisor.start()
        _ = try await node.workerID()
        try await node.expectAllReady()
        let pids = try await node.pids()
        let size = try #require(
            ProcessFacts.status(supervisor, "VmSize")?.split(separator: " ").first.flatMap { Int($0) })
        try await CommandRun.output(of: ["prlimit", "--pid", "\(supervisor)", "--as=\((size + 64) << 10)"])
        let control = node.directory.file("run/supervisor.sock")
        let padding = String(repeating: "x", count: 900_000)
        try await eventually("it has ended") {
            _ = try? await offThread { try PlainIPC.call(control, "ping", ["padding": .string(padding)]) }
            return ProcessFacts.hasEnded(supervisor)
        }
        #expect(try await node.supervisor.wait() == 128 + Int(SIGABRT))
        #expect(try await node.get("/health").status == 200)
        try await node.supervisor.start()
        try await eventually("all are taken over") {
            node.log.components(separatedBy: "another supervisor has taken over").count == 5
        }
        #expect(try await node.pids() == pids)
        try await node.expectAllReady(restarts: 0)
        try await node.supervisor.stop()
    }
}
