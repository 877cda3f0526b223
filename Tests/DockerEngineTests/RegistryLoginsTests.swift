import ImageNames
import TestSupport
import Testing

@testable import DockerEngine

@Suite struct RegistryLoginsTests {
    private static let file = #"""
        {"auths": {
            "https://index.docker.io/v1/": {"auth": "aHViOnNlY3JldDp3aXRoOmNvbG9ucw=="},
            "registry.example:5000": {"username": "u", "password": "p"},
            "https://other.example/v2/": {"identitytoken": "t"},
            "helped.example": {}
         }, "credHelpers": {"helped.example": "pass"}, "HttpHeaders": {"User-Agent": "x"}}
        """#

    private func credentials(_ file: String, _ image: String) throws -> RegistryCredentials? {
        try RegistryLogins(parsing: Array(file.utf8)).credentials(for: try #require(ImageReference(image)))
    }

    @Test(arguments: [
        ("web", RegistryCredentials.Proof.password(user: "hub", "secret:with:colons")),
        ("docker.io/library/web", .password(user: "hub", "secret:with:colons")),
        ("registry.example:5000/a/web:1", .password(user: "u", "p")),
        ("other.example/web", .identityToken("t")), ("unknown.example/web", nil),
    ])
    func `the login of an image's registry is found`(image: String, proof: RegistryCredentials.Proof?) throws {
        #expect(try credentials(Self.file, image)?.proof == proof)
    }

    @Test func `a login that lies with a helper is refused by the helper's name`() {
        let named = RegistryLogins.Problem.helper(registry: "helped.example", program: "docker-credential-pass")
        #expect(throws: named) { try credentials(Self.file, "helped.example/web") }
        let store = RegistryLogins.Problem.helper(registry: "docker.io", program: "docker-credential-desktop")
        #expect(throws: store) { try credentials(#"{"auths": {}, "credsStore": "desktop"}"#, "web") }
    }

    @Test(arguments: [
        "", "[]", "{", #"{"auths": {"a.example": {"auth": "not base64!"}}}"#,
        #"{"auths": {"a.example": {"auth": "bm9jb2xvbg=="}}}"#,
    ])
    func `a file that cannot be read is an error that tells nothing of it`(file: String) {
        let problem = #expect(throws: RegistryLogins.Problem.self) { try credentials(file, "web") }
        #expect(problem?.description.contains("bm9") == false && problem?.description.contains("not base64!") == false)
    }

    @Test(arguments: ["", "Zg", "Zg==", "Zm8=", "Zm9v", "Pz8-", "Pz8+"])
    func `base64 is read with and without padding, in both alphabets`(text: String) throws {
        let bytes = try #require(Base64.decoded(text))
        let clean = text.replacing("+", with: "-").filter { $0 != "=" }
        #expect(Base64.urlEncoded(bytes).filter { $0 != "=" } == clean)
    }

    @Test func `credentials cannot be printed`() {
        let credentials = RegistryCredentials(user: "u", password: "hush")
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped] { #expect(!text.contains("hush")) }
    }
}
