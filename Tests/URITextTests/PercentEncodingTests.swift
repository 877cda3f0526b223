import Testing
import URIText

struct PercentEncodingTests {
    @Test(arguments: [
        ("web-1.2_~", "web-1.2_~"), ("a b/c?d&e=f%", "a%20b%2Fc%3Fd%26e%3Df%25"), ("ü", "%C3%BC"), ("\n", "%0A"),
        (".", "%2E"), ("..", "%2E%2E"), ("...", "..."), ("", ""),
    ])
    func `a component is encoded so that it stays one, and decoded again`(text: String, encoded: String) {
        #expect(PercentEncoding.encoded(text) == encoded)
        #expect(PercentEncoding.decoded(encoded) == text)
    }

    @Test(arguments: ["%", "%4", "%zz", "a%4", "%FF", "%C3"])
    func `what is no encoding, or not of UTF-8, is none`(text: String) {
        #expect(PercentEncoding.decoded(text) == nil)
    }
}
