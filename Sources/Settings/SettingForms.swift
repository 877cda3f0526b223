import Inet

/// What the texts of settings may look like.
extension NodeConfiguration {
    static func isHTTPURL(_ text: String) -> Bool {
        guard let scheme = ["http://", "https://"].first(where: { text.hasPrefix($0) }) else { return false }
        let authority = text.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return isAuthority(authority) && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value < 0x7F }
    }

    static func isProxyURL(_ text: String) -> Bool {
        guard let scheme = ["http://", "https://"].first(where: { text.hasPrefix($0) }) else { return false }
        let rest = text.dropFirst(scheme.count)
        let afterPassword = rest.lastIndex(of: "@").map { rest[rest.index(after: $0)...] } ?? rest
        return isHTTPURL(scheme + afterPassword)
            && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value < 0x7F }
    }

    static func isDockerHost(_ text: String) -> Bool {
        if text.hasPrefix("unix:///") { return text.count > 8 && text.utf8.count <= 7 + longestSocketPath }
        return text.hasPrefix("tcp://") && isAuthority(text.dropFirst(6).prefix { $0 != "/" })
    }

    /// `host` or `host:port`; a host with colons stands in brackets.
    static func isAuthority(_ text: Substring) -> Bool {
        let parts = text.split(separator: "]", maxSplits: 1, omittingEmptySubsequences: false)
        let bracketed = text.hasPrefix("[") && parts.count == 2
        let host = bracketed ? parts[0].dropFirst() : text.prefix { $0 != ":" }
        let rest = bracketed ? parts[1] : text.dropFirst(host.count)
        guard !host.isEmpty, !host.contains("@"), rest.isEmpty || rest.hasPrefix(":") else { return false }
        return rest.isEmpty || Int(rest.dropFirst()).map { (1...65535).contains($0) } == true
    }

    /// sun_path of unix(7), without its final zero.
    static let longestSocketPath = 107
    static let longestSocketName = "/heartbeatd.sock".utf8.count

    static func isAddress(_ text: String) -> Bool { IPAddress(text) != nil }
}
