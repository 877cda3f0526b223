/// How long to wait before the next attempt: doubling from one second to a minute, half of it by chance.
enum RetryDelay {
    static let cap = Duration.seconds(60)

    /// - Parameter failures: How many attempts have failed in a row, at least 1.
    static func after(
        failures: Int, cap: Duration = cap, using generator: inout some RandomNumberGenerator
    ) -> Duration {
        let doubled = Duration.seconds(1) * Double(1 << min(max(failures - 1, 0), 16))
        let whole = min(doubled, cap)
        return whole / 2 + whole / 2 * Double.random(in: 0...1, using: &generator)
    }
}
