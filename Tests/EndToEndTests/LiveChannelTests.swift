import Foundation
import JSON
import TestSupport
import Testing

/// The live channel to a real Socket.IO server, behind nginx with TLS as in the field.
@Suite(.testPeers, .timeLimit(.minutes(10)))
struct LiveChannelTests {
    /// A conductor of which nginx sends HTTP to conductord and the channel to the Socket.IO server.
    private struct Site {
        let node: TestNode
        let live: TestProgram
        let authority: TestAuthority
        let front: TLSFront
        let port: Int
        let file: String

        init(settings: [String: String] = [:]) async throws {
            port = try freePort()
            let conductorPort = try freePort()
            authority = try await TestAuthority()
            try await authority.issue("conductor")
            front = try TLSFront(
                authority,
                [
                    .init(
                        "conductor", offersHTTP2: true,
                        directives: """
                            location /socket.io/ {
                                proxy_pass http://127.0.0.1:\(port); proxy_http_version 1.1;
                                proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;
                            }
                            """)
                ], answer: "proxy_pass http://127.0.0.1:\(conductorPort);")
            let own = ["CONDUCTOR_URL": front.urls[0], "CONDUCTOR_CA_FILE": authority.certificate]
            node = try TestNode(settings: own.merging(settings) { $1 }, conductorPort: conductorPort)
            file = node.directory.file("live.json")
            live = try TestProgram(
                directory: node.directory, name: "live",
                command: [
                    TestPeers.program("python3"), TestPeers.liveConductor, "\(port)", TestNode.token, file,
                ], environment: [:])
            try await front.start()
        }

        var record: JSON? { try? JSON(parsing: contents(of: file) ?? []) }
        var registrations: Int { record?["registered"]?.array?.count ?? 0 }
        var pings: Int { record?["pings"]?.int ?? 0 }
        var heartbeats: Int { front.calls.count { $0.last?.hasSuffix("/heartbeat") == true } }

        /// Waits until the node has registered on the channel so often, and pings.
        func isLive(_ what: String, registrations: Int) async throws {
            do {
                try await eventually(what, within: .seconds(90)) { self.registrations >= registrations }
                let before = pings
                try await eventually("\(what), and pings", within: .seconds(60)) { self.pings > before }
            } catch {
                Issue.record("\(error)\n\(node.log.suffix(3000))")
                throw error
            }
        }
    }

    @Test func `a node registers on the channel and pings with its resources, and does so again whatever befalls it`()
        async throws
    {
        let site = try await Site()
        let pid = try await site.live.start()
        try await site.node.startAndRegister()
        let id = try await site.node.workerID()
        try await site.isLive("the node is live", registrations: 1)
        let first = site.record?["registered"]?[0]
        #expect(first?["worker_id"]?.string == id && first?["hostname"]?.string == "node-\(site.node.port)")
        try await eventually("pings carry the report", within: .seconds(60)) {
            site.record?["ping"]?["resources"]?["cpu"]?["usagePercent"]?.double != nil
        }

        _ = try await site.node.get("/drop", port: site.port)
        try await site.isLive("it was cut off", registrations: 2)
        // As the conductor does after a minute without pings: the connection stands.
        _ = try await site.node.get("/forget", port: site.port)
        try await site.isLive("it was forgotten", registrations: 3)

        kill(pid, SIGSTOP)
        try await eventually("the silence is noticed", within: .seconds(60)) { site.node.log.contains("silent") }
        let heartbeats = site.heartbeats
        try await eventually("heartbeats go on", within: .seconds(60)) { site.heartbeats > heartbeats + 5 }
        kill(pid, SIGCONT)
        try await site.isLive("the server is back", registrations: 4)

        try await site.live.kill()
        try await eventually("its end is noticed", within: .seconds(60)) {
            site.node.log.components(separatedBy: "the live channel is lost").count > 4
        }
        unlink(site.file)
        try await site.live.start()
        try await site.isLive("the next server", registrations: 1)

        #expect(try await site.node.workerID() == id)
        #expect(try await site.node.workers().count == 1, "the channel registers nobody anew")
        #expect(!site.node.log.contains(TestNode.token))
        try await site.node.supervisor.stop()
        try await eventually("its end is seen at once", within: .seconds(30)) { site.record?["lost"]?.int == 1 }
    }

    @Test func `a node whose token the channel refuses goes on over HTTP, and does not log it`() async throws {
        let site = try await Site()
        let other = try TestProgram(
            directory: site.node.directory, name: "strict",
            command: [TestPeers.program("python3"), TestPeers.liveConductor, "\(site.port)", "another", site.file],
            environment: [:])
        try await other.start()
        try await site.node.startAndRegister()
        try await eventually("the refusal is told", within: .seconds(60)) {
            site.node.log.contains("Invalid registration token <redacted>")
        }
        #expect(site.registrations == 0)
        #expect(try await site.node.get("/health").body["registered"] == true)
        #expect(!site.node.log.contains(TestNode.token))
        try await site.node.supervisor.stop()
    }

    @Test func `the channel goes through the proxy that is set, and comes back when that does not answer for a while`()
        async throws
    {
        let proxy = try await TestProxy()
        let site = try await Site(settings: ["HTTPS_PROXY": proxy.url()])
        try await site.live.start()
        try await site.node.startAndRegister()
        try await site.isLive("the node is live", registrations: 1)
        #expect(proxy.hasConnected)
        try await proxy.stop()
        try await eventually("without the proxy there is no channel", within: .seconds(60)) {
            site.node.log.contains("the live channel is lost")
        }
        try await proxy.start()
        try await site.isLive("the proxy is back", registrations: 2)
        #expect(!site.node.log.contains("s3cret"))
        try await site.node.supervisor.stop()
        try await proxy.stop()
    }

    @Test func `a conductor without a channel is told once, and nothing is wrong`() async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        try await eventually("it is told", within: .seconds(60)) {
            node.log.contains("the conductor offers no live channel")
        }
        #expect(node.log.components(separatedBy: "live channel").count == 2)
        #expect(try await node.get("/health").body["registered"] == true)
        try await node.supervisor.stop()
    }

    @Test func `a node that is told to leaves the channel alone`() async throws {
        let site = try await Site(settings: ["CONDUCTOR_LIVE": "off"])
        try await site.live.start()
        try await site.node.startAndRegister()
        try await eventually("heartbeats come", within: .seconds(60)) { site.heartbeats > 5 }
        #expect(!site.front.calls.contains { $0.last == "/socket.io/" })
        try await site.node.supervisor.stop()
    }
}
