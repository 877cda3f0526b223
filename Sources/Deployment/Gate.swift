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
        try await pass { (_: GatePlace) in try await body() }
    }

    /// The same for a body that gives its place up for a time.
    func pass<Value>(_ body: @LoopActor (GatePlace) async throws -> Value) async throws -> Value {
        try await enter()
        let place = GatePlace(at: self)
        defer { place.leave() }
        return try await body(place)
    }

    /// - Parameter isBack: Before all that have not been inside yet: what is begun comes to its end.
    fileprivate func enter(isBack: Bool = false) async throws {
        try Task.checkCancellation()
        guard free == 0 else { return free -= 1 }
        lastNumber += 1
        let number = lastNumber
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                if isBack {
                    waiting.insert((number, continuation), at: 0)
                } else {
                    waiting.append((number, continuation))
                }
            }
        } onCancel: {
            // Nobody waits for this task: it only moves the cancellation onto the loop.
            Task { @LoopActor in self.cancel(number) }
        }
    }

    private func cancel(_ number: UInt64) {
        guard let index = waiting.firstIndex(where: { $0.number == number }) else { return }
        waiting.remove(at: index).continuation.resume(throwing: CancellationError())
    }

    fileprivate func leave() {
        guard !waiting.isEmpty else { return free += 1 }
        waiting.removeFirst().continuation.resume()
    }
}

/// The place of one that a gate has let through.
@LoopActor
final class GatePlace {
    private let gate: Gate
    private var isTaken = true

    fileprivate init(at gate: Gate) { self.gate = gate }

    /// Runs `body` with the place given up, and takes one again before it returns: the next that is free, before those who
    /// wait for their first. When `body` throws, or the task is cancelled before there is a place, the gate has been left
    /// for good.
    func stepAside<Value>(_ body: @LoopActor () async throws -> Value) async throws -> Value {
        leave()
        let value = try await body()
        try await gate.enter(isBack: true)
        isTaken = true
        return value
    }

    fileprivate func leave() {
        guard isTaken else { return }
        isTaken = false
        gate.leave()
    }
}
