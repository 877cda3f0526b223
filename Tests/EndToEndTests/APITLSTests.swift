import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// A shipped node whose API speaks TLS and asks for certificates.
@Suite(.timeLimit(.minutes(5)))
struct APITLSTests {
    private struct Node {
        let node: TestNode
        let authority: TestAuthority
        let client: (certificate: String, key: String)
        var url: String { "https://127.0.0.1:\(node.port)" }

        /// With the certificate `server`, which is valid for so many days.
        init(days: Int = 90, settings: [String: String] = [:]) async throws {
            authority = try await TestAuthority()
            let server = try await authority.issue("server", until: days)
            chmod(server.key, 0o600)
            client = try await authority.issue("client")
            let own = [
                "API_TLS_CERT": server.certificate, "API_TLS_KEY": server.key,
                "API_TLS_CLIENT_CA": authority.certificate,
            ]
            node = try TestNode(settings: own.merging(settings) { $1 })
        }

        func start() async throws {
            try await node.conductor.start()
            try await node.supervisor.start()
            try await eventually("the node is registered", within: .seconds(60)) {
                (try? JSON(parsing: try await curl("/health").output))?["registered"] == true
            }
        }

        func curl(_ path: String, _ arguments: String...) async throws -> CommandRun {
            try await CommandRun.of(
                [
                    "curl", "-sS", "--max-time", "60", "--cacert", authority.certificate, "--cert", client.certificate,
                    "--key", client.key, url + path,
                ] + arguments)
        }

        func workerctl(_ arguments: String...) async throws -> CommandRun {
            try await CommandRun.of(
                [BuiltPrograms.worker, "workerctl"] + arguments,
                environment: [
                    "WORKERCTL_URL": url, "WORKERCTL_CA_FILE": authority.certificate,
                    "WORKERCTL_CERT": client.certificate, "WORKERCTL_KEY": client.key,
                ])
        }
    }

    private func withNode(_ node: Node, _ body: (Node) async throws -> Void) async throws {
        do {
            try await node.start()
            try await body(node)
        } catch {
            print("the node's log:\n\(node.node.log.suffix(4000))")
            _ = try? await node.node.supervisor.stop()
            throw error
        }
        try await node.node.supervisor.stop()
    }

    @Test func `the API is served over TLS to those who show a certificate, and to nobody else`() async throws {
        try await withNode(try await Node()) { node in
            let page = try await node.curl("/", "-i")
            #expect(
                page.output.hasPrefix("HTTP/1.1 200") && page.output.contains("<html"), "\(page.output.prefix(300))")
            let plain = try await CommandRun.of(["curl", "-sS", "http://127.0.0.1:\(node.node.port)/health"])
            #expect(plain.output.contains("https://") && !plain.output.contains("registered"), "\(plain.output)")
            let stranger = try await CommandRun.of(
                ["curl", "-sS", "--cacert", node.authority.certificate, node.url + "/health"])
            #expect(stranger.status != 0 && stranger.output.contains("alert"), "\(stranger.output)")
            // The page of this very origin may change something, one of the same address without TLS may not.
            for (scheme, words) in [("https", "\"generation\""), ("http", "403")] {
                let origin = "Origin: \(scheme)://127.0.0.1:\(node.node.port)"
                let run = try await node.curl("/subsystems/probed/restart", "-X", "POST", "-H", origin)
                #expect(run.output.contains(words), "\(run.output)")
            }
            let metrics = try await node.curl("/metrics")
            #expect(metrics.output.contains("aerekos_http_tls_handshakes_total{result=\"client_certificate\"} 1"))
            #expect(metrics.output.contains("aerekos_http_tls_handshakes_total{result=\"plain\"} 1"))
            let config = try JSON(parsing: try await node.curl("/config").output)
            #expect(config.text.contains("API_TLS_CLIENT_CA"))
        }
    }

    @Test func `a killed apid is replaced on the same port, with TLS`() async throws {
        try await withNode(try await Node()) { node in
            let before = try JSON(parsing: try await node.curl("/subsystems/apid").output)
            let pid = try #require((before["subsystem"] ?? before)["pid"]?.int)
            #expect(kill(pid_t(pid), SIGKILL) == 0)
            try await eventually("another one serves", within: .seconds(60)) {
                let run = try await node.curl("/subsystems/apid")
                // Nobody is turned away: who comes in between waits. Only one that was being served is cut off.
                guard run.status == 0, let answer = try? JSON(parsing: run.output) else { return false }
                let now = (answer["subsystem"] ?? answer)
                return now["pid"]?.int != pid && now["state"] == "ready"
            }
        }
    }

    @Test func `workerctl reaches the node with a certificate, by options or by the environment`() async throws {
        try await withNode(try await Node()) { node in
            // The others may still be starting when apid answers.
            try await eventually("all daemons are told to be ready", within: .seconds(60)) {
                let status = try await node.workerctl("subsystems")
                return status.status == 0 && status.output.contains("apid")
            }
            let options = try await CommandRun.of([
                BuiltPrograms.worker, "workerctl", "subsystems", "--url", node.url, "--ca-file",
                node.authority.certificate, "--cert", node.client.certificate, "--key", node.client.key,
            ])
            #expect(options.status == 0, "\(options.output)")
            for missing in [[], ["--ca-file", node.authority.certificate]] {
                let run = try await CommandRun.of(
                    [BuiltPrograms.worker, "workerctl", "subsystems", "--url", node.url] + missing)
                #expect(run.status == 2 && run.output.contains("--c"), "\(run.output)")
            }
        }
    }

    @Test func `a certificate that ends soon is told by both doctors, and its key by nobody`() async throws {
        try await withNode(try await Node(days: 5)) { node in
            let remote = try JSON(parsing: try await node.curl("/doctor").output)
            let local = try JSON(parsing: try await node.node.workerctl("doctor", "--json").output)
            for diagnosis in [remote, local] {
                let findings = diagnosis["findings"]?.array ?? []
                let finding = findings.first { $0["check"] == "api_tls" }
                #expect(finding?["verdict"] == "warning", "\(diagnosis.prettyText)")
                #expect(finding?["evidence"]?.string?.contains("days") == true, "\(diagnosis.prettyText)")
            }
            let bundle = node.node.directory.file("bundle.tar")
            let run = try await node.node.workerctl("support-bundle", "-o", bundle)
            #expect(run.status == 0, "\(run.output)")
            let text = String(decoding: try #require(contents(of: bundle)), as: UTF8.self)
            let key = String(
                decoding: try #require(contents(of: node.authority.directory.file("server-key.pem"))), as: UTF8.self)
            #expect(!text.contains("PRIVATE KEY"))
            for line in key.split(separator: "\n") where line.count > 20 { #expect(!text.contains(line)) }
        }
    }
}
