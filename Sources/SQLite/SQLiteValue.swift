/// A value of a column or a bound parameter: one of SQLite's five storage classes.
package enum SQLiteValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    /// A text, or NULL for nil.
    package init(_ text: String?) { self = text.map(Self.text) ?? .null }
    /// An integer, or NULL for nil.
    package init(_ integer: Int64?) { self = integer.map(Self.integer) ?? .null }
    package init(_ integer: Int?) { self = integer.map { .integer(Int64($0)) } ?? .null }
    package init(_ bool: Bool) { self = .integer(bool ? 1 : 0) }

    package var integer: Int64? {
        guard case .integer(let value) = self else { return nil }
        return value
    }

    /// A real, or an integer as one.
    package var real: Double? {
        switch self {
        case .real(let value): value
        case .integer(let value): Double(value)
        case .null, .text, .blob: nil
        }
    }

    package var text: String? {
        guard case .text(let value) = self else { return nil }
        return value
    }

    package var blob: [UInt8]? {
        guard case .blob(let value) = self else { return nil }
        return value
    }

    package var isNull: Bool { self == .null }
}

extension SQLiteValue: ExpressibleByNilLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByStringLiteral
{
    package init(nilLiteral: ()) { self = .null }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(floatLiteral value: Double) { self = .real(value) }
    package init(stringLiteral value: String) { self = .text(value) }
}

/// One row of an answer. A column that is not there reads as NULL.
package struct SQLiteRow: Sendable {
    package let values: [SQLiteValue]
    /// The names of the columns, as the statement gives them; shared by all rows of an answer.
    package let columns: [String]

    package subscript(index: Int) -> SQLiteValue { values.indices.contains(index) ? values[index] : .null }

    package subscript(column: String) -> SQLiteValue {
        columns.firstIndex(of: column).map { values[$0] } ?? .null
    }
}
