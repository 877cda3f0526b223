import Foundation
import Glibc
import JSON
import Synchronization
import TestSupport
import Testing

/// A supervisor that is killed takes nothing with it, and the next one takes over what runs.
@Suite(.timeLimit(.minutes(10)))
struct AdoptionTests {
    @Test func `daemons serve on without a supervisor, and the next one adopts them`() async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        try await node.expectAllReady()
        let pids = try await node.pids()
        let prober = ConnectionProber(port: node.port)
        let probing = Task { await prober.run() }

        try await node.supervisor.kill()
        let seen = try await node.workers().first?["last_seen"]
        try await eventually("a heartbeat has come without a supervisor") {
            try await node.workers().first?["last_seen"] != seen
        }
        #expect(try await node.get("/health").status == 200)

        try await startAgain(node)
        #expect(try await node.pids() == pids)
        for daemon in TestNode.daemons {
            let socket = node.directory.file("run/\(daemon).sock")
            let answer = try await offThread { try PlainIPC.call(socket, "ping") }
            #expect(answer["result"] != nil, "\(daemon) is reached at the socket that it serves")
            let state = try await node.subsystem(daemon)
            #expect(state["restarts"] == 0 && state["generation"] == 1)
            try await eventually("what \(daemon) writes is heard again, and what it wrote meanwhile") {
                node.log.contains("\(daemon): the supervisor is gone")
                    && node.log.contains("\(daemon): another supervisor has taken over")
            }
        }

        for daemon in TestNode.daemons {
            let pid = try #require(pids[daemon])
            kill(pid, SIGKILL)
            try await eventually("\(daemon) is replaced and ready") {
                guard let state = try? await node.subsystem(daemon) else { return false }
                return state["state"] == "ready" && state["pid"]?.int != Int(pid)
            }
            let state = try await node.subsystem(daemon)
            #expect(state["restarts"] == 1 && state["generation"] == 2)
            #expect(state["last_exit"]?["requested"] == false)
        }
        prober.stop()
        await probing.value
        #expect(prober.refused == 0)
        try await node.supervisor.stop()
    }

    @Test func `history outlives two supervisors, and a daemon that was stopped stays stopped`() async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        try await node.expectAllReady()
        let pid = try #require(try await node.pid(of: "heartbeatd"))
        kill(pid, SIGKILL)
        try await eventually("heartbeatd is replaced") {
            let state = try await node.subsystem("heartbeatd")
            return state["state"] == "ready" && state["restarts"] == 1
        }
        let before = try await node.pids()
        for _ in 0..<2 {
            try await node.supervisor.kill()
            try await startAgain(node)
        }
        #expect(try await node.pids() == before)
        let state = try await node.subsystem("heartbeatd")
        #expect(state["restarts"] == 1 && state["generation"] == 2)
        let exit = state["last_exit"]
        #expect(exit?["signal"] == 9 && exit?["pid"]?.int == Int(pid) && exit?["generation"] == 1)
        #expect(
            exit?["max_rss_bytes"]?.int ?? 0 > 1 << 20 && exit?["user_cpu_s"] != nil && exit?["system_cpu_s"] != nil)
        try await node.supervisor.stop()
        #expect(contents(of: node.directory.file("run/supervisor.json")) == nil)
    }

    @Test func `a daemon that cannot introduce itself is ended and replaced`() async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        try await node.expectAllReady()
        let pid = try #require(try await node.pid(of: "probed"))
        try await node.supervisor.kill()
        kill(pid, SIGSTOP)
        try await node.supervisor.start()
        try await eventually("probed is replaced", within: .seconds(60)) {
            guard let state = try? await node.subsystem("probed") else { return false }
            return state["state"] == "ready" && state["pid"]?.int != Int(pid)
        }
        #expect(kill(pid, 0) == -1 || isZombie(pid))
        try await node.supervisor.stop()
    }

    @Test func `damaged leftovers are no obstacle`() async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        try await node.expectAllReady()
        let pids = try await node.pids()
        try await node.supervisor.kill()
        try node.directory.write(Array("{\"version\":1,\"subsystems\":[{".utf8), to: "run/supervisor.json")
        try await startAgain(node)
        #expect(try await node.pids() == pids)
        try await node.supervisor.stop()
    }

    @Test func `a hundred kills of the supervisor at any moment: never two of a role, nobody refused, nothing lost`()
        async throws
    {
        let node = try TestNode(settings: ["RESTART_BURST": "1000"])
        try await node.startAndRegister()
        try await node.expectAllReady()
        let prober = ConnectionProber(port: node.port)
        let probing = Task { await prober.run() }
        let sampler = RoleSampler(directory: node.directory.file("run"), roles: TestNode.daemons + ["supervisor"])
        let sampling = Task { await sampler.run() }

        for round in 0..<100 {
            if round % 2 == 1, let victim = TestNode.daemons.randomElement(), let pid = try? await node.pid(of: victim)
            {
                kill(pid, SIGKILL)  // so that the supervisor dies in the middle of a restart
            }
            usleep(.random(in: 0...20_000))  // the moment itself, not a wait for one
            try await node.supervisor.kill()
            if round % 3 == 0 { usleep(.random(in: 0...100_000)) }
            if round % 4 == 0 {
                try await node.supervisor.start()
            } else {
                try await startAgain(node)
            }
        }
        try await node.supervisor.kill()
        try await startAgain(node)
        sampler.stop()
        prober.stop()
        await sampling.value
        await probing.value
        #expect(prober.refused == 0, "\(node.log)")
        #expect(prober.accepted > 100)
        #expect(sampler.doubles == [])
        #expect(sampler.samples > 100)
        #expect(try await node.workers().count == 1)
        try await node.supervisor.stop()
    }

    /// Starts the next supervisor and waits until it, and not apid's memory, says that all are ready.
    private func startAgain(_ node: TestNode) async throws {
        let before = node.log.components(separatedBy: Self.ready).count
        try await node.supervisor.start()
        try await eventually("the next supervisor has all ready", within: .seconds(60)) {
            node.log.components(separatedBy: Self.ready).count > before
        }
        try await node.expectAllReady()
    }

    private static let ready = "the node is ready"
}

