import Glibc
import TestSupport
import Testing

/// What each real daemon has been given, seen from outside.
@Suite(.timeLimit(.minutes(10)))
struct ChildEnvironmentTests {
    /// Listening sockets, and whether it holds the API's.
    static let expected: [(daemon: String, handed: Int, oomScore: Int, nice: Int)] = [
        ("probed", 1, 500, 5), ("heartbeatd", 2, -500, 0), ("deployd", 2, 0, 0), ("apid", 2, 0, 0),
    ]

    @Test func `descriptors, limits, OOM score and privileges of each daemon are those declared`() async throws {
        let node = try TestNode()
        try await node.conductor.start()
        let supervisor = try await node.supervisor.start()
        _ = try await node.workerID()
        // CAP_SYS_RESOURCE, without which a score cannot be lowered: capabilities(7).
        let capabilities = text("/proc/\(supervisor)/status").split(separator: "\n").first { $0.hasPrefix("CapEff:") }
        let mask = capabilities?.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) } ?? 0
        let isPrivileged = mask & (1 << 24) != 0
        if isPrivileged { #expect(text("/proc/\(supervisor)/oom_score_adj") == "-900\n") }
        for (daemon, handed, oomScore, nice) in Self.expected {
            let pid = try #require(try await node.pid(of: daemon))
            #expect(text("/proc/\(pid)/status").contains("NoNewPrivs:\t1"))
            #expect(text("/proc/\(pid)/environ").contains("SWIFT_BACKTRACE=enable=no"), "a crash is over at once")
            let limits = text("/proc/\(pid)/limits").split(separator: "\n").map { $0.split(separator: " ") }
            #expect(limits.contains { $0.starts(with: ["Max", "open", "files", "1024", "1024"]) })
            #expect(limits.contains { $0.starts(with: ["Max", "core", "file", "size", "0", "0"]) })
            if isPrivileged || oomScore >= 0 { #expect(text("/proc/\(pid)/oom_score_adj") == "\(oomScore)\n") }
            let fields = text("/proc/\(pid)/stat").split(separator: ")").last?.split(separator: " ") ?? []
            #expect(fields[3] == "\(pid)", "a session of its own")
            #expect(fields[16] == "\(nice)")
            // 0 null, 1 and 2 the pipe, the sockets, the notify end, the pipe's reading end: all before its own.
            let links = (0..<(5 + handed)).map { link("/proc/\(pid)/fd/\($0)") }
            #expect(links[0] == "/dev/null")
            #expect(links[1].hasPrefix("pipe:") && links[2] == links[1] && links[4 + handed] == links[1])
            #expect(links[3..<(4 + handed)].allSatisfy { $0.hasPrefix("socket:") })
        }
        try await node.supervisor.stop()
    }

    @Test func `a daemon has no descriptor in common with the supervisor or another daemon but those declared`()
        async throws
    {
        let node = try TestNode()
        try await node.conductor.start()
        let supervisor = try await node.supervisor.start()
        _ = try await node.workerID()
        try await node.expectAllReady()
        let pids = try await node.pids()
        // Sockets, pipes and files are the same if their names in /proc/PID/fd are.
        func own(_ pid: pid_t) -> Set<String> {
            Set(ProcessFacts.descriptors(pid).filter { !$0.hasPrefix("anon_inode:") && $0 != "/dev/null" })
        }
        let supervisors = own(supervisor)
        var declared: [String: Set<String>] = [:]
        for (daemon, handed, _, _) in Self.expected {
            let pid = try #require(pids[daemon])
            let sockets = Set((3..<(3 + handed)).map { link("/proc/\(pid)/fd/\($0)") })
            declared[daemon] = sockets
            #expect(own(pid).intersection(supervisors) == sockets.union([link("/proc/\(pid)/fd/1")]), "\(daemon)")
            #expect(!ProcessFacts.descriptors(pid).contains("anon_inode:[pidfd]"), "\(daemon)")
            let locks = own(pid).filter { $0.hasSuffix(".lock") }
            #expect(locks == [node.directory.file("run/\(daemon).lock")])
        }
        for one in TestNode.daemons {
            for other in TestNode.daemons where other < one {
                let common = own(try #require(pids[one])).intersection(own(try #require(pids[other])))
                // The status cache is everybody's; of sockets only the API's, which probed does not get.
                let sockets = common.filter { !$0.hasPrefix(node.directory.file("run/status.db")) }
                #expect(sockets == declared[one]?.intersection(declared[other] ?? []), "\(one) and \(other)")
                #expect(sockets.count == (one == "probed" || other == "probed" ? 0 : 1))
            }
        }
        try await node.supervisor.stop()
    }

    private func text(_ path: String) -> String {
        contents(of: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private func link(_ path: String) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        let count = readlink(path, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
