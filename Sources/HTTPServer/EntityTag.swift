import JSON

/// What tells one state of an answer from another: RFC 9110, section 8.8.3. It is hashed with a key of this process, so
/// after a restart a client gets everything once more.
package enum EntityTag: Sendable, Equatable {
    case none
    /// Of every byte.
    case strong
    /// Of all but the members of these names, at whatever depth: those that are another each time, as times and ages
    /// are, though nothing has changed.
    case weak(without: Set<String>)

    /// The value of `ETag` for a body; nil for `none`.
    func value(of content: HTTPAnswer.Content, bytes: [UInt8]) -> String? {
        switch (self, content) {
        case (.none, _): return nil
        case (.weak(let names), .json(let body)): return "W/\"\(Self.text(Self.hash(body, without: names)))\""
        case (.strong, _), (.weak, _):
            var hasher = Hasher()
            bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
            return "\"\(Self.text(hasher.finalize()))\""
        }
    }

    /// Whether `If-None-Match` names this tag: then its sender has the answer already. Weak and strong are alike here.
    static func isKnown(_ tag: String, to ifNoneMatch: String) -> Bool {
        let opaque = tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...]
        return ifNoneMatch.split(separator: ",").contains { element in
            let known = element.filter { $0 != " " && $0 != "\t" }
            return known == "*" || known == opaque || known == "W/" + opaque
        }
    }

    private static func hash(_ json: JSON, without names: Set<String>) -> Int {
        var hasher = Hasher()
        switch json {
        case .null, .bool, .int, .double, .string: hasher.combine(json)
        case .array(let elements):
            hasher.combine(elements.count)
            for element in elements { hasher.combine(hash(element, without: names)) }
        case .object(let members):
            // Members have no order: what is combined must not have one either.
            var sum = 0
            for (name, value) in members where !names.contains(name) {
                var member = Hasher()
                member.combine(name)
                member.combine(hash(value, without: names))
                sum &+= member.finalize()
            }
            hasher.combine(sum)
        }
        return hasher.finalize()
    }

    private static func text(_ hash: Int) -> String { String(UInt(bitPattern: hash), radix: 36) }
}
