import ImageNames
import Testing

@Suite struct ImageReferenceTests {
    private static let hex = String(repeating: "0123456789abcdef", count: 4)

    @Test(arguments: [
        ("web", "web", "latest" as String?, nil as String?),
        ("library/web:1", "library/web", "1", nil),
        ("127.0.0.1:5000/web:2", "127.0.0.1:5000/web", "2", nil),
        ("127.0.0.1:5000/web", "127.0.0.1:5000/web", "latest", nil),
        ("[::1]:5000/web", "[::1]:5000/web", "latest", nil),
        ("Registry/web:V1", "Registry/web", "V1", nil),
        ("x/a.b_c__d---e/f", "x/a.b_c__d---e/f", "latest", nil),
        ("web@sha256:\(hex)", "web", nil, "sha256:\(hex)"),
        ("web:1@sha512:\(hex)\(hex)", "web", "1", "sha512:\(hex)\(hex)"),
    ])
    func `an image reference has a repository, and a tag or a digest`(
        text: String, repository: String, tag: String?, digest: String?
    ) throws {
        let reference = try ImageReference(parsing: text)
        #expect(reference.repository == repository)
        #expect(reference.tag == tag)
        #expect(reference.digest == digest)
        #expect(ImageReference(reference.description) == reference)
    }

    @Test(arguments: [
        ("web", "docker.io"), ("library/web", "docker.io"), ("index.docker.io/library/web", "docker.io"),
        ("localhost/web", "localhost"), ("ghcr.io/a/web", "ghcr.io"), ("web.d/x", "web.d"),
        ("10.0.0.1:5000/web:1", "10.0.0.1:5000"), ("Registry/web", "Registry"),
    ])
    func `what stands before the first slash is a registry when it looks like a host`(text: String, registry: String) {
        #expect(ImageReference(text)?.registry == registry)
    }

    @Test(arguments: [
        ("", "is empty: name an image"),
        ("a b", #""a b" has blanks or other characters that no image's name has"#),
        ("web\u{E9}", #""webé" has blanks or other characters that no image's name has"#),
        ("web\0", #""web\0" has blanks or other characters that no image's name has"#),
        ("Web", #""Web" has upper case letters: a repository's name is in lower case"#),
        ("ghcr.io/Owner/x", #""ghcr.io/Owner/x" has upper case letters: a repository's name is in lower case"#),
        ("web:", #""" is not a tag: letters, digits, _ . - and at most 128 of them"#),
        ("web:-1", #""-1" is not a tag: letters, digits, _ . - and at most 128 of them"#),
        ("web//x", #""web//x" is not the name of an image"#), ("web/", #""web/" is not the name of an image"#),
        ("-x", #""-x" is not the name of an image"#), ("a..b", #""a..b" is not the name of an image"#),
        ("a___b", #""a___b" is not the name of an image"#), (":1", #"":1" is not the name of an image"#),
        ("@", #""" is not a digest: expected sha256:…"#), ("web@x:1", #""x:1" is not a digest: expected sha256:…"#),
        ("a.b:99999/web", #""a.b:99999" is not a registry's address"#),
        ("web@sha256:short", "the digest has 5 characters after sha256:, where 64 of 0-9 and a-f belong"),
        (String(repeating: "a", count: 256), "the repository's name is longer than 255 characters"),
    ])
    func `a name that is wrong says what is wrong`(text: String, complaint: String) {
        #expect(throws: ImageReferenceError.self) { try ImageReference(parsing: text) }
        do throws(ImageReferenceError) { _ = try ImageReference(parsing: text) } catch {
            #expect(error.description == complaint)
        }
    }

    @Test func `a name that is very long is shown cut`() throws {
        let error = #expect(throws: ImageReferenceError.self) {
            try ImageReference(parsing: String(repeating: "ä", count: 100_000))
        }
        #expect((error?.description.utf8.count ?? 0) < 400)
    }
}
