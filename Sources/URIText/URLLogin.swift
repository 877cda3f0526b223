/// The user and password that a URL may have in front of its host (RFC 3986, section 3.2.1): not to be shown.
package enum URLLogin {
    /// The text with what stands between `://` and the last `@` before the path masked, in each URL that is in it.
    package static func masked(_ text: String, with mask: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.contains(UInt8(ascii: "@")) else { return text }
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index...].starts(with: separator) else {
                result.append(bytes[index])
                index += 1
                continue
            }
            index += separator.count
            result += separator
            let authority = bytes[index...].prefix { !ends.contains($0) && $0 > 0x20 }
            guard let at = authority.lastIndex(of: UInt8(ascii: "@")) else { continue }
            result += mask.utf8
            index = at
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static let separator = Array("://".utf8)
    /// What ends an authority: a path, a query, a fragment, or the text that the URL stands in.
    private static let ends = Set("/?#\"'<>".utf8)
}
