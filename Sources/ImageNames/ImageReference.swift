/// The name of an image: `[registry[:port]/]repository[:tag][@digest]`
/// (https://pkg.go.dev/github.com/distribution/reference).
package struct ImageReference: Sendable, Hashable, CustomStringConvertible {
    /// With the registry, when one was named.
    package let repository: String
    package let tag: String?
    /// `sha256:…`
    package let digest: String?

    /// Nil for what cannot name an image.
    package init?(_ text: String) {
        do throws(ImageReferenceError) { try self.init(parsing: text) } catch { return nil }
    }

    /// Neither tag nor digest means the tag `latest`.
    package init(parsing text: String) throws(ImageReferenceError) {
        let parts = try ImageReferenceParts(text)
        repository = String(parts.repository)
        digest = parts.digest.map { String($0) }
        tag = parts.tag.map { String($0) } ?? (parts.digest == nil ? "latest" : nil)
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
    package static let standardRegistry = "docker.io"

    /// The registry's host, with its port when it has one; `docker.io` when none was named.
    package var registry: String {
        guard let host = ImageReferenceParts.host(of: repository[...]), host != "index.docker.io" else {
            return Self.standardRegistry
        }
        return String(host)
    }
}

/// What is wrong with the name of an image, for people.
package struct ImageReferenceError: Error, Equatable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }

    /// The text in quotes, cut when it is long.
    static func quoted(_ text: some StringProtocol) -> String {
        let scalars = String(text).unicodeScalars
        return String(reflecting: String(scalars.prefix(100)) + (scalars.count > 100 ? "…" : ""))
    }
}
