import CLinux
import EventLoop
import Glibc
import NodeProtocol

/// One running daemon: its process descriptor, what it says of itself, and what it writes. A child of this process, or
/// one of an earlier supervisor that was adopted.
///
/// A child has descriptors 0 (/dev/null), 1 and 2 (a pipe to us), its sockets from 3 on, then its end of the notify
/// socket pair and the reading end of its own pipe, and nothing else. The latter it keeps for the next supervisor, in
/// case this one is killed: so nothing that it writes meanwhile is lost, and no write fails.
@LoopActor
package final class DaemonProcess {
    package let pid: pid_t
    /// Nil when it had ended before that could be seen.
    private(set) lazy var identity = ProcessIdentity(of: pid)
    package private(set) var started = MonotonicInstant.now
    private let pidDescriptor: Int32
    private var notifyDescriptor: Int32 = -1
    private var outputDescriptor: Int32 = -1
    private var exitWatch: DescriptorWatch?
    private var notifyWatch: DescriptorWatch?
    private var outputWatch: DescriptorWatch?
    private var tail = OutputTail()

    package var onMessage: (@LoopActor (NotifyMessage) -> Void)?
    /// Gets what was read at once, line by line; never nothing.
    package var onOutput: (@LoopActor ([String]) -> Void)?
    /// Called once. The process has ended, and its whole process group has been killed; a child is reaped by ``finish()``,
    /// for its successor need not wait for that. `code` is 0 when nobody tells how it ended.
    package var onExit: (@LoopActor (clinux_exit) -> Void)?

    /// Starts the process. Throws what the first failing step said, execve(2) included.
    package convenience init(_ request: LaunchRequest) throws(SystemError) {
        let launch = try PreparedLaunch(request)
        try self.init(launch, executable: request.executable)
    }

    /// Starts a process that has been prepared, once, with this program and these variables besides its own.
    init(_ launch: PreparedLaunch, executable: String, variables: [String] = []) throws(SystemError) {
        let pid = launch.spawn(executable, variables)
        let pidDescriptor = pid > 0 ? clinux_pidfd_open(pid) : -1
        guard pidDescriptor >= 0 else {
            let error = SystemError(pid > 0 ? "pidfd_open" : "execve", executable, errno: pid > 0 ? errno : -pid)
            if pid > 0 {
                kill(pid, SIGKILL)
                waitpid(pid, nil, 0)
            }
            throw error
        }
        self.pid = pid
        self.pidDescriptor = pidDescriptor
        (notifyDescriptor, outputDescriptor) = launch.channels.keep()
    }

    /// Takes over a process that another supervisor has started. Until ``attach(notify:output:started:)`` it is mute.
    package init(adopting pid: pid_t) throws(SystemError) {
        self.pid = pid
        pidDescriptor = clinux_pidfd_open(pid)
        guard pidDescriptor >= 0 else { throw SystemError("pidfd_open", "\(pid)") }
    }

    /// Begins to listen to it, from the next turn of the loop on.
    package func watch() throws(SystemError) {
        exitWatch = try EventLoop.main.watch(pidDescriptor, for: .readable) { [weak self] _ in self?.reapEnded() }
        if notifyDescriptor >= 0 { try watchChannels() }
    }

    /// Gives an adopted process its voice: it has handed these over. They are ours to close from here on.
    package func attach(notify: Int32, output: Int32, started: MonotonicInstant) throws(SystemError) {
        notifyWatch?.cancel()
        outputWatch?.cancel()
        Self.close([notifyDescriptor, outputDescriptor])
        notifyDescriptor = notify
        outputDescriptor = output
        self.started = started
        _ = fcntl(outputDescriptor, F_SETFL, O_NONBLOCK)
        try watchChannels()
    }

    /// Whether there is a notify channel to it.
    package var isAttached: Bool { notifyDescriptor >= 0 }

    private func watchChannels() throws(SystemError) {
        notifyWatch = try EventLoop.main.watch(notifyDescriptor, for: .readable) { [weak self] _ in
            self?.readMessages()
        }
        outputWatch = try EventLoop.main.watch(outputDescriptor, for: .readable) { [weak self] events in
            if events == .hungUp { self?.endOutput() } else { self?.readOutput() }
        }
    }

    /// Signals exactly this process; it cannot have been replaced, for only ``reap()`` frees its number.
    package func signal(_ number: Int32) { _ = clinux_pidfd_send_signal(pidDescriptor, number) }

    /// The last lines it wrote, oldest first.
    package var lastLines: [String] { tail.lines }

    /// Reads what is left of the output of a process that has ended, and lets go of everything.
    package func finish() {
        var ended = clinux_exit()
        _ = clinux_wait_pidfd(pidDescriptor, &ended)
        readOutput(pieces: 4)  // a whole pipe
        tell(tail.finish())
        letGo()
    }

    /// Ends a child that cannot be watched, and lets go of everything.
    func abandon() {
        onExit = nil
        signal(SIGKILL)
        waitpid(pid, nil, 0)
        finish()
    }

    /// Neither listens to the process nor signals it any more, whether it runs or not.
    func letGo() {
        cancelWatches()
        exitWatch = nil
        Self.close([outputDescriptor, notifyDescriptor, pidDescriptor])
        outputDescriptor = -1
        notifyDescriptor = -1
        onExit = nil
        onOutput = nil
        onMessage = nil
    }

    /// Reaps the process if it has ended. Called by the loop, and when SIGCHLD told of it first.
    package func reap() {
        if hasEnded { reapEnded() }
    }

    private func reapEnded() {
        guard onExit != nil, exitWatch != nil else { return }
        // Before the number is free again: nothing of its group may outlive it.
        let isGroupKilled = clinux_pidfd_signal_group(pidDescriptor, SIGKILL) == 0 || errno == ESRCH
        var ended = clinux_exit()
        if !isGroupKilled, clinux_peek_pid(pid, &ended) == 1 { kill(-pid, SIGKILL) }
        switch clinux_peek_pidfd(pidDescriptor, &ended) {
        case 1: tellExit(ended)
        case 0: break
        default:  // no child of ours: its own parent reaps it, and then the kernel may tell
            exitWatch?.cancel()
            exitWatch = nil
            askHowItEnded(attempts: 20)
        }
    }

    private func askHowItEnded(attempts: Int) {
        var ended = clinux_exit()
        if clinux_pidfd_exit(pidDescriptor, &ended) == 1 || attempts == 0 { return tellExit(ended) }
        EventLoop.main.schedule(after: .milliseconds(1)) { self.askHowItEnded(attempts: attempts - 1) }
    }

    private func tellExit(_ ended: clinux_exit) {
        readMessages(limit: 4096)  // said before the end, read after it: still counts
        let tell = onExit
        onExit = nil
        tell?(ended)
        cancelWatches()
        exitWatch = nil
    }

    private func cancelWatches() {
        for watch in [exitWatch, notifyWatch, outputWatch] { watch?.cancel() }
    }

    private var hasEnded: Bool {
        var poll = pollfd(fd: pidDescriptor, events: Int16(POLLIN), revents: 0)
        return Glibc.poll(&poll, 1, 0) == 1
    }

    /// One word a turn, so that a daemon that floods has no more of us than the others.
    private func readMessages(limit: Int = 1) {
        guard notifyDescriptor >= 0, notifyWatch != nil else { return }
        var buffer = [UInt8](repeating: 0, count: 512)
        for _ in 0..<limit {
            let count = recv(notifyDescriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count > 0 else {
                // The other end is closed, though the process may live: look away, or the loop never sleeps again.
                if count == 0 {
                    notifyWatch?.cancel()
                    notifyWatch = nil
                }
                return
            }
            onMessage?(NotifyMessage(parsing: buffer[..<count]))
        }
    }

    /// At most 16 KiB a turn: a flood of short lines, each of which is written to the log, takes about a millisecond.
    private func readOutput(pieces: Int = 1) {
        guard outputDescriptor >= 0, outputWatch != nil else { return }
        let buffer = Self.outputBuffer
        for _ in 0..<pieces {
            let count = read(outputDescriptor, buffer.baseAddress, buffer.count)
            guard count > 0 else {
                if count == 0 { endOutput() }
                return
            }
            tell(tail.append(buffer[..<count]))
        }
    }

    private func tell(_ lines: [String]) {
        if !lines.isEmpty { onOutput?(lines) }
    }

    /// Nobody can write to the pipe any more, and all of it has been read: as above.
    private func endOutput() {
        outputWatch?.cancel()
        outputWatch = nil
    }

    private static func close(_ descriptors: [Int32]) {
        for descriptor in descriptors where descriptor >= 0 { Glibc.close(descriptor) }
    }

    /// What is read of a pipe at once; one for all, for each reads it empty on the spot.
    private static let outputBuffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 16 * 1024)
}
