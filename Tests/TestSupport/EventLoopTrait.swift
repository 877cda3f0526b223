import EventLoop
import Glibc
import Synchronization
import Testing

/// Gives the tests of a suite a running event loop: write `@Suite(.eventLoop)` and isolate tests with `@LoopActor`.
///
/// All suites share the process's one loop, each on its turn; none may block it.
package struct EventLoopTrait: SuiteTrait, TestTrait, TestScoping {
    package var isRecursive: Bool { true }

    package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        TestLoop.start()
        try await function()
    }
}

extension Trait where Self == EventLoopTrait {
    package static var eventLoop: EventLoopTrait { EventLoopTrait() }
}

private enum TestLoop {
    private static let isStarted = Mutex(false)

    static func start() {
        let mustStart = isStarted.withLock { started in
            defer { started = true }
            return !started
        }
        guard mustStart else { return }
        signal(SIGPIPE, SIG_IGN)
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { _ in
                EventLoop.main.run()
                return nil
            }, nil)
        precondition(code == 0, "cannot start the test loop")
    }
}
