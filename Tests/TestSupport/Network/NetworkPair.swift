import Glibc
import Synchronization

/// Two network namespaces with a link between them that a test may make as bad as it likes: the node's with 10.77.0.1, its
/// default route over the link, and the conductor's with 10.77.0.2. Needs root.
///
/// However the test process ends, both are removed.
package final class NetworkPair: Sendable {
    private static let count = Atomic<Int>(0)

    /// What carries the packets.
    package enum Carrier: Sendable {
        /// The test's process, as badly as ``quality`` says.
        case test
        /// The kernel, by veth(4): what is to be bad about it is for commands in the namespaces to say.
        case kernel
    }

    /// Nil when the kernel carries the packets.
    private let link: BadLink?
    private let keeper: KeptProcess
    private let directory: TemporaryDirectory
    /// The command that starts what follows it in the namespace.
    package let inNode: [String]
    package let inConductor: [String]
    /// The node's interface.
    package let interface: String
    package let conductorInterface: String

    package init(_ carrier: Carrier = .test) throws {
        let number = Self.count.wrappingAdd(1, ordering: .relaxed).newValue
        let tag = "\(getpid() % 100_000)-\(number)"
        let (node, conductor) = ("aerekos-n\(tag)", "aerekos-c\(tag)")
        directory = try TemporaryDirectory()
        interface = "an\(tag)"
        conductorInterface = "ac\(tag)"
        switch carrier {
        case .test: link = BadLink(try TunnelDevice(name: interface), try TunnelDevice(name: conductorInterface))
        case .kernel: link = nil
        }
        inNode = ["ip", "netns", "exec", node]
        inConductor = ["ip", "netns", "exec", conductor]
        keeper = try KeptProcess(
            script: Self.script, arguments: [node, interface, conductor, conductorInterface],
            log: directory.file("network.log"))
        let answer = try keeper.ask("\(carrier)")
        guard answer == "done" else {
            let log = String(decoding: contents(of: directory.file("network.log")) ?? [], as: UTF8.self)
            throw KeptProcess.Failure(description: "no namespaces: \(answer): \(log)")
        }
    }

    deinit {
        link?.stop()
        keeper.end()
    }

    /// How well the test carries packets.
    package var quality: LinkQuality {
        get { link?.quality ?? LinkQuality() }
        set {
            precondition(link != nil, "the kernel carries the packets")
            link?.quality = newValue
        }
    }

    /// The `X-Request-ID` of every request that has arrived in the conductor's namespace; nil when the kernel carries them.
    package var arrivedRequests: Set<String>? { link?.arrived }

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
        read -r carrier
        # "set -e" holds nothing in a list: every step is in it.
        make() {
            ip netns add "$1" && ip -n "$1" link set lo up &&
            ip netns add "$3" && ip -n "$3" link set lo up &&
            if [ "$carrier" = kernel ]; then
                ip link add "$2" netns "$1" type veth peer name "$4" netns "$3"
            else
                ip link set "$2" netns "$1" && ip link set "$4" netns "$3"
            fi &&
            ip -n "$1" addr add 10.77.0.1/24 dev "$2" &&
            ip -n "$1" link set "$2" up && ip -n "$1" route add default dev "$2" &&
            ip -n "$3" addr add 10.77.0.2/24 dev "$4" && ip -n "$3" link set "$4" up
        }
        make "$@" >&2 && echo done || echo "a command failed"
        while read -r _; do :; done
        ip netns del "$1"
        ip netns del "$3"
        """
}
