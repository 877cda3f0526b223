// How the texts of proc(5) are taken apart. They work on bytes: lines of /proc/stat are long, and are read often.

private let newline = UInt8(ascii: "\n")
private let blanks: Set<UInt8> = [UInt8(ascii: " "), UInt8(ascii: "\t")]

func lines(of text: String) -> [Substring] { Substring(text).utf8.split(separator: newline).map { Substring($0) } }

/// What blanks separate.
func fields(of line: Substring) -> [Substring] {
    line.utf8.split(whereSeparator: blanks.contains).map { Substring($0) }
}

/// A counter: a decimal number that is not negative, held at Int64.max; nil for anything else.
func counter(_ field: Substring) -> Int64? { UInt64(field).map { Int64(clamping: $0) } }

/// The two sides of a line like `MemTotal:   16384 kB`, without the blanks around them; nil without a colon.
func keyAndValue(_ line: Substring) -> (key: Substring, value: Substring)? {
    guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    return (trimmed(line[..<colon]), trimmed(line[line.utf8.index(after: colon)...]))
}

func trimmed(_ text: Substring) -> Substring {
    var rest = text.utf8
    while let first = rest.first, blanks.contains(first) { rest.removeFirst() }
    while let last = rest.last, blanks.contains(last) { rest.removeLast() }
    return Substring(rest)
}

/// How far a counter went from `old` to `self`; 0 when it wrapped or began anew, for then nobody knows.
extension Int64 {
    func progress(since old: Int64) -> Int64 { self > old ? self - old : 0 }

    /// The sum, held at the largest number.
    func plus(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
