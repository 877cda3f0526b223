import ComposeFile
import JSON
import NodeProtocol

/// One member of a configuration, with its path for messages: `ports[0].published`.
struct ConfigField {
    let path: String
    let value: JSON

    func fail(_ reason: String) -> ServiceError { ServiceError(.invalidConfig, "\(path): \(reason)") }

    private func expected(_ what: String) -> ServiceError { fail("expected \(what), found \(value.kind)") }

    /// A text; a number or boolean counts as its spelling, as in YAML.
    func text() throws(ServiceError) -> String {
        switch value {
        case .string(let text):
            guard !text.utf8.contains(0) else { throw fail("contains a zero byte") }
            return text
        case .int(let int): return String(int)
        case .double(let double): return double.description
        case .bool(let bool): return bool ? "true" : "false"
        case .null, .array, .object: throw expected("a text")
        }
    }

    func nonEmptyText() throws(ServiceError) -> String {
        let text = try text()
        guard !text.isEmpty else { throw fail("is empty") }
        return text
    }

    func bool() throws(ServiceError) -> Bool {
        guard let bool = value.bool else { throw expected("true or false") }
        return bool
    }

    /// A whole number, also as text.
    func integer(in range: ClosedRange<Int64>) throws(ServiceError) -> Int64 {
        let number = value.int.map { Int64($0) } ?? value.string.flatMap { Int64($0) }
        guard let number else { throw fail("expected a whole number") }
        guard range.contains(number) else {
            throw fail("\(number) is not in \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func number(in range: ClosedRange<Double>) throws(ServiceError) -> Double {
        guard let number = value.double ?? value.string.flatMap({ Double($0) }), number.isFinite else {
            throw fail("expected a number")
        }
        guard range.contains(number) else {
            throw fail("\(number) is not in \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func byteSize() throws(ServiceError) -> Int64 {
        let size = value.int.map { Int64($0) } ?? value.string.flatMap { ByteSize.parse($0) }
        guard let size, size > 0 else { throw fail("expected a size above 0, in bytes or as \"64m\"") }
        return size
    }

    func timeSpan() throws(ServiceError) -> Int64 {
        guard let span = value.string.flatMap({ TimeSpan.parse($0) }) else {
            throw fail("expected a time such as \"1m30s\"")
        }
        return span
    }

    /// An array's elements; anything else, alone.
    func elements() throws(ServiceError) -> [ConfigField] {
        guard let elements = value.array else { throw expected("a list") }
        return elements.enumerated().map { ConfigField(path: "\(path)[\($0)]", value: $1) }
    }

    func texts() throws(ServiceError) -> [String] {
        var texts: [String] = []
        for element in try elements() { texts.append(try element.nonEmptyText()) }
        return texts
    }

    /// A text, or a list of texts.
    func textOrTexts() throws(ServiceError) -> [String] {
        value.array == nil ? [try nonEmptyText()] : try texts()
    }

    /// The members of an object, in the order of their names.
    func members() throws(ServiceError) -> [(name: String, field: ConfigField)] {
        guard let members = value.object else { throw expected("an object") }
        return members.sorted { $0.key < $1.key }
            .map { (name: $0.key, field: ConfigField(path: "\(path).\($0.key)", value: $0.value)) }
    }

    func member(_ name: String) -> ConfigField? {
        guard let value = value[name], !value.isNull else { return nil }
        return ConfigField(path: "\(path).\(name)", value: value)
    }

    /// `["K=V"…]` or `{K: V}`; a value of null stands for a bare `K`.
    func assignments() throws(ServiceError) -> [(name: String, value: String?)] {
        var assignments: [(name: String, value: String?)] = []
        if value.array != nil {
            for element in try elements() {
                let parts = try element.text().split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard let name = parts.first, !name.isEmpty else { throw element.fail("expected NAME=value") }
                assignments.append((String(name), parts.count == 2 ? String(parts[1]) : nil))
            }
        } else {
            for (name, field) in try members() {
                guard !name.isEmpty, !name.contains("="), !name.utf8.contains(0) else {
                    throw fail("\(String(reflecting: name)) is not a name")
                }
                assignments.append((name, field.value.isNull ? nil : try field.text()))
            }
        }
        return assignments
    }
}
