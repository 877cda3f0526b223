import HTTPServer

/// RFC 6454: which web page a browser sends a request for.
enum RequestOrigin {
    /// Whether the request comes from a page of another origin than the server at this machine's loopback address. A
    /// client that is no browser sends no origin.
    ///
    /// That origin and host agree is not enough: whoever owns a name can let it point to 127.0.0.1 (DNS rebinding). So
    /// the host must be a name that only this machine itself stands behind.
    static func isForeign(_ call: HTTPCall, isTLS: Bool) -> Bool {
        guard let origin = call.header("Origin")?.lowercased() else { return false }
        guard let host = call.header("Host")?.lowercased(), isLoopback(host) else { return true }
        return origin != (isTLS ? "https://" : "http://") + host
    }

    /// Of `host[:port]`.
    private static func isLoopback(_ host: String) -> Bool {
        if host.hasPrefix("[") { return host.hasPrefix("[::1]") }
        let name = host.prefix { $0 != ":" }
        if name == "localhost" { return true }
        let numbers = name.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }
}
