/// Counts what happens, by label values; from any thread.
package final class Counter: Sendable {
    private let name: String
    private let help: String
    private let values: LabelledValues<Double>

    /// - Parameter limit: Of sets of label values.
    package init(_ name: String, _ help: String, labels: [String] = [], limit: Int = 200) {
        self.name = name
        self.help = help
        values = LabelledValues(labels: labels, limit: limit, initial: 0)
    }

    package func add(_ labels: String...) { values.change(labels) { $0 += 1 } }

    package var family: MetricFamily {
        MetricFamily(.counter, name, help, samples: values.samples { .number($0) })
    }
}
