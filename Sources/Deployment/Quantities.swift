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

/// A time span as compose writes it: `90s`, `1m30s`, `1.5h`, `500ms`, `100us`.
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
            case "us": total += number * 1e3
            case "ms": total += number * 1e6
            case "s": total += number * 1e9
            case "m": total += number * 60e9
            case "h": total += number * 3600e9
            default: return nil
            }
        }
        return total < 9e18 ? Int64(total) : nil
    }
}

/// A command line taken apart as a POSIX shell would, without expansions: blanks, quotes and backslashes.
package enum ShellWords {
    /// Nil when a quote is not closed.
    package static func split(_ text: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in text {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
                word = word ?? ""
            } else if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let complete = word { words.append(complete) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let last = word { words.append(last) }
        return quote == nil && !isEscaped ? words : nil
    }
}
