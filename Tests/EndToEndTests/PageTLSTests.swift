import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// The node's page over TLS, in a real browser.
@Suite(.browser, .timeLimit(.minutes(10)))
struct PageTLSTests {
    @Test func `over https the page loads, takes a token, follows events, and goes on with another apid`() async throws
    {
        let authority = try await TestAuthority()
        let server = try await authority.issue("server")
        chmod(server.key, 0o600)
        let node = try TestNode(settings: [
            "API_TLS_CERT": server.certificate, "API_TLS_KEY": server.key, "API_READ": "token",
            "API_TOKEN": "the-only-token",
        ])
        try await node.conductor.start()
        try await node.supervisor.start()
        try await eventually("it serves", within: .seconds(60)) { node.log.contains("the node is ready") }

        // A browser that does not know the certificate shows nothing of the page.
        let stranger = try TestBrowser()
        let page = "https://127.0.0.1:\(node.port)/"
        try await stranger.open(page)
        #expect(try await stranger.text("body")?.contains("ERR_CERT_AUTHORITY_INVALID") == true)

        let browser = try TestBrowser(trusting: server.certificate)
        try await browser.open(page)
        #expect(try await browser.run("return window.isSecureContext && location.protocol").string == "https:")
        try await browser.shows("#notice", "only to who has a token")
        try await browser.click("#notice button")
        try await browser.press("the-only-token", "ENTER")
        try await browser.shows("#link", "live")
        try await browser.shows("#verdict", "degraded")

        // Changes of this very origin are taken, and what they lead to comes by the stream.
        try await browser.shows("#subsystem-probed", "ready")
        try await browser.run("window.isSame = true")
        try await browser.click("[aria-label='Restart probed']")
        try await browser.click("#confirm-yes")
        try await browser.shows("#events", "probed is stopping")
        let before = try #require(try await apid(of: node))
        #expect(kill(before, SIGKILL) == 0)
        let after = try await eventually("another apid runs", within: .seconds(60)) { () -> pid_t? in
            let pid = try await apid(of: node)
            return pid == before ? nil : pid
        }
        try await browser.shows("#subsystem-apid", "\(after)")
        try await browser.shows("#link", "live")
        #expect(try await browser.run("return window.isSame").bool == true, "it was reloaded")
        let asked = try await browser.requests().filter { $0.hasPrefix("http") || $0.hasPrefix("ws") }
        #expect(asked.allSatisfy { $0.hasPrefix(page) }, "\(asked)")
        try await node.supervisor.stop()
    }

    /// By the supervisor's own socket: the API wants a token.
    private func apid(of node: TestNode) async throws -> pid_t? {
        let subsystems = try JSON(parsing: try await node.workerctl("subsystems", "--json").output)
        let all = subsystems["subsystems"]?.array ?? subsystems.array ?? []
        return all.first { $0["name"] == "apid" }?["pid"]?.int.map { pid_t($0) }
    }
}
