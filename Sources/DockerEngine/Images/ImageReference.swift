/// The name of an image: `[registry/]repository[:tag][@digest]`
/// (https://pkg.go.dev/github.com/distribution/reference).
package struct ImageReference: Sendable, Hashable, CustomStringConvertible {
    /// With the registry, when one was named.
    package let repository: String
    package let tag: String?
    /// `sha256:…`
    package let digest: String?

    /// Nil for what cannot name an image. Neither tag nor digest means the tag `latest`.
    package init?(_ text: String) {
        var rest = Substring(text)
        if let at = rest.firstIndex(of: "@") {
            let digest = rest[rest.index(after: at)...]
            guard Self.isDigest(digest) else { return nil }
            self.digest = String(digest)
            rest = rest[..<at]
        } else {
            digest = nil
        }
        let lastSlash = rest.lastIndex(of: "/")
        if let colon = rest.lastIndex(of: ":"), lastSlash.map({ $0 < colon }) ?? true {
            let tag = rest[rest.index(after: colon)...]
            guard Self.isTag(tag) else { return nil }
            self.tag = String(tag)
            rest = rest[..<colon]
        } else {
            tag = digest == nil ? "latest" : nil
        }
        guard Self.isRepository(rest) else { return nil }
        repository = String(rest)
    }

    /// Stands for the image of which nothing is known.
    package static let unknown = ImageReference(known: "unknown")

    private init(known repository: String) {
        self.repository = repository
        tag = nil
        digest = nil
    }

    package var description: String {
        repository + (tag.map { ":" + $0 } ?? "") + (digest.map { "@" + $0 } ?? "")
    }

    /// Where images come from whose name has no registry.
    static let standardRegistry = "docker.io"

    /// The registry's host, with its port when it has one; `docker.io` when none was named.
    package var registry: String {
        let components = repository.split(separator: "/")
        guard components.count > 1, let first = components.first, Self.isRegistry(first) else {
            return Self.standardRegistry
        }
        return first == "index.docker.io" ? Self.standardRegistry : String(first)
    }

    /// What tells a host from the first part of a path.
    private static func isRegistry(_ component: Substring) -> Bool {
        component.contains { $0 == "." || $0 == ":" } || component == "localhost"
    }

    private static func isDigest(_ text: Substring) -> Bool {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && parts[1].utf8.count >= 32
            && parts[0].utf8.allSatisfy(isLetterOrDigit) && parts[1].utf8.allSatisfy(isLetterOrDigit)
    }

    private static func isTag(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 128 else { return false }
        return (isLetterOrDigit(first) || first == UInt8(ascii: "_"))
            && text.utf8.allSatisfy { isLetterOrDigit($0) || "_.-".utf8.contains($0) }
    }

    /// Components of lower case letters, digits and separators; the first may be a host with a port.
    private static func isRepository(_ text: Substring) -> Bool {
        guard !text.isEmpty, text.utf8.count <= 255 else { return false }
        let components = text.split(separator: "/", omittingEmptySubsequences: false)
        let hasHost = components.count > 1 && isRegistry(components[0])
        if hasHost, !isHost(components[0]) { return false }
        return components.dropFirst(hasHost ? 1 : 0).allSatisfy { component in
            guard let first = component.utf8.first, let last = component.utf8.last else { return false }
            return isLowerOrDigit(first) && isLowerOrDigit(last)
                && component.utf8.allSatisfy { isLowerOrDigit($0) || "_.-".utf8.contains($0) }
        }
    }

    private static func isHost(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, isLetterOrDigit(first) || first == UInt8(ascii: "[") else { return false }
        return text.utf8.allSatisfy { isLetterOrDigit($0) || "[]:.-".utf8.contains($0) }
    }

    private static func isLowerOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isLowerOrDigit(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
}
