import Glibc
import JSON
import TestSupport
import Testing

/// All processes of a node but apid, stopped.
struct StandingStill {
    private let pids: [pid_t]

    init(_ node: TestNode) async throws {
        let supervisor = try #require(try await node.get("/subsystems").body["supervisor"]?["pid"]?.int)
        // The supervisor first: it would end those that hang.
        var pids = [pid_t(supervisor)]
        for daemon in ["probed", "heartbeatd", "deployd"] {
            pids.append(try #require(try await node.pid(of: daemon)))
        }
        self.pids = pids
        for pid in pids { kill(pid, SIGSTOP) }
    }

    /// Lets them go on; harmless at any time.
    func end() {
        for pid in pids.reversed() { kill(pid, SIGCONT) }
    }
}
