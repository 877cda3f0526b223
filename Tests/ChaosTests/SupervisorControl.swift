import Glibc
import TestSupport

/// Ends supervisors and starts the next, one thing at a time.
actor SupervisorControl {
    private let program: TestProgram
    private var turn: Task<Void, any Error>?
    /// The process id of the present supervisor.
    private(set) var pid: pid_t

    init(_ program: TestProgram, pid: pid_t) {
        self.program = program
        self.pid = pid
    }

    /// Kills the supervisor, does `meanwhile`, starts the next after the pause, and waits until it has gathered what the
    /// daemons hold. In a turn.
    func replace(after pause: Duration, meanwhile: @Sendable () -> Void) async throws {
        try await program.kill()
        meanwhile()
        try await Task.sleep(for: pause)
        pid = try await program.start()
        try await Task.sleep(for: Self.gathering)
    }

    /// A daemon introduces itself within a quarter of a second.
    private static let gathering = Duration.milliseconds(500)

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
