import EventLoop
import Glibc
import Inet

/// Finds out by what name and address this node goes. Looks at the system each time; everything here is quick, but
/// touches the disk, so it runs on the worker thread given.
package struct AddressSource: Sendable {
    private let configuredHostname: String?
    private let configuredAddress: String?
    private let hostRoot: String
    private let thread: WorkerThread
    private let lookUp: @Sendable () -> String?

    /// - Parameters:
    ///   - hostname: `WORKER_HOSTNAME`.
    ///   - address: `WORKER_IP`.
    ///   - hostRoot: Where a containerised node sees the host's root; empty otherwise.
    ///   - lookUp: Asks the kernel for the node's own address.
    package init(
        hostname: String?, address: String?, hostRoot: String, thread: WorkerThread,
        lookUp: @escaping @Sendable () -> String? = { AddressSource.addressOfDefaultRoute() }
    ) {
        configuredHostname = hostname
        configuredAddress = address
        self.hostRoot = hostRoot
        self.thread = thread
        self.lookUp = lookUp
    }

    /// The kernel is asked rather than probed, whose report is older, except where the node's own interfaces are a
    /// container's.
    /// - Parameters:
    ///   - reported: The address of the primary interface in the newest resource report.
    ///   - former: What holds where nothing else is known now: an interface that is down does not change who the node is.
    @LoopActor
    package func current(reported: String?, former: NodeAddress) async -> NodeAddress {
        // Only a thread that is stuck refuses work; what is configured still holds then.
        let looked = try? await thread.run { [self] in (hostname: findHostname(), address: findAddress(reported)) }
        return NodeAddress(
            hostname: looked?.hostname ?? configuredHostname ?? former.hostname,
            ipAddress: looked?.address ?? configuredAddress ?? former.ipAddress)
    }

    private func findAddress(_ reported: String?) -> String? {
        if let configuredAddress { return configuredAddress }
        return hostRoot.isEmpty ? lookUp() ?? reported : reported ?? lookUp()
    }

    private func findHostname() -> String? {
        if let configuredHostname { return configuredHostname }
        if !hostRoot.isEmpty, let name = Self.firstLine(of: hostRoot + "/etc/hostname") { return name }
        var name = [CChar](repeating: 0, count: 256)
        let code = gethostname(&name, name.count - 1)
        let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return code == 0 && !text.isEmpty ? text : nil
    }

    private static func firstLine(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(descriptor, &bytes, bytes.count)
        let text = String(decoding: bytes.prefix(max(0, count)).prefix { $0 > 0x20 }, as: UTF8.self)
        return text.isEmpty ? nil : text
    }

    /// The source address of the default route: what connect(2) of a UDP socket chooses. Nothing is sent; the
    /// destination is of TEST-NET-1, RFC 5737.
    package static func addressOfDefaultRoute() -> String? {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(9).bigEndian
        address.sin_addr.s_addr = UInt32(0xC000_0201).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isKnown = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        return isKnown ? IPAddress(address.sin_addr).description : nil
    }
}
