/// /proc/loadavg: how many tasks ran or waited to, over the last 1, 5 and 15 minutes.
package struct LoadAverage: Sendable, Equatable {
    package var one: Double
    package var five: Double
    package var fifteen: Double

    /// Nil for what is not three numbers, and more.
    package init?(procLoadavg text: String) {
        let numbers = lines(of: text).first.map { fields(of: $0).prefix(3).compactMap { Double($0) } } ?? []
        guard numbers.count == 3, numbers.allSatisfy({ $0.isFinite && $0 >= 0 }) else { return nil }
        (one, five, fifteen) = (numbers[0], numbers[1], numbers[2])
    }
}
