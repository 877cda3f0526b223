import NodeProtocol

/// From when on somebody wants to see logs. Pure.
enum LogTime {
    private static let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86400]

    /// Unix seconds of `1769846709.5`, `2026-01-31T08:05:09Z`, or of `10m` before `now`; nil for anything else.
    static func unixSeconds(_ text: String, now: Double) -> Double? {
        if let seconds = number(text[...]) { return seconds }
        if let unit = text.last.flatMap({ units[$0] }), let count = number(text.dropLast()) {
            return max(0, now - count * unit)
        }
        return CalendarTime.unixSeconds(text).map(Double.init)
    }

    /// Digits, and a point between them at most: nothing else of what `Double` reads.
    private static func number(_ text: Substring) -> Double? {
        guard text.first?.isWholeNumber == true, text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 }) else {
            return nil
        }
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }
}
