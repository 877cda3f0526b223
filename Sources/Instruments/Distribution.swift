/// How observed values are spread over fixed buckets: what a histogram of Prometheus or OpenTelemetry has.
package struct Distribution: Codable, Sendable, Equatable {
    /// The upper bounds of all buckets but the last, which has none; ascending. A value on a bound is below it.
    package let bounds: [Double]
    /// How many values fell into each bucket; one more than there are bounds.
    package private(set) var counts: [Int64]
    package private(set) var sum = 0.0

    package init(bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    package var count: Int64 { counts.reduce(0, &+) }

    package mutating func observe(_ value: Double) {
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count] &+= 1
        sum += value
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        bounds = try container.decode([Double].self, forKey: .bounds)
        counts = try container.decode([Int64].self, forKey: .counts)
        sum = try container.decode(Double.self, forKey: .sum)
        guard counts.count == bounds.count + 1 else {
            throw DecodingError.dataCorruptedError(
                forKey: .counts, in: container, debugDescription: "one count more than bounds is needed")
        }
    }
}
