/// The name of an image, `[registry[:port]/]repository[:tag][@digest]`
/// (https://pkg.go.dev/github.com/distribution/reference).
enum ImageName {
    /// What is wrong with a name; nil for a right one.
    static func complaint(about text: String) -> String? {
        var rest = Substring(text)
        guard !rest.isEmpty else { return "is empty: name an image" }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return "\(quoted(text)) has blanks or other characters that no image's name has"
        }
        if let at = rest.firstIndex(of: "@") {
            if let complaint = complaint(aboutDigest: rest[rest.index(after: at)...]) { return complaint }
            rest = rest[..<at]
        }
        let slash = rest.lastIndex(of: "/")
        if let colon = rest.lastIndex(of: ":"), slash.map({ $0 < colon }) ?? true {
            let tag = rest[rest.index(after: colon)...]
            guard isTag(tag) else {
                return "\(quoted(tag)) is not a tag: letters, digits, _ . - and at most 128 of them"
            }
            rest = rest[..<colon]
        }
        guard rest.utf8.count <= 255 else { return "the repository's name is longer than 255 characters" }
        var components = rest.split(separator: "/", omittingEmptySubsequences: false)
        if components.count > 1, let host = components.first,
            host.contains(".") || host.contains(":") || host == "localhost" || host.contains(where: \.isUppercase)
        {
            guard isHost(host) else { return "\(quoted(host)) is not a registry's address" }
            components.removeFirst()
        }
        for component in components where !isComponent(component) {
            if component.contains(where: \.isUppercase) {
                return "\(quoted(text)) has upper case letters: a repository's name is in lower case"
            }
            return "\(quoted(text)) is not the name of an image"
        }
        return nil
    }

    private static func complaint(aboutDigest digest: Substring) -> String? {
        let parts = digest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return "\(quoted(digest)) is not a digest: expected sha256:…" }
        let isHex = parts[1].utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        switch (parts[0], parts[1].utf8.count) {
        case ("sha256", 64) where isHex, ("sha512", 128) where isHex: return nil
        case ("sha256", let count):
            return "the digest has \(count) characters after sha256:, where 64 of 0-9 and a-f belong"
        default: return "\(quoted(digest)) is not a digest: expected sha256:…"
        }
    }

    private static func isTag(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 128 else { return false }
        return (Names.isLetterOrDigit(first) || first == UInt8(ascii: "_"))
            && text.utf8.allSatisfy { Names.isLetterOrDigit($0) || "_.-".utf8.contains($0) }
    }

    /// Lower case letters and digits, between them `.`, `_`, `__` or any number of `-`.
    private static func isComponent(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        func isPlain(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) }
        guard isPlain(first), isPlain(last), text.utf8.allSatisfy({ isPlain($0) || "._-".utf8.contains($0) }) else {
            return false
        }
        return text.utf8.split(whereSeparator: isPlain).allSatisfy { separator in
            separator.elementsEqual(".".utf8) || separator.elementsEqual("_".utf8) || separator.elementsEqual("__".utf8)
                || separator.allSatisfy { $0 == UInt8(ascii: "-") }
        }
    }

    private static func isHost(_ text: Substring) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if text.first == "[" { return text.utf8.allSatisfy { Names.isLetterOrDigit($0) || "[]:.".utf8.contains($0) } }
        guard parts.count <= 2, parts.count == 1 || UInt16(parts[1]) != nil, let first = parts[0].utf8.first else {
            return false
        }
        return Names.isLetterOrDigit(first)
            && parts[0].utf8.allSatisfy { Names.isLetterOrDigit($0) || ".-".utf8.contains($0) }
    }
}
