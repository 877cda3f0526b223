/// A name of an image taken apart, each part checked as its grammar has it.
struct ImageReferenceParts {
    /// With the registry, when one was named.
    let repository: Substring
    let tag: Substring?
    let digest: Substring?

    init(_ text: String) throws(ImageReferenceError) {
        guard !text.isEmpty else { throw ImageReferenceError("is empty: name an image") }
        let quoted = ImageReferenceError.quoted(text)
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw ImageReferenceError("\(quoted) has blanks or other characters that no image's name has")
        }
        var rest = Substring(text)
        var (tag, digest): (Substring?, Substring?)
        if let at = rest.firstIndex(of: "@") {
            digest = rest[rest.index(after: at)...]
            rest = rest[..<at]
        }
        let slash = rest.lastIndex(of: "/")
        if let colon = rest.lastIndex(of: ":"), slash.map({ $0 < colon }) ?? true {
            tag = rest[rest.index(after: colon)...]
            rest = rest[..<colon]
        }
        if let digest { try Self.check(digest: digest) }
        if let tag, !Self.isTag(tag) {
            let shown = ImageReferenceError.quoted(tag)
            throw ImageReferenceError("\(shown) is not a tag: letters, digits, _ . - and at most 128 of them")
        }
        try Self.check(repository: rest, quoted)
        (repository, self.tag, self.digest) = (rest, tag, digest)
    }

    /// What stands for a registry in a repository; nil when nothing does.
    static func host(of repository: Substring) -> Substring? {
        guard let slash = repository.firstIndex(of: "/") else { return nil }
        let first = repository[..<slash]
        let isHost =
            first == "localhost" || first.utf8.contains { ".:".utf8.contains($0) }
            || first.utf8.contains(where: isUpper)
        return isHost ? first : nil
    }

    private static func check(repository: Substring, _ quoted: String) throws(ImageReferenceError) {
        guard repository.utf8.count <= 255 else {
            throw ImageReferenceError("the repository's name is longer than 255 characters")
        }
        let host = host(of: repository)
        if let host, !isHost(host) {
            throw ImageReferenceError("\(ImageReferenceError.quoted(host)) is not a registry's address")
        }
        let path = host.map { repository[$0.endIndex...].dropFirst() } ?? repository
        for component in path.split(separator: "/", omittingEmptySubsequences: false) where !isComponent(component) {
            throw ImageReferenceError(
                component.utf8.contains(where: isUpper)
                    ? "\(quoted) has upper case letters: a repository's name is in lower case"
                    : "\(quoted) is not the name of an image")
        }
    }

    private static func check(digest: Substring) throws(ImageReferenceError) {
        let parts = digest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let hex = parts.count == 2 ? parts[1].utf8 : "".utf8[...]
        let isHex = hex.allSatisfy { isDigit($0) || (0x61...0x66).contains($0) }
        switch (parts[0], hex.count) {
        case ("sha256", 64) where isHex, ("sha512", 128) where isHex: return
        case ("sha256", let count) where parts.count == 2:
            throw ImageReferenceError(
                "the digest has \(count) characters after sha256:, where 64 of 0-9 and a-f belong")
        default:
            throw ImageReferenceError("\(ImageReferenceError.quoted(digest)) is not a digest: expected sha256:…")
        }
    }

    private static func isTag(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 128 else { return false }
        return (isLetterOrDigit(first) || first == UInt8(ascii: "_"))
            && text.utf8.allSatisfy { isLetterOrDigit($0) || "_.-".utf8.contains($0) }
    }

    /// Lower case letters and digits, between them `.`, `_`, `__` or any number of `-`.
    private static func isComponent(_ text: Substring) -> Bool {
        func isPlain(_ byte: UInt8) -> Bool { isDigit(byte) || (0x61...0x7A).contains(byte) }
        guard let first = text.utf8.first, let last = text.utf8.last, isPlain(first), isPlain(last),
            text.utf8.allSatisfy({ isPlain($0) || "._-".utf8.contains($0) })
        else { return false }
        return text.utf8.split(whereSeparator: isPlain).allSatisfy { separator in
            [".", "_", "__"].contains { separator.elementsEqual($0.utf8) }
                || separator.allSatisfy { $0 == UInt8(ascii: "-") }
        }
    }

    private static func isHost(_ text: Substring) -> Bool {
        if text.first == "[" { return text.utf8.allSatisfy { isLetterOrDigit($0) || "[]:.".utf8.contains($0) } }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.count == 1 || UInt16(parts[1]) != nil, let first = parts[0].utf8.first else {
            return false
        }
        return isLetterOrDigit(first) && parts[0].utf8.allSatisfy { isLetterOrDigit($0) || ".-".utf8.contains($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isUpper(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || isUpper(byte) || (0x61...0x7A).contains(byte)
    }
}
