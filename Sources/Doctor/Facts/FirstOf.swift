import EventLoop
import Synchronization

/// The first of an outcome and a deadline.
enum FirstOf {
    /// - Parameter begin: Begins the work and returns; it calls what it is given once, from any thread.
    static func outcome<Value: Sendable>(
        within limit: Duration, otherwise late: Value, _ begin: (@escaping @Sendable (Value) -> Void) -> Void
    ) async -> Value {
        await withCheckedContinuation { continuation in
            let waiting = Waiting(continuation)
            EventLoop.main.call { EventLoop.main.schedule(after: limit) { waiting.finish(late) } }
            begin { waiting.finish($0) }
        }
    }

    /// Resumes once, whoever comes first.
    private final class Waiting<Value: Sendable>: Sendable {
        private let continuation: Mutex<CheckedContinuation<Value, Never>?>

        init(_ continuation: CheckedContinuation<Value, Never>) { self.continuation = Mutex(continuation) }

        func finish(_ value: Value) {
            let waiter = continuation.withLock { continuation in
                defer { continuation = nil }
                return continuation
            }
            waiter?.resume(returning: value)
        }
    }
}
