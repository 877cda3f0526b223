import JSON
import Synchronization

/// The numbers that workers have put on their newest heartbeats: what has arrived, for an operator or a test to hold
/// against what was sent. Forgotten with the process.
final class HeartbeatLedger: Sendable {
    /// Of each worker; the oldest go.
    static let limit = 256

    private let numbers = Mutex<[String: [Int64]]>([:])

    /// Notes the `sequence` of a heartbeat's body, if that has one: the rest of it is ignored.
    func note(_ body: JSON?, of worker: String) {
        guard let number = body?["sequence"]?.int, RequestForm.exactNumbers.contains(Int64(number)) else { return }
        numbers.withLock { numbers in
            var own = numbers[worker] ?? []
            if own.count >= Self.limit { own.removeFirst(own.count - Self.limit + 1) }
            own.append(Int64(number))
            numbers[worker] = own
        }
    }

    /// In the order in which they arrived.
    func sequences(of worker: String) -> JSON {
        .array(numbers.withLock { $0[worker] ?? [] }.map { .int($0) })
    }
}
