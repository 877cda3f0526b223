/// What the conductor knows this node by, besides its id.
package struct NodeAddress: Sendable, Equatable, CustomStringConvertible {
    package var hostname: String
    package var ipAddress: String

    package init(hostname: String, ipAddress: String) {
        self.hostname = hostname
        self.ipAddress = ipAddress
    }

    package var description: String { "\(hostname) (\(ipAddress))" }
}
