import EventLoop
import Glibc
import JSON
import TestSupport
import Testing

/// The link to the conductor over networks as they are in the field: real programs in network namespaces, with a link of
/// the test's own between them.
@Suite(.timeLimit(.minutes(3)), .dockerEngine)
struct BadNetworkTests {
    /// Every call that heartbeatd has begun has ended one way or the other, what was answered has arrived, and all of it
    /// was in one worker's name.
    private func expectAccounted(_ node: LinkedNode, _ id: String) async throws {
        try await node.supervisor.stop()
        let calls = node.calls
        let ids = calls.map(\.requestID)
        #expect(Set(ids).count == ids.count, "no number is used twice")
        let arrived = node.network.arrivedRequests
        for call in calls where call.isAnswered {
            #expect(arrived.contains(call.requestID), "\(call) was answered and never came")
        }
        let rows = try await node.rows()
        #expect(rows.map { $0["id"]?.string } == [id])
    }

    private func beats(_ node: LinkedNode, _ count: Int, within deadline: Duration = .seconds(60)) async throws {
        let before = node.answeredHeartbeats
        try await eventually("\(count) heartbeats are answered", within: deadline) {
            node.answeredHeartbeats >= before + count
        }
    }

    @Test(arguments: [
        LinkQuality(loss: 0.3), LinkQuality(rate: 32_000), LinkQuality(loss: 0.1, delay: .milliseconds(300)),
    ])
    func `a node registers and is heard over a bad link`(quality: LinkQuality) async throws {
        let node = try LinkedNode()
        node.network.quality = quality
        let id = try await node.startAndRegister(within: .seconds(60))
        try await beats(node, 8)
        node.network.quality = LinkQuality()
        try await beats(node, 3)
        try await expectAccounted(node, id)
    }

    @Test func `a node registers and is heard over a link of 2 s each way`() async throws {
        let node = try LinkedNode(settings: ["HEARTBEAT_INTERVAL": "10s"])
        node.network.quality = LinkQuality(delay: .seconds(2))
        let id = try await node.startAndRegister(within: .seconds(90))
        try await beats(node, 2)
        try await expectAccounted(node, id)
    }

    @Test func `a conductor that has gone without a word is noticed, and found again under the same id`() async throws {
        let node = try LinkedNode()
        let id = try await node.startAndRegister()
        try await beats(node, 2)
        node.network.quality = LinkQuality(isBlackhole: true)
        try await eventually("the silence is told", within: .seconds(30)) {
            node.hasLogged("link to the conductor is not well")
        }
        node.network.quality = LinkQuality()
        try await eventually("it is well again", within: .seconds(90)) {
            node.hasLogged("link to the conductor is well again")
        }
        try await beats(node, 2)
        try await expectAccounted(node, id)
    }

    @Test func `another address of the interface is registered at once, whatever is under way on the old one`()
        async throws
    {
        let node = try LinkedNode(settings: ["HEARTBEAT_INTERVAL": "30s"])
        let id = try await node.startAndRegister()
        #expect(try await node.rows().first?["ip_address"] == "10.77.0.1")
        let interface = node.network.interface
        try await node.network.inNode(
            """
            ip addr add 10.77.0.9/24 dev \(interface)
            ip addr del 10.77.0.1/24 dev \(interface)
            ip addr show dev \(interface) | grep -q 10.77.0.9 || ip addr add 10.77.0.9/24 dev \(interface)
            ip route replace default dev \(interface) src 10.77.0.9
            """)
        let changed = MonotonicInstant.now
        try await eventually("the conductor has the new address", within: .seconds(20)) {
            try await node.rows().first?["ip_address"] == "10.77.0.9"
        }
        print("another address is registered after \(changed.duration(to: .now))")
        try await expectAccounted(node, id)
    }

    @Test func `an interface that goes down and comes back changes neither id nor address`() async throws {
        let node = try LinkedNode()
        let id = try await node.startAndRegister()
        let interface = node.network.interface
        try await node.network.inNode("ip link set \(interface) down")
        try await eventually("the failure is told", within: .seconds(30)) {
            node.hasLogged("link to the conductor is not well")
        }
        try await node.network.inNode("ip link set \(interface) up; ip route add default dev \(interface)")
        try await eventually("it is well again", within: .seconds(90)) {
            node.hasLogged("link to the conductor is well again")
        }
        #expect(try await node.rows().first?["ip_address"] == "10.77.0.1")
        #expect(!node.hasLogged("address changed"))
        try await expectAccounted(node, id)
    }

    @Test func `another hostname is registered at once`() async throws {
        let node = try LinkedNode(
            settings: ["WORKER_HOSTNAME": "", "HEARTBEAT_INTERVAL": "30s"],
            launcher: ["unshare", "--uts", "sh", "-c", "hostname before; exec \"$@\"", "sh"])
        let id = try await node.startAndRegister()
        #expect(try await node.rows().first?["hostname"] == "before")
        let lock = contents(of: node.directory.file("run/heartbeatd.lock")) ?? []
        let pid = String(decoding: lock.prefix { $0 > 0x20 }, as: UTF8.self)
        try await offThread { try runShell("nsenter --uts --target \(pid) hostname after") }
        let changed = MonotonicInstant.now
        try await eventually("the conductor has the new name", within: .seconds(20)) {
            try await node.rows().first?["hostname"] == "after"
        }
        print("another hostname is registered after \(changed.duration(to: .now))")
        try await expectAccounted(node, id)
    }
}
