import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// Process ids are scarce, and used again at once: nobody is signalled who is not a daemon.
@Suite(.timeLimit(.minutes(10)))
struct PidReuseTests {
    /// A namespace of its own has a pid_max of its own since Linux 6.14.
    static let obstacle: String? = {
        guard geteuid() == 0 else { return "a process namespace needs root" }
        var name = utsname()
        uname(&name)
        let release = withUnsafeBytes(of: name.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let numbers = release.split(whereSeparator: { !$0.isNumber }).prefix(2).compactMap { Int($0) }
        guard numbers.count == 2, (numbers[0], numbers[1]) >= (6, 14) else {
            return "Linux \(release): pid_max would be that of the whole machine"
        }
        return nil
    }()

    @Test(.enabled(if: obstacle == nil, Comment(rawValue: obstacle ?? "process ids can be made scarce here")))
    func `stops and restarts race with deaths where numbers are used again at once, and no bystander is hit`()
        async throws
    {
        // Twelve bystanders take a new number each every few milliseconds, and tell how their processes ended.
        let bystanders = """
            echo 400 >/proc/sys/kernel/pid_max || exit 1
            for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
                ( while :; do
                    sleep 0.003 & wait $!; s=$?
                    [ $s = 0 ] || echo $s >>hits
                    echo >>bystanders
                  done ) 2>/dev/null &
            done
            shift
            exec "$@"
            """
        let daemons = try ScriptedDaemons(wrapper: [
            "unshare", "--pid", "--fork", "--kill-child=KILL", "--mount-proc", "sh", "-c",
            // Not the first process of the namespace: that would have other duties.
            "sh -c '\(bystanders.replacingOccurrences(of: "'", with: "'\\''"))' sh x \"$@\"; exit", "sh",
        ])
        // `sleep` lies in its group and ends at about the same time as it is told to.
        try await daemons.start("say READY=1; sleep 0.0$(($$ % 10)) & wait")
        for _ in 0..<60 {
            for name in ScriptedDaemons.names {
                let command = ["restart", "stop", "start"].randomElement() ?? "restart"
                _ = try await daemons.call("supervisor.\(command)", name)
            }
        }
        for name in ScriptedDaemons.names { _ = try await daemons.call("supervisor.start", name) }
        let restarts = try await daemons.restarts()
        try await eventually("numbers have gone round many times", within: .seconds(60)) {
            try await daemons.restarts().enumerated().allSatisfy { $1 > restarts[$0] + 100 }
                && daemons.text(of: "bystanders").utf8.count > 3000
        }
        #expect(daemons.text(of: "hits") == "")
        try await daemons.supervisor.kill()
    }
}
