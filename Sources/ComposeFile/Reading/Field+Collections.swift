extension Field {
    /// A list of texts. What stands twice is taken once.
    func texts() -> [String] { Field.unique(elements().compactMap { $0.text() }) }

    /// One text, or a list of them.
    func textOrTexts() -> [String] {
        if node.scalar != nil { return text().map { [$0] } ?? [] }
        return texts()
    }

    static func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }

    /// A command: a list, or text that is taken apart as a shell would, without a shell.
    func commandLine() -> [String]? {
        if node.sequence != nil {
            let fields = elements()
            let words = fields.compactMap { field -> String? in
                guard let scalar = field.node.scalar, scalar.value != .null else {
                    field.fail("expected text, found \(field.node.kind)")
                    return nil
                }
                return scalar.canonicalText
            }
            return words.count == fields.count ? words : nil
        }
        guard let text = text() else { return nil }
        guard let words = ShellWords.split(text) else {
            fail("a quote is not closed in \(quoted(text))")
            return nil
        }
        return words
    }

    /// An assignment with its field.
    struct Assignment {
        let name: String
        /// Nil: only the name is there.
        let value: String?
        let field: Field
    }

    /// `NAME: value`, or a list of `NAME=value` and `NAME`. Of merged lists the last value of a name counts.
    func assignments() -> [Assignment] {
        if node.mapping != nil {
            return members(skipsExtensions: false).compactMap { key, field in
                guard let scalar = field.node.scalar else {
                    field.fail("expected text or a number, found \(field.node.kind)")
                    return nil
                }
                return Assignment(name: key, value: scalar.value == .null ? nil : scalar.canonicalText, field: field)
            }
        }
        var assignments: [Assignment] = []
        var indices: [String: Int] = [:]
        for field in elements() {
            guard let scalar = field.node.scalar, scalar.value != .null else {
                field.fail("expected NAME=value, found \(field.node.kind)")
                continue
            }
            let parts = scalar.text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts.first.map { String($0) } ?? ""
            let value = parts.count == 2 ? String(parts[1]) : nil
            guard !name.isEmpty else {
                field.fail("expected NAME=value, found \(quoted(scalar.text))")
                continue
            }
            let assignment = Assignment(name: name, value: value, field: field)
            if let index = indices[name] {
                if assignments[index].field.node.rank == field.node.rank, assignments[index].value != value {
                    field.warn("\(name) is set twice; this value counts")
                }
                assignments[index] = assignment
            } else {
                indices[name] = assignments.count
                assignments.append(assignment)
            }
        }
        return assignments
    }

    /// Names and values; a name without a value has an empty one.
    func labels() -> [String: String] {
        Dictionary(assignments().map { ($0.name, $0.value ?? "") }) { $1 }
    }

    /// A mapping of texts and numbers.
    func options() -> [String: String] {
        guard node.mapping != nil else {
            if !isNull { fail("expected a mapping, found \(node.kind)") }
            return [:]
        }
        return labels()
    }

    /// Elements of which merged ones replace those with the same key; two of one list with the same key are a mistake.
    func keyed<Element>(
        _ elements: [(Field, Element)], by key: (Element) -> String, _ complaint: (Element) -> String
    ) -> [Element] {
        var kept: [(Field, Element)] = []
        var indices: [String: Int] = [:]
        for (field, element) in elements {
            guard let index = indices[key(element)] else {
                indices[key(element)] = kept.count
                kept.append((field, element))
                continue
            }
            if kept[index].0.node.rank == field.node.rank {
                field.fail("\(complaint(element)), first in line \(kept[index].0.position.line)")
            }
            kept[index] = (field, element)
        }
        return kept.map(\.1)
    }
}
