import CLinux
import EventLoop
import Glibc
import TestSupport
import Testing

@testable import Supervision

@Suite(.eventLoop, .timeLimit(.minutes(5)))
@LoopActor
struct DaemonProcessTests {
    private func request(_ script: String, environment: [String: String] = ["PATH": "/usr/bin:/bin"]) -> LaunchRequest {
        LaunchRequest(
            executable: "/bin/sh", arguments: ["sh", "-c", script], environment: environment, sockets: [],
            watchdogTimeout: .seconds(10))
    }

    /// Runs a script to its end.
    private func run(_ request: LaunchRequest) async throws -> (clinux_exit, lines: [String], [NotifyMessage]) {
        let process = try DaemonProcess(request)
        var ended: clinux_exit?
        var lines: [String] = []
        var messages: [NotifyMessage] = []
        process.onOutput = { lines += $0 }
        process.onMessage = { messages.append($0) }
        process.onExit = {
            ended = $0
            process.finish()
        }
        try process.watch()
        let exit: clinux_exit = try await eventually("the process has ended") { ended }
        return (exit, lines, messages)
    }

    @Test(arguments: [true, false])
    func `of a process that is abandoned nothing is left and nothing is told`(isWatched: Bool) async throws {
        let process = try DaemonProcess(request("sleep 1000"))
        process.onExit = { _ in Issue.record("its end was told") }
        if isWatched { try process.watch() }
        process.abandon()
        #expect(kill(process.pid, 0) != 0 && errno == ESRCH)
        process.reap()
        try await LoopActor.sleep(for: .milliseconds(20))
    }

    @Test(arguments: [0, 1, 78, 255])
    func `an exit status is told`(status: Int32) async throws {
        let (exit, _, _) = try await run(request("exit \(status)"))
        #expect(exit.code == CLD_EXITED)
        #expect(exit.status == status)
    }

    @Test(arguments: [SIGKILL, SIGSEGV, SIGTERM, SIGABRT])
    func `a signal that ended it is told`(signal: Int32) async throws {
        let (exit, _, _) = try await run(request("kill -\(signal) $$"))
        #expect(exit.code == CLD_KILLED)
        #expect(exit.status == signal)
    }

    @Test func `what a process has used is told with its end`() async throws {
        let (exit, _, _) = try await run(request("i=0; while [ $i -lt 50000 ]; do i=$((i + 1)); done"))
        #expect(exit.has_usage == 1 && exit.user_seconds > 0.001 && exit.system_seconds >= 0)
        #expect(exit.maximum_resident_bytes > 100_000)
    }

    /// Daemons may not dump core (RLIMIT_CORE is 0 for good), so this is the layer below.
    @Test func `a core dump is told from a mere signal`() async throws {
        let directory = try TemporaryDirectory()
        let arguments = CStrings(["sh", "-c", "cd \(directory.path) && ulimit -c unlimited && kill -SEGV $$"])
        let environment = CStrings(["PATH=/usr/bin:/bin"])
        let limits: [Int32] = [-1]
        let pid = limits.withUnsafeBufferPointer { limits in
            "/bin/sh".withCString { path in
                var request = clinux_spawn_request()
                request.path = path
                request.arguments = UnsafePointer(arguments.pointer)
                request.environment = UnsafePointer(environment.pointer)
                request.limit_resources = limits.baseAddress
                return clinux_spawn(&request)
            }
        }
        try #require(pid > 0)
        let descriptor = clinux_pidfd_open(pid)
        defer { close(descriptor) }
        var ended = clinux_exit()
        try await eventually("it has ended") { clinux_wait_pidfd(descriptor, &ended) == 1 }
        #expect(ended.status == SIGSEGV)
        #expect(ended.code == CLD_DUMPED)
    }

    @Test func `a program that cannot be started is told at once`() {
        var missing = request("")
        missing.executable = "/nonexistent/daemon"
        #expect(throws: SystemError("execve", "/nonexistent/daemon", errno: ENOENT)) { try DaemonProcess(missing) }
        missing.executable = "/etc/passwd"
        #expect(throws: SystemError("execve", "/etc/passwd", errno: EACCES)) { try DaemonProcess(missing) }
    }

