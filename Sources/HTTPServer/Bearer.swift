/// RFC 6750, section 2.1, and comparing secrets.
package enum Bearer {
    /// The token of `Authorization: Bearer <token>`; nil for anything else.
    package static func token(of call: HTTPCall) -> String? {
        guard let value = call.header("Authorization") else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1].drop { $0 == " " })
    }

    /// Equality in a time that depends on the length of `sent` alone.
    package static func isEqual(_ secret: String, _ sent: String) -> Bool {
        let (secret, sent) = (Array(secret.utf8), Array(sent.utf8))
        guard !secret.isEmpty else { return sent.isEmpty }
        var difference = secret.count ^ sent.count
        for index in sent.indices { difference |= Int(secret[index % secret.count] ^ sent[index]) }
        return difference == 0
    }
}
