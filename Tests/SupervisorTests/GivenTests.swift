import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// What a daemon finds when it begins: all of it, and nothing else.
@Suite(.timeLimit(.minutes(10)))
struct GivenTests {
    private static let all = [
        "PATH", "MALLOC_ARENA_MAX", "GENERATION", "STATE_DIR", "RUNTIME_DIR", "LISTEN_FDS", "LISTEN_PID",
        "LISTEN_FDNAMES", "NOTIFY_FD", "LOG_FD", "WATCHDOG_USEC", "PREVIOUS_EXIT", "LANG", "TZ", "SWIFT_BACKTRACE",
    ]
    private static let own: [String: [String]] = [
        "probed": [],
        "heartbeatd": ["CONDUCTOR_URL", "CONDUCTOR_TOKEN", "WORKER_HOSTNAME", "SSL_CERT_FILE", "SSL_CERT_DIR"],
        "deployd": ["CONDUCTOR_URL", "CONDUCTOR_TOKEN", "DOCKER_HOST", "SSL_CERT_FILE", "SSL_CERT_DIR", "PORT"],
        "apid": ["CONDUCTOR_URL", "WORKER_HOSTNAME", "PORT", "API_TOKEN"],
    ]

    @Test func `the environment of each daemon is exact: variables, signals, session, limits, directory, privileges`()
        async throws
    {
        let daemons = try ScriptedDaemons(settings: [
            "CONDUCTOR_URL": "http://127.0.0.1:1", "CONDUCTOR_TOKEN": "conductor-secret", "API_TOKEN": "api-secret",
            "WORKER_HOSTNAME": "node", "STRANGER": "1", "LD_LIBRARY_PATH": "/nonexistent", "NOTIFY_SOCKET": "/x",
            "LANG": "C", "TZ": "UTC", "SSL_CERT_FILE": "/etc/ssl/x", "SSL_CERT_DIR": "/etc/ssl",
        ])
        let supervisor = try await daemons.start(
            """
            for file in environ limits stat; do cat /proc/$$/$file >$own/$1.$file; done
            # Not by a child: while it starts one, the shell has signals blocked.
            while read -r line; do echo "$line"; done </proc/$$/status >$own/$1.status
            readlink /proc/$$/cwd >$own/$1.cwd; umask >$own/$1.umask
            ls /proc/$$/fd >$own/$1.fd
            say READY=1; rest
            """)
        let pids = try await daemons.allReady()
        for name in ScriptedDaemons.names {
            func text(_ file: String) -> String { daemons.text(of: "own/\(name).\(file)") }
            let keys = text("environ").split(separator: "\0").compactMap { $0.split(separator: "=").first }
            #expect(Set(keys.map(String.init)) == Set(Self.all + (Self.own[name] ?? [])), "\(name)")
            let status = text("status")
            for line in ["SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000", "NoNewPrivs:\t1"] {
                #expect(status.contains(line), "\(name): \(line)")
            }
            // No daemon is another user than the supervisor, or has more of root than it.
            for line in ["Uid", "Gid", "Groups", "CapEff", "CapBnd"] {
                let own = try #require(ProcessFacts.status(supervisor, line))
                #expect("\n\(status)".contains("\n\(line):" + (own.isEmpty ? "" : "\t\(own)") + "\n"), "\(name)")
            }
            // Neither seccomp nor Landlock is used: docs/supervision.md says why.
            #expect(status.contains("Seccomp:\t0"))
            let limits = text("limits").split(separator: "\n").map { $0.split(separator: " ") }
            #expect(limits.contains { $0.starts(with: ["Max", "open", "files", "1024", "1024"]) })
            #expect(limits.contains { $0.starts(with: ["Max", "core", "file", "size", "0", "0"]) })
            let fields = text("stat").split(separator: ")").last?.split(separator: " ") ?? []
            let pid = try #require(pids[name])
            #expect(fields[2] == "\(pid)" && fields[3] == "\(pid)", "a group and a session of its own")
            #expect(fields[4] == "0", "no terminal")
            #expect(text("umask") == "0077\n")
            #expect(text("cwd").dropLast() == daemons.directory.path[...])
            // Besides what it was given, the shell has its script open, from 10 on.
            let handed = name == "probed" ? 1 : 2
            let numbers = Set(text("fd").split(separator: "\n").compactMap { Int($0) })
            #expect(numbers.filter { $0 < 10 } == Set(0..<(5 + handed)), "\(name)")
        }
        #expect(ProcessFacts.status(supervisor, "Threads") == "1")
        try await daemons.supervisor.stop()
    }
}
