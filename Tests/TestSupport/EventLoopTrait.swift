import Glibc
import Testing

/// Marks a suite whose tests are isolated to `LoopActor`: all of them share the process's one event loop, each on its
/// turn, and none may block it.
package struct EventLoopTrait: SuiteTrait, TestTrait, TestScoping {
    package var isRecursive: Bool { true }

    package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        signal(SIGPIPE, SIG_IGN)  // as every program of the node does
        try await function()
    }
}

extension Trait where Self == EventLoopTrait {
    package static var eventLoop: EventLoopTrait { EventLoopTrait() }
}
