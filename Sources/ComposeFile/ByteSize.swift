/// A size in bytes as compose writes it: `64m`, `1.5gb`, `1048576`, `512k`; units are powers of 1024.
package enum ByteSize {
    /// Nil for anything else, and for what does not fit.
    package static func parse(_ text: String) -> Int64? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let number = Double(String(digits)), number.isFinite else { return nil }
        let factor: Double
        switch text.dropFirst(digits.count).lowercased() {
        case "", "b": factor = 1
        case "k", "kb", "ki", "kib": factor = 1024
        case "m", "mb", "mi", "mib": factor = 1_048_576
        case "g", "gb", "gi", "gib": factor = 1_073_741_824
        case "t", "tb", "ti", "tib": factor = 1_099_511_627_776
        default: return nil
        }
        let bytes = (number * factor).rounded()
        return bytes < 9e18 ? Int64(bytes) : nil
    }
}
