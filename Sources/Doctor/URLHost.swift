import Inet

/// The host of an http or https URL, without brackets, and its port.
package struct URLHost: Sendable, Equatable {
    package let name: String
    package let port: Int

    package init?(_ url: String) {
        guard let scheme = ["http://", "https://"].first(where: { url.hasPrefix($0) }) else { return nil }
        let authority = url.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        let rest: Substring
        if host.hasPrefix("["), let end = host.firstIndex(of: "]") {
            name = String(host[host.index(after: host.startIndex)..<end])
            rest = host[host.index(after: end)...]
        } else {
            name = String(host.prefix { $0 != ":" })
            rest = host.dropFirst(name.count)
        }
        guard !name.isEmpty else { return nil }
        let standard = scheme == "https://" ? 443 : 80
        port = rest.first == ":" ? Int(rest.dropFirst()) ?? standard : standard
    }

    /// Whether it is an address rather than a name.
    package var isAddress: Bool { IPAddress(name) != nil }

    package var isLoopback: Bool { name == "localhost" || IPAddress(name)?.isLoopback == true }
}
