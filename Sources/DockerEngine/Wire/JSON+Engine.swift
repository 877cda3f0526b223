import JSON

/// Shapes that come again and again in the engine's answers.
extension JSON {
    static func strings(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }
    static func strings(_ texts: [String: String]) -> JSON { .object(texts.mapValues { .string($0) }) }

    /// A whole number of 64 bits; counters that the engine keeps without sign are held at the largest.
    var int64: Int64? {
        switch self {
        case .int(let value): value
        case .double(let value): Int64(exactly: value) ?? (value > 9e18 ? .max : nil)
        case .null, .bool, .string, .array, .object: nil
        }
    }

    /// What only grows, and so is never below 0.
    var counter: Int64? { int64.map { max(0, $0) } }

    /// An image's id. Podman leaves `sha256:` out in some answers.
    var imageID: String? {
        guard let id = string, !id.isEmpty else { return nil }
        let isBare = id.utf8.count == 64 && id.allSatisfy(\.isHexDigit)
        return isBare ? "sha256:" + id : id
    }

    /// The texts of an array; nil for anything else, null included.
    var strings: [String]? { array?.compactMap(\.string) }

    /// The texts of an object, as labels are.
    var texts: [String: String] { object?.compactMapValues(\.string) ?? [:] }
}
