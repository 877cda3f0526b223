/// Whether the conductor's host name has an address.
package enum ConductorNameCheck {
    package enum Evidence: Sendable, Equatable {
        case noConductor
        /// The URL has an address, no name.
        case literal(String)
        /// The proxy looks names up.
        case proxied
        case found(host: String, addresses: [String])
        case notFound(host: String, reason: String)
        /// The lookup takes longer than it was waited for.
        case slow(host: String, seconds: Int)
        case notTried(host: String)
    }

    package static func finding(_ evidence: Evidence, linkIsWell: Bool) -> Finding {
        switch evidence {
        case .noConductor: return Finding(.conductorName, .ok, "there is no conductor to look up")
        case .literal(let address): return Finding(.conductorName, .ok, "\(address) is an address and needs no lookup")
        case .proxied: return Finding(.conductorName, .ok, "the proxy looks it up")
        case .found(let host, let addresses):
            return Finding(.conductorName, .ok, "\(host) is \(addresses.prefix(4).joined(separator: ", "))")
        case .notFound(let host, let reason):
            return Finding(
                .conductorName, linkIsWell ? .warning : .problem, "\(host) has no address: \(reason)",
                remedy: "is the name in CONDUCTOR_URL right? Else see /etc/resolv.conf and ask: getent hosts \(host)")
        case .slow(let host, let seconds):
            return Finding(
                .conductorName, .warning, "\(host) was not looked up within \(seconds) s",
                remedy: "the name servers in /etc/resolv.conf do not answer: are they reached from here?")
        case .notTried(let host):
            return Finding(.conductorName, .unknown, "\(host) was not looked up: an earlier lookup still waits")
        }
    }
}
