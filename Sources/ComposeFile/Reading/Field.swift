/// A value of the merged tree with its name, and where to say what is wrong with it.
///
/// What is read of a field is nil when it is wrong; the mistake is in the findings then.
struct Field {
    let node: YAMLNode
    let path: FieldPath
    let findings: Findings
    /// Where the key stands, if this is a member of a mapping.
    var keyPosition: SourcePosition?

    var isNull: Bool { node.isNull }

    /// That of a scalar is its own; lists and mappings begin in a line below their name, which is what people look for.
    var position: SourcePosition {
        node.scalar != nil && !isNull ? node.position : keyPosition ?? node.position
    }

    func fail(_ reason: String) {
        guard !node.isBroken else { return }
        findings.add(.init(at: position, field: path.text, reason))
    }

    func warn(_ reason: String) {
        findings.warn(.init(at: keyPosition ?? position, field: path.text, reason))
    }

    func refuse(_ reason: String) {
        findings.refuse(.init(at: keyPosition ?? position, field: path.text, reason))
    }

    // MARK: Parts

    func member(_ key: String) -> Field? {
        guard let member = node.mapping?.member(key), !member.value.isNull else { return nil }
        return Field(
            node: member.value, path: path.member(key), findings: findings, keyPosition: member.keyPosition)
    }

    /// The members of a mapping, those without a value too. `x-…`, which nobody reads, is left out if `skipsExtensions`.
    func members(skipsExtensions: Bool = true) -> [(key: String, field: Field)] {
        guard let mapping = node.mapping else {
            if !isNull { fail("expected a mapping, found \(node.kind)") }
            return []
        }
        return mapping.members.compactMap { member in
            if skipsExtensions, member.key.hasPrefix("x-") { return nil }
            let field = Field(
                node: member.value, path: path.member(member.key), findings: findings, keyPosition: member.keyPosition)
            return (member.key, field)
        }
    }

    func elements() -> [Field] {
        guard let elements = node.sequence else {
            if !isNull { fail("expected a list, found \(node.kind)") }
            return []
        }
        return elements.enumerated().map { Field(node: $1, path: path.element($0), findings: findings) }
    }

    /// A member that the specification does not have.
    func unknown(_ known: [String]) {
        guard !findings.isFull else { return }
        let name = path.steps.last ?? ""
        let near = Spelling.nearest(to: name, among: known).map { "; did you mean \($0)?" }
        let list = known.count <= 12 ? "; there are \(known.sorted().joined(separator: ", "))" : ""
        findings.add(.init(at: keyPosition ?? position, field: path.text, "is not known here" + (near ?? list)))
    }

    // MARK: Scalars

    /// Text; a number is taken as it is written.
    func text() -> String? {
        guard let scalar = node.scalar else {
            fail("expected text, found \(node.kind)")
            return nil
        }
        switch scalar.value {
        case .string, .int, .float: return scalar.text
        case .bool, .null:
            fail("expected text, found \(node.kind): put it in quotes if it is meant as text")
            return nil
        }
    }

    func nonEmptyText() -> String? {
        guard let text = text() else { return nil }
        guard !text.isEmpty else {
            fail("is empty")
            return nil
        }
        return text
    }

    func bool() -> Bool? {
        switch node.scalar?.text.lowercased() {
        case "true", "yes", "y", "on": return true
        case "false", "no", "n", "off": return false
        default:
            fail("expected true or false, found \(described)")
            return nil
        }
    }

    func integer(in range: ClosedRange<Int64>) -> Int64? {
        var integer: Int64?
        if let scalar = node.scalar {
            switch scalar.value {
            case .int(let value): integer = value
            case .float(let value): integer = Int64(exactly: value)
            case .string: integer = Int64(scalar.text)
            case .bool, .null: break
            }
        }
        guard let integer, range.contains(integer) else {
            fail("expected a whole number from \(range.lowerBound) to \(range.upperBound), found \(described)")
            return nil
        }
        return integer
    }

    func number(in range: ClosedRange<Double>) -> Double? {
        var number: Double?
        switch node.scalar?.value {
        case .int(let value): number = Double(value)
        case .float(let value): number = value
        case .string: number = node.scalar.flatMap { Double($0.text) }
        case .bool, .null, nil: break
        }
        guard let number, range.contains(number) else {
            fail("expected a number from \(range.lowerBound) to \(range.upperBound), found \(described)")
            return nil
        }
        return number
    }

    /// - Parameter minimum: 0, or -1 where that means "no limit".
    func bytes(minimum: Int64 = 0) -> Int64? {
        if minimum < 0, node.scalar?.text == "-1" { return -1 }
        guard let text = node.scalar?.text, let bytes = ByteSize.parse(text) else {
            fail("expected a size in bytes such as 64m or 1.5g, found \(described)")
            return nil
        }
        return bytes
    }

    /// Nanoseconds.
    func duration() -> Int64? {
        guard let text = node.scalar?.text, let span = TimeSpan.parse(text) else {
            let isNumber = node.scalar.map { Double($0.text) != nil } ?? false
            let hint = isNumber ? ": add a unit" : ""
            fail("expected a time such as 1m30s or 500ms, found \(described)\(hint)")
            return nil
        }
        return span
    }

    /// The value in few words, for messages.
    var described: String {
        guard let scalar = node.scalar else { return node.kind }
        return scalar.value == .null ? "nothing" : quoted(scalar.text)
    }

    func choice(_ choices: [String]) -> String? {
        guard let text = text() else { return nil }
        guard choices.contains(text) else {
            let near = Spelling.nearest(to: text, among: choices).map { "; did you mean \($0)?" } ?? ""
            fail("\(quoted(text)) is none of \(choices.joined(separator: ", "))\(near)")
            return nil
        }
        return text
    }
}

/// Words that are nearly alike.
enum Spelling {
    /// The candidate that few changes of letters lead to; nil when none is near.
    static func nearest(to word: String, among candidates: [String]) -> String? {
        let word = Array(word.prefix(64).utf8)
        let ranked = candidates.map { ($0, distance(word, Array($0.utf8))) }
        guard let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= max(1, word.count / 3) else { return nil }
        return best.0
    }

    /// Insertions, deletions, replacements and exchanges of neighbours.
    private static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...second.count)
        for (row, byte) in first.enumerated() {
            var current = [row + 1]
            for (column, other) in second.enumerated() {
                var cost = min(last[column] + (byte == other ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, byte == second[column - 1], first[row - 1] == other {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[second.count]
    }
}
