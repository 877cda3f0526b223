import EventLoop

/// Lets a number of tasks through at a time; the others wait in the order they came.
@LoopActor
final class Gate {
    private var free: Int
    private var waiting: [(number: UInt64, continuation: CheckedContinuation<Void, any Error>)] = []
    private var lastNumber: UInt64 = 0

    nonisolated init(width: Int) { free = width }

    /// Runs `body` when its turn has come. Throws `CancellationError` when the task is cancelled before that.
    func pass<Value>(_ body: @LoopActor () async throws -> Value) async throws -> Value {
        try await enter()
        defer { leave() }
        return try await body()
    }

    private func enter() async throws {
        try Task.checkCancellation()
        guard free == 0 else { return free -= 1 }
        lastNumber += 1
        let number = lastNumber
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiting.append((number, $0)) }
        } onCancel: {
            // Nobody waits for this task: it only moves the cancellation onto the loop.
            Task { @LoopActor in self.cancel(number) }
        }
    }

    private func cancel(_ number: UInt64) {
        guard let index = waiting.firstIndex(where: { $0.number == number }) else { return }
        waiting.remove(at: index).continuation.resume(throwing: CancellationError())
    }

    private func leave() {
        guard !waiting.isEmpty else { return free += 1 }
        waiting.removeFirst().continuation.resume()
    }
}
