/// A value of a YAML document that knows where it stands.
struct YAMLNode: Sendable {
    enum Content: Sendable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        case mapping(YAMLMapping)
    }

    var content: Content
    var position: SourcePosition
    /// `!reset` and `!override`, which tell how the value is merged.
    var merging = Merging.standard
    /// Elements that merging appended to a list have a higher rank than those that were there: they replace equal ones.
    var rank = 0
    /// Has a mistake that is told already: what is read from it is not complained about again.
    var isBroken = false

    /// How a value is combined with that of an earlier file (compose specification, "Merge and override").
    enum Merging: Sendable { case standard, reset, override }

    init(_ content: Content, at position: SourcePosition) {
        self.content = content
        self.position = position
    }

    init(text: String, at position: SourcePosition) {
        self.init(.scalar(YAMLScalar(text: text, isPlain: false)), at: position)
    }

    var scalar: YAMLScalar? {
        guard case .scalar(let scalar) = content else { return nil }
        return scalar
    }

    var sequence: [YAMLNode]? {
        guard case .sequence(let elements) = content else { return nil }
        return elements
    }

    var mapping: YAMLMapping? {
        guard case .mapping(let mapping) = content else { return nil }
        return mapping
    }

    var isNull: Bool { scalar?.value == .null }

    subscript(key: String) -> YAMLNode? { mapping?[key] }

    /// How many values there are in it, itself and keys included.
    var weight: Int {
        switch content {
        case .scalar: 1
        case .sequence(let elements): elements.reduce(1) { $0 + $1.weight }
        case .mapping(let mapping): mapping.members.reduce(1) { $0 + 1 + $1.value.weight }
        }
    }

    /// What kind of value this is, for messages.
    var kind: String {
        switch content {
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .scalar(let scalar):
            switch scalar.value {
            case .null: "nothing"
            case .bool: "a boolean"
            case .int, .float: "a number"
            case .string: "text"
            }
        }
    }
}

/// The members of a mapping in the order of the file.
struct YAMLMapping: Sendable {
    struct Member: Sendable {
        let key: String
        let keyPosition: SourcePosition
        var value: YAMLNode
    }

    private(set) var members: [Member] = []
    private var indices: [String: Int] = [:]

    var isEmpty: Bool { members.isEmpty }

    subscript(key: String) -> YAMLNode? { indices[key].map { members[$0].value } }

    func member(_ key: String) -> Member? { indices[key].map { members[$0] } }

    /// Replaces the value of a key that is there, in its place.
    mutating func set(_ member: Member) {
        if let index = indices[member.key] {
            members[index] = member
        } else {
            indices[member.key] = members.count
            members.append(member)
        }
    }

    func removing(_ keys: Set<String>) -> YAMLMapping {
        var kept = YAMLMapping()
        for member in members where !keys.contains(member.key) { kept.set(member) }
        return kept
    }

    /// The same keys with other values.
    func mapValues(_ transform: (Member) -> YAMLNode) -> YAMLMapping {
        var copy = self
        for index in copy.members.indices { copy.members[index].value = transform(copy.members[index]) }
        return copy
    }
}
