import Synchronization

/// Of several answers to one who waits, the first.
final class FirstAnswer<Value: Sendable>: Sendable {
    private let waiter: Mutex<CheckedContinuation<Value, Never>?>

    init(to waiter: CheckedContinuation<Value, Never>) { self.waiter = Mutex(waiter) }

    /// Returns whether it was the first.
    func give(_ value: Value) -> Bool {
        let waiter = waiter.withLock { waiter in
            defer { waiter = nil }
            return waiter
        }
        waiter?.resume(returning: value)
        return waiter != nil
    }
}
