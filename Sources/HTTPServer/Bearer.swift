/// RFC 6750, section 2.1, and comparing secrets.
package enum Bearer {
    /// The token of `Authorization: Bearer <token>`; nil for anything else.
    package static func token(of call: HTTPCall) -> String? {
        guard let value = call.header("Authorization") else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }

    /// Equality in a time that depends on the lengths alone.
    package static func isEqual(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
