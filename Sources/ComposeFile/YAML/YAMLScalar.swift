/// A scalar: its text, and what it means if it was written without quotes.
struct YAMLScalar: Sendable {
    enum Value: Equatable, Sendable {
        case null
        case bool(Bool)
        case int(Int64)
        case float(Double)
        case string
    }

    let text: String
    let value: Value

    /// - Parameter isPlain: written without quotes and not as a block.
    init(text: String, isPlain: Bool) {
        self.text = text
        value = isPlain ? Self.resolve(text) : .string
    }

    /// The text that it is where compose wants text (an environment variable, a label): a number in its shortest
    /// decimal form, as docker compose writes it, everything else as it stands.
    var canonicalText: String {
        switch value {
        case .null: ""
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        // Whole numbers above Int64 are counted exactly too.
        case .float(let value): UInt64(text).map { String($0) } ?? GoNumber.text(of: value)
        case .string: text
        }
    }

    /// The core schema of YAML 1.2 with the integers of YAML 1.1, as docker compose's parser has it: `yes` and `on` are
    /// text, `0755` is octal, `22:22` is text.
    private static func resolve(_ text: String) -> Value {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        case ".nan", ".NaN", ".NAN": return .float(.nan)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .float(.infinity)
        case "-.inf", "-.Inf", "-.INF": return .float(-.infinity)
        default: break
        }
        guard let first = text.utf8.first, "+-.0123456789".utf8.contains(first) else { return .string }
        let plain = text.replacing("_", with: "")
        if let integer = integer(plain) { return .int(integer) }
        if isFloat(plain), let number = Double(plain), number.isFinite { return .float(number) }
        return .string
    }

    private static func integer(_ text: String) -> Int64? {
        var digits = text[...]
        let isNegative = digits.first == "-"
        if isNegative || digits.first == "+" { digits = digits.dropFirst() }
        guard digits.first?.isNumber == true else { return nil }
        var radix = 10
        for (prefix, value) in [("0x", 16), ("0b", 2), ("0o", 8)] where digits.hasPrefix(prefix) {
            digits = digits.dropFirst(2)
            radix = value
        }
        if radix == 10, digits.count > 1, digits.first == "0" {
            digits = digits.dropFirst()
            radix = 8
        }
        guard digits.first?.isHexDigit == true else { return nil }
        return Int64((isNegative ? "-" : "") + digits, radix: radix)
    }

    /// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
    private static func isFloat(_ text: String) -> Bool {
        var rest = Substring(text).utf8
        func digits(_ rest: inout Substring.UTF8View) -> Int {
            let count = rest.prefix { (0x30...0x39).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        var count = digits(&rest)
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            count += digits(&rest)
        }
        guard count > 0 else { return false }
        guard let exponent = rest.first else { return true }
        guard exponent | 0x20 == UInt8(ascii: "e") else { return false }
        rest = rest.dropFirst()
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        return digits(&rest) > 0 && rest.isEmpty
    }
}

/// Numbers as Go's `fmt.Sprint` writes them, which is what docker compose puts into containers.
enum GoNumber {
    static func text(of value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf" }
        if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
        // The value is 0.digits × 10^exponent.
        let parts = abs(value).description.split(separator: "e")
        var digits = parts[0].filter(\.isNumber)
        var exponent = parts[0].prefix { $0 != "." }.count
        if parts.count == 2 { exponent += Int(parts[1]) ?? 0 }
        let leading = digits.prefix { $0 == "0" }.count
        digits.removeFirst(leading)
        exponent -= leading
        while digits.last == "0" { digits.removeLast() }
        let sign = value < 0 ? "-" : ""
        if exponent - 1 < -4 || exponent - 1 >= 21 {
            let power = abs(exponent - 1)
            let mantissa = digits.count > 1 ? "\(digits.prefix(1)).\(digits.dropFirst())" : digits
            return "\(sign)\(mantissa)e\(exponent - 1 < 0 ? "-" : "+")\(power < 10 ? "0" : "")\(power)"
        }
        if exponent <= 0 { return "\(sign)0.\(String(repeating: "0", count: -exponent))\(digits)" }
        if exponent >= digits.count { return sign + digits + String(repeating: "0", count: exponent - digits.count) }
        return "\(sign)\(digits.prefix(exponent)).\(digits.dropFirst(exponent))"
    }
}
