import EventLoop
import Glibc
import JSON
import TestSupport
import Testing

/// The link to the conductor over networks as they are in the field: real programs in network namespaces, with a link of
/// the test's own between them.
@Suite(.timeLimit(.minutes(10)), .dockerEngine)
struct BadNetworkTests {
    /// Every call that heartbeatd has begun has ended one way or the other, what was answered has arrived, and all of it
    /// was in one worker's name.
    private func expectAccounted(_ node: LinkedNode, _ id: String) async throws {
        try await node.supervisor.stop()
        let calls = node.calls
        let ids = calls.map(\.requestID)
        #expect(Set(ids).count == ids.count, "no number is used twice")
        if let arrived = node.network.arrivedRequests {
            for call in calls where call.isAnswered {
                #expect(arrived.contains(call.requestID), "\(call) was answered and never came")
            }
        }
        // One heartbeat is under way at a time, so the log has them in the order of their numbers, which begin with 1. The
        // last may have been cut off before it was logged.
        let beats = calls.filter { $0.name == "heartbeat" }
        let sequences = try await node.arrivedSequences(of: id)
        #expect(Set(sequences).count == sequences.count, "no number arrives twice: \(sequences)")
        #expect(sequences.allSatisfy { (1...beats.count + 1).contains($0) }, "\(sequences) of \(beats.count)")
        let lost = Set(1...beats.count + 1).subtracting(sequences)
        for (index, beat) in beats.enumerated() where lost.contains(index + 1) {
            #expect(!beat.isAnswered, "number \(index + 1) was answered and is not with the conductor")
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

    /// With a link that the kernel makes bad by its own means. Some kernels have tc-netem(8), for delays too; these have all.
    @Test(arguments: [
        "iptables -A INPUT -m statistic --mode random --probability 0.3 -j DROP",
        "tc qdisc add dev $interface root tbf rate 32kbit burst 4kb latency 3s",
    ])
    func `a node registers and is heard over a link that the kernel makes bad`(command: String) async throws {
        let node = try LinkedNode(carrier: .kernel)
        try await node.network.inNode("interface=\(node.network.interface); \(command)")
        try await node.network.inConductor("interface=\(node.network.conductorInterface); \(command)")
        let id = try await node.startAndRegister(within: .seconds(60))
        try await beats(node, 8)
        try await node.network.inNode("iptables -P INPUT DROP")
        try await eventually("the silence is told", within: .seconds(60)) {
            node.hasLogged("link to the conductor is not well")
        }
        try await node.network.inNode("iptables -P INPUT ACCEPT")
        try await beats(node, 3, within: .seconds(90))
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
        try await eventually("the silence is told", within: .seconds(60)) {
            node.hasLogged("link to the conductor is not well")
        }
        node.network.quality = LinkQuality()
        try await eventually("it is well again", within: .seconds(90)) {
            node.hasLogged("link to the conductor is well again")
        }
        try await beats(node, 2)
        try await expectAccounted(node, id)
    }

    /// The conductor's machine is switched off and on: the node, which has nothing to send, hears nothing of it.
    @Test func `a question that is held by a conductor that is no more is asked anew, though no heartbeat has failed`()
        async throws
    {
        let node = try LinkedNode(settings: ["HEARTBEAT_INTERVAL": "60s", "CONDUCTOR_LIVE": "off"])
        let id = try await node.startAndRegister()
        try await node.instruct(id, "before")
        try await eventually("instructions are taken", within: .seconds(60)) { try await node.hasEnded(id, "before") }
        // The next question is held by now, or soon.
        try await Task.sleep(for: .seconds(2))
        // Nor does the kernel go on saying farewell for the process.
        try await node.network.inConductor("echo 1 >/proc/sys/net/ipv4/tcp_orphan_retries")
        node.network.quality = LinkQuality(isBlackhole: true)
        try await node.conductor.kill()
        try await eventually("the conductor's end of the connections is gone", within: .seconds(60)) {
            (try? await node.network.inConductor("! ss -Htn | grep -q :3000")) != nil
        }
        node.network.quality = LinkQuality()
        try await node.conductor.start()
        try await eventually("the conductor answers", within: .seconds(60)) { try await !node.rows().isEmpty }
        try await node.instruct(id, "after")
        try await eventually("instructions are taken again", within: .seconds(70)) {
            try await node.hasEnded(id, "after")
        }
        #expect(!node.hasLogged("link to the conductor is not well"))
        #expect(try await node.rows().map { $0["id"]?.string } == [id])
        try await node.supervisor.stop()
    }

    @Test func `another address of the interface is registered at once, whatever is under way on the old one`()
        async throws
    {
        let node = try LinkedNode(settings: ["HEARTBEAT_INTERVAL": "60s"])
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
        try await eventually("the conductor has the new address", within: .seconds(50)) {
            try await node.rows().first?["ip_address"] == "10.77.0.9"
        }
        print("another address is registered after \(changed.duration(to: .now))")
        // deployd's question was held on a connection from the old address, of which nothing will be heard again.
        try await node.instruct(id, "moved")
        try await eventually("instructions arrive at the new address", within: .seconds(45)) {
            try await node.hasEnded(id, "moved")
        }
        try await expectAccounted(node, id)
    }

    @Test func `an interface that goes down and comes back changes neither id nor address`() async throws {
        let node = try LinkedNode()
        let id = try await node.startAndRegister()
        let interface = node.network.interface
        try await node.network.inNode("ip link set \(interface) down")
        try await eventually("the failure is told", within: .seconds(60)) {
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
            settings: ["WORKER_HOSTNAME": "", "HEARTBEAT_INTERVAL": "60s"],
            launcher: ["unshare", "--uts", "sh", "-c", "hostname before; exec \"$@\"", "sh"])
        let id = try await node.startAndRegister()
        #expect(try await node.rows().first?["hostname"] == "before")
        let lock = contents(of: node.directory.file("run/heartbeatd.lock")) ?? []
        let pid = String(decoding: lock.prefix { $0 > 0x20 }, as: UTF8.self)
        try await offThread { try runShell("nsenter --uts --target \(pid) hostname after") }
        let changed = MonotonicInstant.now
        try await eventually("the conductor has the new name", within: .seconds(50)) {
            try await node.rows().first?["hostname"] == "after"
        }
        print("another hostname is registered after \(changed.duration(to: .now))")
        try await expectAccounted(node, id)
    }
}
