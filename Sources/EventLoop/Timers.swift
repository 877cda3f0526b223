/// One call at one moment.
@LoopActor
package final class LoopTimer {
    nonisolated let deadline: MonotonicInstant
    private var body: (@LoopActor () -> Void)?

    nonisolated init(deadline: MonotonicInstant, _ body: @escaping @LoopActor () -> Void) {
        self.deadline = deadline
        self.body = body
    }

    /// Whether there is nothing to be done any more: it was cancelled, or has fired.
    var isCancelled: Bool { body == nil }

    /// Final; harmless when the timer has fired.
    package func cancel() { body = nil }

    func fire() {
        let body = body
        self.body = nil
        body?()
    }
}

/// A call at a steady interval, until cancelled or released.
@LoopActor
package final class RepeatingTimer {
    private let interval: Duration
    private let loop: EventLoop
    private let body: @LoopActor () -> Void
    private var next: LoopTimer?

    init(loop: EventLoop, interval: Duration, _ body: @escaping @LoopActor () -> Void) {
        self.loop = loop
        self.interval = interval
        self.body = body
        arm()
    }

    package func cancel() {
        next?.cancel()
        next = nil
    }

    private func arm() {
        next = loop.schedule(after: interval) { [weak self] in
            guard let self else { return }
            self.arm()
            self.body()
        }
    }
}

/// Timers by deadline: a binary heap. Cancelled ones leave when they would be the next, and wake nobody.
struct TimerQueue {
    private var heap: [LoopTimer] = []

    mutating func add(deadline: MonotonicInstant, _ body: @escaping @LoopActor () -> Void) -> LoopTimer {
        let timer = LoopTimer(deadline: deadline, body)
        heap.append(timer)
        var child = heap.count - 1
        while child > 0, heap[child].deadline < heap[(child - 1) / 2].deadline {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
        return timer
    }

    /// The timeout for epoll_wait(2): rounded up, so that a timer never finds itself too early; -1 for none.
    @LoopActor
    mutating func millisecondsUntilNext(now: MonotonicInstant) -> Int32 {
        while let first = heap.first, first.isCancelled { removeFirst() }
        guard let next = heap.first else { return -1 }
        let wait = now.duration(to: next.deadline).nanoseconds
        return wait <= 0 ? 0 : Int32(clamping: (wait + 999_999) / 1_000_000)
    }

    /// Takes out what is due at `now`, earliest first. A timer added meanwhile waits for the next turn.
    mutating func popDue(now: MonotonicInstant) -> [LoopTimer] {
        var due: [LoopTimer] = []
        while let first = heap.first, first.deadline <= now {
            due.append(first)
            removeFirst()
        }
        return due
    }

    private mutating func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child].deadline < heap[smallest].deadline { smallest = child }
            guard smallest != parent else { return }
            heap.swapAt(parent, smallest)
            parent = smallest
        }
    }
}
