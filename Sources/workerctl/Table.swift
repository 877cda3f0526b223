/// Columns under headings, as wide as their widest cell, two spaces apart.
struct Table {
    private var rows: [[String]]
    /// Columns whose words tell how things are.
    private let toned: Set<Int>

    init(_ headings: String...) {
        rows = [headings]
        toned = Set(headings.indices.filter { ["STATE", "STATUS", "VERDICT"].contains(headings[$0]) })
    }

    mutating func add(_ cells: String...) { rows.append(cells) }

    /// Without spaces at the ends of lines. Control characters of a cell, which could move the cursor, become `?`.
    var text: String { text(.off) }

    func text(_ paint: Paint) -> String {
        let rows = rows.map { $0.map(Self.printable) }
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.enumerated().map { index, row in
            let last = row.lastIndex { !$0.isEmpty } ?? -1
            return row[...max(last, 0)].indices.map { column in
                let gap = column == last ? "" : String(repeating: " ", count: widths[column] - row[column].count)
                let tone: Paint.Tone = index == 0 ? .dim : toned.contains(column) ? .ofState(row[column]) : .plain
                return paint(tone, row[column]) + gap
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    static func printable(_ cell: String) -> String {
        String(String.UnicodeScalarView(cell.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : $0 }))
    }
}

/// Quantities for people.
enum Quantity {
    /// `512 B`, `3.4 MiB`
    static func bytes(_ count: Int64) -> String {
        var number = Double(count)
        for unit in ["B", "KiB", "MiB", "GiB"] {
            if number < 1024 { return (unit == "B" ? String(count) : decimal(number)) + " " + unit }
            number /= 1024
        }
        return decimal(number) + " TiB"
    }

    /// `42 s`, `3 min`, `5 h 20 min`, `12 d 4 h`
    static func time(seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e12 else { return "-" }
        let seconds = Int(seconds)
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3600: return "\(seconds / 60) min"
        case ..<86400: return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
        default: return "\(seconds / 86400) d \(seconds % 86400 / 3600) h"
        }
    }

    /// One digit after the point.
    static func decimal(_ number: Double) -> String {
        guard number.isFinite, abs(number) < 1e15 else { return "-" }
        let tenths = Int((abs(number) * 10).rounded())
        return "\(number < 0 && tenths > 0 ? "-" : "")\(tenths / 10).\(tenths % 10)"
    }
}
