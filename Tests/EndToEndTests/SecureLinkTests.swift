import JSON
import TestSupport
import Testing

/// A node whose conductor stands behind nginx, which asks for the node's certificate and offers HTTP/2.
@Suite(.timeLimit(.minutes(10)))
struct SecureLinkTests {
    @Test(arguments: [true, false])
    func `a node is known by its certificate, and keeps a connection for its heartbeats`(offersHTTP2: Bool) async throws
    {
        let authority = try await TestAuthority()
        try await authority.issue("conductor")
        let own = try await authority.issue("node-7")
        let port = try freePort()
        let asking = "ssl_verify_client on; ssl_client_certificate \(authority.certificate);"
        let front = try TLSFront(
            authority, [.init("conductor", offersHTTP2: offersHTTP2, directives: asking)],
            answer: "proxy_pass http://127.0.0.1:\(port);")
        try await front.start()
        // The authority is one that the node's system knows: it has a view of its own of the file of them all.
        let node = try TestNode(
            settings: [
                "CONDUCTOR_URL": front.urls[0], "CONDUCTOR_CERT_FILE": own.certificate, "CONDUCTOR_KEY_FILE": own.key,
                "CONDUCTOR_LIVE": "off",
            ],
            launcher: [
                "unshare", "--mount", "sh", "-c",
                "mount --bind \(authority.certificate) /etc/ssl/certs/ca-certificates.crt && exec \"$@\"", "sh",
            ], conductorPort: port)
        try await node.startAndRegister()
        let instruction = try await node.instruct(["action": "dance", "service": "web"])
        #expect(try await node.outcome(of: instruction)["error"]?["type"] == "unknown_action")
        func beats() -> [[String]] { front.calls.filter { $0.last?.hasSuffix("/heartbeat") == true } }
        try await eventually("heartbeats have come", within: .seconds(60)) { beats().count >= 5 }
        let calls = front.calls
        #expect(Set(calls.map { $0[0] }) == [offersHTTP2 ? "HTTP/2.0" : "HTTP/1.1"])
        #expect(calls.allSatisfy { ["TLSv1.2", "TLSv1.3"].contains($0[1]) && $0[3] == "\"CN=node-7\"" })
        // One that came too late for its deadline, on a busy machine, ends its connection.
        #expect(Set(beats().map { $0[2] }).count <= 2, "\(calls)")
        try await node.supervisor.stop()
    }
}
