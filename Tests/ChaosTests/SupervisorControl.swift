import Glibc
import TestSupport

/// Ends supervisors and starts the next, one thing at a time.
actor SupervisorControl {
    private let program: TestProgram
    private let port: Int
    private var turn: Task<Void, any Error>?
    /// The process id of the present supervisor.
    private(set) var pid: pid_t

    /// - Parameter port: Of the API.
    init(_ program: TestProgram, port: Int, pid: pid_t) {
        self.program = program
        self.port = port
        self.pid = pid
    }

    /// Kills the supervisor, does `meanwhile`, starts the next after the pause, and waits until that has the API's socket
    /// from one of the daemons. In a turn.
    func replace(after pause: Duration, meanwhile: @Sendable () -> Void) async throws {
        try await program.kill()
        meanwhile()
        try await Task.sleep(for: pause)
        let next = try await program.start()
        pid = next
        try await eventually("the next supervisor has the API's socket", within: .seconds(60)) {
            holdsSocket(next)
        }
    }

    /// Whether the process has the socket open that listens on the API's port.
    private func holdsSocket(_ pid: pid_t) -> Bool {
        guard let socket = ListeningSockets.inode(port: port) else { return false }
        return NodeProcesses.descriptors(of: pid).contains { $0.hasSuffix("socket:[\(socket)]") }
    }

    /// Stops the supervisor by SIGSTOP for a while.
    func pause(for duration: Duration) async throws {
        try await inTurn { control in
            guard let handle = ProcessHandle(await control.pid) else { return }
            handle.signal(SIGSTOP)
            try? await Task.sleep(for: duration)
            handle.signal(SIGCONT)
        }
    }

    /// Waits for what was begun before, then does `body`.
    func inTurn(_ body: @escaping @Sendable (SupervisorControl) async throws -> Void) async throws {
        let before = turn
        let task = Task {
            _ = await before?.result
            try await body(self)
        }
        turn = task
        try await task.value
    }
}
