import EventLoop

/// How long things take, by label values; from any thread. In seconds.
package final class Histogram: Sendable {
    /// Bounds for what is answered from memory or by a neighbour: half a millisecond to two and a half seconds.
    package static let shortTimes = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
    /// Bounds for what goes over a network or starts something: five milliseconds to half a minute.
    package static let mediumTimes = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
    /// Bounds for work that may take minutes: 25 milliseconds to ten minutes.
    package static let longTimes = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600]

    private let name: String
    private let help: String
    private let values: LabelledValues<Distribution>

    /// - Parameter limit: Of sets of label values.
    package init(_ name: String, _ help: String, labels: [String] = [], bounds: [Double], limit: Int = 100) {
        self.name = name
        self.help = help
        values = LabelledValues(labels: labels, limit: limit, initial: Distribution(bounds: bounds))
    }

    /// From now on these label values are told of, with nothing observed yet: else `increase()` would not see the first.
    package func begin(_ labels: String...) { values.begin(labels) }

    package func observe(_ time: Duration, _ labels: String...) {
        values.change(labels) { $0.observe(time.seconds) }
    }

    package func observe(since begin: MonotonicInstant, _ labels: String...) {
        values.change(labels) { $0.observe(begin.duration(to: .now).seconds) }
    }

    package var family: MetricFamily {
        MetricFamily(.histogram, name, help, samples: values.samples { .distribution($0) })
    }
}
