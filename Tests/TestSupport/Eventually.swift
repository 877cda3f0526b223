import EventLoop
import Glibc
import Testing

/// A condition that did not come true in time.
package struct NeverHappened: Error, CustomStringConvertible {
    package let what: String
    package let after: Duration
    package var description: String { "within \(after) it did not happen that \(what)" }
}

/// Waits until `condition` gives a value, looking every few milliseconds. Throws ``NeverHappened`` at the deadline.
package func eventually<Value>(
    _ what: String, within deadline: Duration = .seconds(60), isolation: isolated (any Actor)? = #isolation,
    _ condition: () async throws -> Value?
) async throws -> Value {
    let end = MonotonicInstant.now.advanced(by: deadline)
    while true {
        if let value = try await condition() { return value }
        guard MonotonicInstant.now < end else { throw NeverHappened(what: what, after: deadline) }
        try await Task.sleep(for: .milliseconds(5))
    }
}

/// Waits until `condition` is true.
package func eventually(
    _ what: String, within deadline: Duration = .seconds(60), isolation: isolated (any Actor)? = #isolation,
    _ condition: () async throws -> Bool
) async throws {
    let _: Void = try await eventually(what, within: deadline) { () -> Void? in
        try await condition() ? () : nil
    }
}