/// Whether a process that is no child of ours is a zombie.
private func isZombie(_ pid: pid_t) -> Bool {
    contents(of: "/proc/\(pid)/stat").map { String(decoding: $0, as: UTF8.self).contains(") Z ") } ?? false
}

/// Looks again and again how many processes hold the lock of each role: /proc/locks has a line for each.
///
/// The kernel writes that table page by page, so a lock that changes hands meanwhile can be in it twice. Two holders
/// are two that a second look, at once, still finds.
private final class RoleSampler: Sendable {
    private struct Counts {
        var samples = 0
        var doubles: [String] = []
        var isStopped = false
    }

    private let locks: [String]
    private let counts = Mutex(Counts())

    init(directory: String, roles: [String]) { locks = roles.map { "\(directory)/\($0).lock" } }

    var samples: Int { counts.withLock(\.samples) }
    var doubles: [String] { counts.withLock(\.doubles) }
    func stop() { counts.withLock { $0.isStopped = true } }

    func run() async {
        while !counts.withLock(\.isStopped) {
            for path in locks {
                let first = Self.holders(of: path)
                guard first.count > 1 else { continue }
                let both = first.intersection(Self.holders(of: path))
                if both.count > 1 { counts.withLock { $0.doubles.append("\(path): \(both.sorted())") } }
            }
            counts.withLock { $0.samples += 1 }
            try? await Task.sleep(for: .milliseconds(2))
        }
    }

    /// A line reads `3: FLOCK  ADVISORY  WRITE 4711 fe:01:393265 0 EOF`.
    private static func holders(of path: String) -> Set<Substring> {
        var info = stat()
        guard stat(path, &info) == 0, let table = contents(of: "/proc/locks") else { return [] }
        let lines = String(decoding: table, as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ") }
        return Set(
            lines.filter { $0.count == 8 && $0[1] == "FLOCK" && $0[5].hasSuffix(":\(info.st_ino)") }.map { $0[4] })
    }
}
