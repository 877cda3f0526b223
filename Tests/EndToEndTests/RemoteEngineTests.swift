import JSON
import TestSupport
import Testing

/// A node whose engine is reached over TCP and asks for a certificate.
@Suite(.dockerEngine, .timeLimit(.minutes(10)))
struct RemoteEngineTests {
    @Test func `a service is deployed, updated and removed on an engine behind TLS`() async throws {
        let certificates = try await TestCertificates.make(host: "127.0.0.1")
        let port = try freePort()
        let engine = try await TestEngine.start(arguments: [
            "--host", "tcp://127.0.0.1:\(port)", "--tlsverify", "--tlscacert", certificates.file("ca.pem"), "--tlscert",
            certificates.file("server.pem"), "--tlskey", certificates.file("server-key.pem"),
        ])
        let settings = [
            "DOCKER_HOST": "tcp://127.0.0.1:\(port)", "DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": certificates.path,
        ]
        try await withNode(engine: engine, settings: settings) { web in
            try await web.deploy()
            #expect(try await web.carryOut("update", tag: "2")["status"] == "success")
            try await web.waitForPage("two")
            #expect(try await web.containerCount() == 1)
            #expect(try await web.carryOut("remove")["status"] == "success")
            #expect(try await web.containerCount() == 0)
        }
        try await engine.end()
    }
}