    @Test func `the child has exactly the descriptors meant for it, its own session, and LISTEN_PID is its own`()
        async throws
    {
        let directory = try TemporaryDirectory()
        var listening = request(
            "ls -x /proc/$$/fd; echo pid $LISTEN_PID $$; cut -d' ' -f6 /proc/$$/stat;"
                + " grep NoNewPrivs /proc/$$/status; umask; env | grep -c SECRET")
        let socket = open(directory.file("x"), O_CREAT | O_RDWR, 0o600)
        defer { close(socket) }
        listening.sockets = [("one", socket), ("two", socket)]
        let (_, lines, _) = try await run(listening)
        #expect(lines[0].split(separator: " ") == ["0", "1", "2", "3", "4", "5", "6"])
        let numbers = lines[1].split(separator: " ")
        #expect(numbers[1] == numbers[2])
        #expect(lines[2] == String(numbers[2]))
        #expect(lines[3].hasSuffix("1"))
        #expect(lines[4] == "0077")
        #expect(lines[5] == "0")
    }

    @Test func `all that it wrote is kept, also when it kills itself, and no line is split`() async throws {
        let (_, lines, _) = try await run(
            request("i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done; kill -9 $$"))
        #expect(lines == (0..<3000).map { "line \($0)" })
    }

    @Test func `its end is told though a grandchild holds its output open, and the grandchild is ended too`()
        async throws
    {
        let (_, lines, _) = try await run(request("sleep 1000 & echo $!; exit 3"))
        let grandchild = try #require(lines.first.flatMap { pid_t($0) })
        try await eventually("the grandchild is gone") {
            hasEnded(grandchild)
        }
    }

    @Test func `words said just before the end still count`() async throws {
        let (_, _, messages) = try await run(request("printf 'READY=1' >&$NOTIFY_FD; exit 1"))
        #expect(messages.map(\.isReady) == [true])
    }

    /// How much is heard between two turns of somebody else, who has something to do all the time.
    @Test func `of words and output that wait, a turn takes one and 16 KiB; then others have theirs`()
        async throws
    {
        let process = try DaemonProcess(request("sleep 1000"))
        let channels = try DaemonChannels()
        let word = Array("WATCHDOG=1".utf8)
        var sent = 0
        while send(channels.daemonNotify, word, word.count, Int32(MSG_DONTWAIT)) > 0 { sent += 1 }
        try #require(sent > 128, "more than fits in two turns")
        // F_SETPIPE_SZ: 256 KiB, in lines of 64 bytes.
        try #require(fcntl(channels.daemonOutput, 1031, 256 * 1024) >= 256 * 1024)
        let output = [UInt8](repeating: UInt8(ascii: "x"), count: 63) + [UInt8(ascii: "\n")]
        let whole = Array(repeatElement(output, count: 4096).joined())
        try #require(write(channels.daemonOutput, whole, whole.count) == whole.count)

        var words = 0
        var lines = 0
        process.onMessage = { _ in words += 1 }
        process.onOutput = { lines += $0.count }
        var turns: [(words: Int, lines: Int)] = []
        var pipe: [Int32] = [-1, -1]
        try #require(clinux_pipe(&pipe) == 0 && write(pipe[1], "x", 1) == 1)
        let other = try EventLoop.main.watch(pipe[0], for: .readable) { _ in
            turns.append((words, lines))
            (words, lines) = (0, 0)
        }
        let kept = channels.keep()
        try process.attach(notify: kept.notify, output: kept.output, started: .now)
        try await eventually("all has been heard") {
            turns.reduce(0) { $0 + $1.words } == sent && turns.reduce(0) { $0 + $1.lines } == 4096
        }
        #expect(turns.allSatisfy { $0.words <= 1 && $0.lines <= 256 })
        other.cancel()
        for descriptor in pipe { close(descriptor) }
        process.abandon()
    }

    @Test func `bursts of short-lived children are all noticed`() async throws {
        var ended = 0
        for _ in 0..<50 {
            let processes = try (0..<4).map { _ in try DaemonProcess(request("exit 0")) }
            for process in processes {
                process.onExit = { _ in
                    ended += 1
                    process.finish()
                }
                try process.watch()
            }
        }
        try await eventually("all 200 have been noticed") { ended == 200 }
    }
}

/// Whether a process that is no child of ours has ended: it is gone or a zombie.
private func hasEnded(_ pid: pid_t) -> Bool {
    guard let stat = contents(of: "/proc/\(pid)/stat") else { return true }
    return String(decoding: stat, as: UTF8.self).contains(") Z ")
}
