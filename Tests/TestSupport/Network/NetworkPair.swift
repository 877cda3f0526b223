import Glibc
import Synchronization

/// Two network namespaces with a link between them that a test may make as bad as it likes: the node's with 10.77.0.1, its
/// default route over the link, and the conductor's with 10.77.0.2. Needs root.
///
/// However the test process ends, both are removed.
package final class NetworkPair: Sendable {
    private static let count = Atomic<Int>(0)

    private let link: BadLink
    private let keeper: KeptProcess
    private let directory: TemporaryDirectory
    /// The command that starts what follows it in the namespace.
    package let inNode: [String]
    package let inConductor: [String]
    /// The node's interface.
    package let interface: String

    package init() throws {
        let number = Self.count.wrappingAdd(1, ordering: .relaxed).newValue
        let tag = "\(getpid() % 100_000)-\(number)"
        let (node, conductor) = ("aerekos-n\(tag)", "aerekos-c\(tag)")
        directory = try TemporaryDirectory()
        let first = try TunnelDevice(name: "an\(tag)")
        let second = try TunnelDevice(name: "ac\(tag)")
        interface = first.name
        inNode = ["ip", "netns", "exec", node]
        inConductor = ["ip", "netns", "exec", conductor]
        keeper = try KeptProcess(
            script: Self.script, arguments: [node, first.name, conductor, second.name],
            log: directory.file("network.log"))
        let answer = try keeper.ask("make")
        guard answer == "done" else {
            let log = String(decoding: contents(of: directory.file("network.log")) ?? [], as: UTF8.self)
            throw KeptProcess.Failure(description: "no namespaces: \(answer): \(log)")
        }
        link = BadLink(first, second)
    }

    deinit {
        link.stop()
        keeper.end()
    }

    /// How well the link carries packets.
    package var quality: LinkQuality {
        get { link.quality }
        set { link.quality = newValue }
    }

    /// The `X-Request-ID` of every request that has arrived in the conductor's namespace.
    package var arrivedRequests: Set<String> { link.arrived }

    /// Runs a shell script in the node's namespace.
    package func inNode(_ script: String) async throws { try await run(script, inNode) }

    /// Runs a shell script in the conductor's namespace.
    package func inConductor(_ script: String) async throws { try await run(script, inConductor) }

    private func run(_ script: String, _ place: [String]) async throws {
        let command = (place + ["sh", "-ec", "'\(script)'"]).joined(separator: " ")
        try await offThread { try runShell(command) }
    }

    private static let script = """
        trap '' INT TERM HUP
        read -r _
        # "set -e" holds nothing in a list: every step is in it.
        make() {
            ip netns add "$1" && ip -n "$1" link set lo up &&
            ip netns add "$3" && ip -n "$3" link set lo up &&
            ip link set "$2" netns "$1" && ip -n "$1" addr add 10.77.0.1/24 dev "$2" &&
            ip -n "$1" link set "$2" up && ip -n "$1" route add default dev "$2" &&
            ip link set "$4" netns "$3" && ip -n "$3" addr add 10.77.0.2/24 dev "$4" && ip -n "$3" link set "$4" up
        }
        make "$@" >&2 && echo done || echo "a command failed"
        while read -r _; do :; done
        ip netns del "$1"
        ip netns del "$3"
        """
}
