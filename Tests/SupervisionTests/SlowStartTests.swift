import EventLoop
import Glibc
import Logging
import NodeProtocol
import TestSupport
import Testing

@testable import Supervision

/// A program is given up not only when it ends, but also when it never says that it is ready.
@Suite(.eventLoop, .timeLimit(.minutes(5)))
@LoopActor
struct SlowStartTests {
    @Test func `a new program that twice is not ready in time is given up for the previous one, and this is told`()
        async throws
    {
        let directory = try TemporaryDirectory()
        let program = directory.file("program")
        func install() throws {
            try directory.write(contents(of: "/bin/sh") ?? [], to: "new", mode: 0o755)
            try #require(rename(directory.file("new"), program) == 0)
        }
        try install()
        var policy = RestartPolicy()
        policy.startTimeout = .seconds(2)
        policy.firstDelay = .milliseconds(10)
        // Once there is another, only the first program, whose file has no name any more, says that it is ready.
        let script = """
            case $(readlink /proc/$$/exe) in *deleted*) ;; *) [ ! -e \(directory.file("other")) ] || sleep 1000 ;; esac
            printf READY=1 >&$NOTIFY_FD; sleep 1000
            """
        var seen: [SubsystemStatus] = []
        let supervised = SubsystemSupervisor(
            .probed, policy: policy, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            prepare: { _ throws(SystemError) in
                LaunchRequest(
                    executable: program, arguments: ["sh", "-c", script],
                    environment: ["PATH": "/usr/bin:/bin"], sockets: [], watchdogTimeout: .seconds(10))
            },
            onOutput: { _ in }, onChange: { seen.append($0) })
        defer { supervised.kill() }
        supervised.start()
        try await eventually("it is ready") { supervised.status.state == .ready }

        let before = supervised.generation
        try directory.write([], to: "other")
        try install()
        seen = []
        supervised.restart()
        try await eventually("the previous program runs") {
            supervised.status.state == .ready && supervised.status.runsPreviousProgram == true
        }
        #expect(supervised.generation == before + 3, "two attempts, and the previous program")
        let timeouts = seen.filter { $0.state == .backingOff && $0.lastExit?.cause == .startTimeout }
        #expect(timeouts.map(\.generation) == [before + 1, before + 2])
        #expect(supervised.status.reason?.contains("previous one runs") == true)
        supervised.stop()
        try await eventually("it has stopped") { supervised.isStopped }
    }
}
