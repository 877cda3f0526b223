import JSON

/// Writes a value as YAML that every reader, of YAML 1.1 or 1.2, understands in the same way.
enum YAMLWriter {
    /// Members in alphabetical order; those of the outermost mapping begin with `firstKeys`.
    static func text(of value: JSON, firstKeys: [String] = []) -> String {
        var lines: [String] = []
        guard case .object(let members) = value else { return scalar(value) + "\n" }
        func rank(_ key: String) -> Int { firstKeys.firstIndex(of: key) ?? firstKeys.count }
        let sorted = members.sorted { (rank($0.key), $0.key) < (rank($1.key), $1.key) }
        write(sorted.map { ($0.key, $0.value) }, to: &lines, indentation: 0)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func write(_ members: [(String, JSON)], to lines: inout [String], indentation: Int) {
        for (key, value) in members { write(value, after: text(key) + ":", to: &lines, indentation: indentation) }
    }

    private static func write(_ value: JSON, after head: String, to lines: inout [String], indentation: Int) {
        let margin = String(repeating: " ", count: indentation)
        switch value {
        case .object(let members) where !members.isEmpty:
            let sorted = members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            if head == "-" {
                // The first member stands beside the dash.
                let first = lines.count
                write(sorted, to: &lines, indentation: indentation + 2)
                lines[first] = margin + "- " + lines[first].dropFirst(indentation + 2)
            } else {
                lines.append(margin + head)
                write(sorted, to: &lines, indentation: indentation + 2)
            }
        case .array(let elements) where !elements.isEmpty:
            lines.append(margin + head)
            for element in elements { write(element, after: "-", to: &lines, indentation: indentation + 2) }
        default:
            lines.append(margin + head + " " + scalar(value))
        }
    }

    private static func scalar(_ value: JSON) -> String {
        switch value {
        case .string(let string): text(string)
        case .object: "{}"
        case .array: "[]"
        case .double(let number): GoNumber.text(of: number)
        case .null, .bool, .int: value.text
        }
    }

    /// Without quotes when it cannot mean anything else; otherwise in double quotes, as JSON, which YAML contains.
    private static func text(_ string: String) -> String {
        isPlain(string) ? string : JSON.string(string).text
    }

    private static let words: Set = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "~"]

    private static func isPlain(_ string: String) -> Bool {
        guard let first = string.utf8.first, let last = string.utf8.last, last != UInt8(ascii: ":"),
            !words.contains(string.lowercased())
        else { return false }
        let isLetter = (0x41...0x5A).contains(first) || (0x61...0x7A).contains(first)
        guard isLetter || first == UInt8(ascii: "/") || first == UInt8(ascii: "_") else { return false }
        return string.utf8.allSatisfy { byte in
            Names.isLetterOrDigit(byte) || "_./-:=@+".utf8.contains(byte)
        } && !string.contains(": ")
    }
}
