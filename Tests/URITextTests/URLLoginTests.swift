import Testing
import URIText

struct URLLoginTests {
    @Test(arguments: [
        ("http://c:3000/x?y=a@b", "http://c:3000/x?y=a@b"),
        ("http://user:pass@c:3000/x", "http://***@c:3000/x"),
        ("postgres://u:p@ss@db/x and redis://:pw@r:6379", "postgres://***@db/x and redis://***@r:6379"),
        ("http://a:b@c,https://d:e@f", "http://***@c,https://***@f"),
        ("mail someone@example.com", "mail someone@example.com"), ("://@", "://***@"), ("http://", "http://"), ("", ""),
        ("ünï://ü:ß@hé", "ünï://***@hé"),
    ])
    func `what stands in front of a URL's host is masked, and nothing else`(text: String, masked: String) {
        #expect(URLLogin.masked(text, with: "***") == masked)
    }
}
