/// The actor of the process's event loop: code isolated to it runs on the loop's one thread.
@globalActor
package actor LoopActor {
    package static let shared = LoopActor()

    package nonisolated var unownedExecutor: UnownedSerialExecutor { EventLoop.main.asUnownedSerialExecutor() }

    private init() {}

    /// Runs `body` in place, as part of the actor. Stops the process when the caller is not on the loop's thread.
    ///
    /// This is how callbacks of C and the loop itself enter isolated code.
    package static func assumeIsolated<Value>(_ body: @LoopActor () throws -> Value) rethrows -> Value {
        EventLoop.main.checkIsolated()
        // The type differs only in its isolation, which the line above has checked (MainActor does the same).
        return try withoutActuallyEscaping(body) { body in
            try unsafeBitCast(body, to: (() throws -> Value).self)()
        }
    }

    /// Waits for `duration` on the loop's timer. Throws `CancellationError` at once when the task is cancelled.
    @LoopActor
    package static func sleep(for duration: Duration) async throws {
        let sleeper = Sleeper()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { sleeper.start($0, duration) }
        } onCancel: {
            // Nobody waits for this task: it only moves the cancellation onto the loop.
            Task { @LoopActor in sleeper.cancel() }
        }
    }

    @LoopActor
    private final class Sleeper {
        private var continuation: CheckedContinuation<Void, any Error>?
        private var timer: LoopTimer?

        nonisolated init() {}

        func start(_ continuation: CheckedContinuation<Void, any Error>, _ duration: Duration) {
            guard !Task.isCancelled else { return continuation.resume(throwing: CancellationError()) }
            self.continuation = continuation
            timer = EventLoop.main.schedule(after: duration) { self.finish(.success(())) }
        }

        func cancel() {
            timer?.cancel()
            finish(.failure(CancellationError()))
        }

        private func finish(_ result: Result<Void, any Error>) {
            continuation?.resume(with: result)
            continuation = nil
        }
    }
}
