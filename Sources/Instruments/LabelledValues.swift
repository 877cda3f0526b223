import Synchronization

/// One value for each set of label values that was used; from any thread. Their number is limited: whatever comes after
/// that is counted under the label values `other`.
final class LabelledValues<Value: Sendable>: Sendable {
    private let labels: [String]
    private let limit: Int
    private let initial: Value
    private let values = Mutex<[[String]: Value]>([:])

    init(labels: [String], limit: Int, initial: Value) {
        self.labels = labels
        self.limit = limit
        self.initial = initial
    }

    /// From now on there is a value for this set of label values.
    func begin(_ key: [String]) { change(key) { _ in } }

    func change(_ key: [String], _ body: (inout Value) -> Void) {
        precondition(key.count == labels.count, "as many values as labels")
        values.withLock { values in
            let isKnown = values[key] != nil
            let key = isKnown || values.count < limit ? key : labels.map { _ in "other" }
            body(&values[key, default: initial])
        }
    }

    /// In the order of their label values.
    func samples(_ value: (Value) -> MetricFamily.Sample.Value) -> [MetricFamily.Sample] {
        let all = values.withLock { $0 }
        return all.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { key, kept in
            MetricFamily.Sample(Dictionary(zip(labels, key)) { $1 }, value(kept))
        }
    }
}
