import EventLoop
import Glibc
import Logging
import NodeProtocol
import TestSupport
import Testing

@testable import Supervision

/// Which process is believed to be a daemon of an earlier supervisor.
@Suite(.eventLoop, .timeLimit(.minutes(5)))
@LoopActor
struct RoleHolderTests {
    private let directory: TemporaryDirectory
    private var lock: String { directory.file("probed.lock") }

    init() throws { directory = try TemporaryDirectory() }

    /// Has the file open, locked, and says that the holder's number is `pid`.
    private func hold(as pid: pid_t) throws -> Int32 {
        let descriptor = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        try #require(descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        let text = "\(pid)\n"
        try #require(write(descriptor, text, text.utf8.count) == text.utf8.count)
        return descriptor
    }

    private func sleeper() throws -> DaemonProcess {
        try DaemonProcess(
            LaunchRequest(
                executable: "/bin/sleep", arguments: ["sleep", "1000"], environment: [:], sockets: [],
                watchdogTimeout: .seconds(10)))
    }

    @Test func `the holder is who has locked the file and written its number into it`() throws {
        #expect(RoleHolder.pid(of: lock) == nil, "there is no file")
        let held = try hold(as: getpid())
        #expect(RoleHolder.pid(of: lock) == getpid())
        close(held)
        #expect(RoleHolder.pid(of: lock) == nil, "nobody has it locked")
    }

    @Test func `a number that another process has by now is nobody's`() throws {
        let bystander = try sleeper()
        defer { bystander.abandon() }
        let held = try hold(as: bystander.pid)
        defer { close(held) }
        #expect(RoleHolder.pid(of: lock) == nil)
    }

    @Test func `a process that turns out to be another is let alone`() async throws {
        let bystander = try sleeper()
        defer { bystander.abandon() }
        let daemon = SubsystemSupervisor(
            .probed, policy: RestartPolicy(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            prepare: { _ throws(SystemError) in throw SystemError("start", errno: ECANCELED) },
            onOutput: { _ in }, onChange: { _ in })
        #expect(throws: SystemError("adopt", "\(bystander.pid)", errno: ESRCH)) {
            try daemon.adopt(bystander.pid, isReady: true) { false }
        }
        #expect(daemon.pid == nil && daemon.isStopped)
        daemon.kill()
        #expect(kill(bystander.pid, 0) == 0)
    }
}
