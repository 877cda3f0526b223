/// From when on somebody wants to see something. Pure.
package enum PastTime {
    /// What ``unixSeconds(_:now:)`` reads, in words.
    package static let allowed = "a time (2026-01-31T08:05:09Z or Unix seconds) or how long ago (90s, 10m, 2h, 1d)"

    private static let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86400]

    /// Unix seconds of `1769846709.5`, `2026-01-31T08:05:09Z`, or of `10m` before `now`; nil for anything else.
    package static func unixSeconds(_ text: String, now: Double) -> Double? {
        if let seconds = number(text[...]) { return seconds }
        if let unit = text.last.flatMap({ units[$0] }), let count = number(text.dropLast()) {
            return max(0, now - count * unit)
        }
        return CalendarTime.unixSeconds(text).map(Double.init)
    }

    /// At most 15 digits, perhaps a point and as many behind it: nothing else of what `Double` reads.
    private static func number(_ text: Substring) -> Double? {
        let sides = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let areDigits = sides.allSatisfy { side in
            (1...15).contains(side.utf8.count) && side.utf8.allSatisfy { (48...57).contains($0) }
        }
        return areDigits ? Double(text) : nil
    }
}
