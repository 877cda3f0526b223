/// A time span as compose writes it: `90s`, `1m30s`, `1.5h`, `500ms`, `100us`, `2d`.
package enum TimeSpan {
    /// Nanoseconds; nil for anything else, and for what does not fit.
    package static func parse(_ text: String) -> Int64? {
        var rest = text[...]
        var total = 0.0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            guard let number = Double(String(digits)) else { return nil }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(unit.count)
            switch unit {
            case "ns": total += number
            case "us", "µs": total += number * 1e3
            case "ms": total += number * 1e6
            case "s": total += number * 1e9
            case "m": total += number * 60e9
            case "h": total += number * 3600e9
            case "d": total += number * 86400e9
            case "w": total += number * 604_800e9
            default: return nil
            }
        }
        return total < 9e18 ? Int64(total) : nil
    }

    /// The same text for the same span, as Go's `Duration.String` writes it: `1m30s`, `500ms`, `1h0m0s`.
    package static func text(_ nanoseconds: Int64) -> String {
        let magnitude = nanoseconds.magnitude
        let sign = nanoseconds < 0 ? "-" : ""
        switch magnitude {
        case 0: return "0s"
        case ..<1000: return "\(sign)\(magnitude)ns"
        case ..<1_000_000: return sign + decimal(magnitude, 1000) + "µs"
        case ..<1_000_000_000: return sign + decimal(magnitude, 1_000_000) + "ms"
        default: break
        }
        let minutes = magnitude / 60_000_000_000
        let seconds = decimal(magnitude % 60_000_000_000, 1_000_000_000) + "s"
        if minutes == 0 { return sign + seconds }
        return sign + (minutes >= 60 ? "\(minutes / 60)h" : "") + "\(minutes % 60)m" + seconds
    }

    private static func decimal(_ value: UInt64, _ unit: UInt64) -> String {
        guard value % unit != 0 else { return String(value / unit) }
        var fraction = String(value % unit + unit).dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        return "\(value / unit).\(fraction)"
    }
}
