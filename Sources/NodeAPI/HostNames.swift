import Inet

/// The names by which the node may be called.
///
/// Whoever owns a name can let it point to the node's address, and a page from there would then be of the node's own
/// origin for a browser (DNS rebinding): so a name must be known to be the node's. Addresses are nobody's to point.
package struct HostNames: Sendable {
    private let names: Set<String>

    /// - Parameter names: In any letters; of each, its first label and that with `.local` count too.
    package init(_ names: [String], listed: [String]) {
        var all = Set(listed.map { $0.lowercased() })
        for name in names.map({ $0.lowercased() }) where !name.isEmpty {
            let label = String(name.prefix { $0 != "." })
            all.formUnion([name, label, label + ".local"])
        }
        self.names = all
    }

    /// Whether `Host` names the node, with or without a port. A request without a host is from no browser.
    func isOwn(_ header: String?) -> Bool {
        guard let header, !header.isEmpty else { return true }
        if header.hasPrefix("[") {
            guard let end = header.lastIndex(of: "]") else { return false }
            let rest = header[header.index(after: end)...]
            return IPAddress(String(header[..<end].dropFirst()))?.isV6 == true && (rest.isEmpty || Self.isPort(rest))
        }
        let name = header.prefix { $0 != ":" }
        let rest = header.dropFirst(name.count)
        guard rest.isEmpty || Self.isPort(rest) else { return false }
        let plain = (name.hasSuffix(".") ? name.dropLast() : name).lowercased()
        return plain == "localhost" || plain.hasSuffix(".localhost") || names.contains(plain)
            || IPAddress(plain)?.isV6 == false
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.first == ":" && text.dropFirst().allSatisfy(\.isNumber)
    }
}
