import EventLoop

/// Lets a number of calls through at a time; a limited number of others wait, in the order they came, each until its
/// deadline. So a slow engine gets no more calls than it can have in hand, and none is waited for in vain.
@LoopActor
final class CallSlots {
    private var free: Int
    private let waitingLimit: Int
    private var waiting: [(number: UInt64, continuation: CheckedContinuation<EngineError?, Never>)] = []
    private var lastNumber: UInt64 = 0

    nonisolated init(width: Int, waitingLimit: Int) {
        free = width
        self.waitingLimit = waitingLimit
    }

    /// Waits for a slot; give it back with ``leave()``.
    func enter(_ call: String, until deadline: MonotonicInstant) async throws(EngineError) {
        guard !Task.isCancelled else { throw .cancelled }
        guard free == 0 else { return free -= 1 }
        guard waiting.count < waitingLimit else { throw .overloaded(call: call) }
        lastNumber += 1
        let number = lastNumber
        let timer = EventLoop.main.schedule(after: MonotonicInstant.now.duration(to: deadline)) { [weak self] in
            self?.giveUp(number, .timedOut(call: call))
        }
        let failure = await withTaskCancellationHandler {
            await withCheckedContinuation { waiting.append((number, $0)) }
        } onCancel: {
            // Nobody waits for this task: it only moves the cancellation onto the loop.
            Task { @LoopActor in self.giveUp(number, .cancelled) }
        }
        timer.cancel()
        if let failure { throw failure }
    }

    func leave() {
        guard !waiting.isEmpty else { return free += 1 }
        waiting.removeFirst().continuation.resume(returning: nil)
    }

    private func giveUp(_ number: UInt64, _ error: EngineError) {
        guard let index = waiting.firstIndex(where: { $0.number == number }) else { return }
        waiting.remove(at: index).continuation.resume(returning: error)
    }
}
