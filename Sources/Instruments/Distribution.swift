/// How observed values are spread over fixed buckets: what a histogram of Prometheus or OpenTelemetry has.
package struct Distribution: Sendable, Equatable {
    /// The upper bounds of all buckets but the last, which has none; ascending. A value on a bound is below it.
    package let bounds: [Double]
    /// How many values fell into each bucket; one more than there are bounds.
    package internal(set) var counts: [Int64]
    package internal(set) var sum = 0.0

    package init(bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    package var count: Int64 { counts.reduce(0, &+) }

    package mutating func observe(_ value: Double) {
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count] &+= 1
        sum += value
    }
}
