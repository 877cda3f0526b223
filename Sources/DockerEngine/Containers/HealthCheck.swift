import JSON

/// How the engine finds out whether the container is well. Durations in nanoseconds; nil: inherited from the image.
package struct HealthCheck: Sendable, Equatable {
    /// As the engine wants it: `["CMD", …]`, `["CMD-SHELL", text]` or `["NONE"]`; empty inherits the image's.
    package var test: [String]
    package var interval: Int64?
    package var timeout: Int64?
    package var startPeriod: Int64?
    /// Between checks during the start period; API 1.44.
    package var startInterval: Int64?
    package var retries: Int?

    package init(test: [String]) { self.test = test }

    var json: JSON {
        var members: [String: JSON] = ["Test": .strings(test)]
        members["Interval"] = interval.map { .int($0) }
        members["Timeout"] = timeout.map { .int($0) }
        members["StartPeriod"] = startPeriod.map { .int($0) }
        members["StartInterval"] = startInterval.map { .int($0) }
        members["Retries"] = retries.map { .int(Int64($0)) }
        return .object(members)
    }
}
