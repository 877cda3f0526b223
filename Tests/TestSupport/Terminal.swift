import Foundation
import Glibc
import Synchronization

/// A terminal of a test's own, with a program on it as at a shell: its controlling terminal.
package final class Terminal: Sendable {
    private let master: Int32
    private let slave: Int32
    private let child: Mutex<ChildProcess?>
    private let seen = Mutex<[UInt8]>([])
    private let done = Mutex(false)

    package init(columns: Int, rows: Int) throws {
        var master: Int32 = -1
        var slave: Int32 = -1
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&master, &slave, nil, nil, &size) == 0 else {
            throw KeptProcess.Failure(description: "no terminal")
        }
        for descriptor in [master, slave] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        self.master = master
        self.slave = slave
        child = Mutex(nil)
    }

    deinit {
        child.withLock { child in
            if let child, child.exitStatus == nil { kill(child.pid, SIGKILL) }
        }
        done.withLock { $0 = true }
        close(slave)
        close(master)
    }

    /// Starts a program; its process id. What it writes is read from then on.
    package func run(_ command: [String], environment: [String: String]) throws -> pid_t {
        let child = try ChildProcess(
            ["setsid", "--ctty", "--wait"] + command, environment: environment, input: slave, output: slave,
            errors: slave)
        self.child.withLock { $0 = child }
        let master = master
        Thread.detachNewThread { [weak self] in
            var bytes = [UInt8](repeating: 0, count: 65536)
            while true {
                var look = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
                let ready = poll(&look, 1, 100)
                guard let self, !self.done.withLock({ $0 }) else { return }
                guard ready > 0 else { continue }
                let count = read(master, &bytes, bytes.count)
                guard count > 0 else { return }
                self.seen.withLock { $0 += bytes[..<count] }
            }
        }
        return child.pid
    }

    /// All that was written so far.
    package var output: String { String(decoding: seen.withLock { $0 }, as: UTF8.self) }

    package func type(_ text: String) {
        _ = Array(text.utf8).withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
    }

    /// The kernel tells the program on it.
    package func resize(columns: Int, rows: Int) {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// Whether lines are put together and echoed, as at a shell.
    package var isCooked: Bool {
        var state = termios()
        return tcgetattr(slave, &state) == 0 && state.c_lflag & tcflag_t(ICANON) != 0
            && state.c_lflag & tcflag_t(ECHO) != 0
    }

    /// Waits until the program has ended; its exit status.
    package func wait() async throws -> Int32 {
        try await eventually("the program has ended", within: .seconds(60)) {
            self.child.withLock { $0?.exitStatus }
        }
    }
}
