import Glibc

/// What compose and the engine take as names.
enum Names {
    /// `[a-zA-Z0-9_][a-zA-Z0-9._-]*`, 63 characters at most: services, networks, volumes, secrets, configs, profiles.
    static func isResource(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 63 else { return false }
        return (isLetterOrDigit(first) || first == UInt8(ascii: "_"))
            && name.utf8.allSatisfy { isLetterOrDigit($0) || "._-".utf8.contains($0) }
    }

    /// What the engine takes as the name of a container, network or volume.
    static func isEngine(_ name: String) -> Bool {
        guard let first = name.utf8.first, (2...255).contains(name.utf8.count), isLetterOrDigit(first) else {
            return false
        }
        return name.utf8.allSatisfy { isLetterOrDigit($0) || "._-".utf8.contains($0) }
    }

    static func isAddress(_ text: String) -> Bool { isIPv4(text) || isIPv6(text) }

    static func isIPv4(_ text: String) -> Bool {
        var address = in_addr()
        return inet_pton(AF_INET, text, &address) == 1
    }

    static func isIPv6(_ text: String) -> Bool {
        var address = in6_addr()
        return inet_pton(AF_INET6, text, &address) == 1
    }

    /// `172.28.0.0/16`
    static func isSubnet(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let bits = UInt8(parts[1]) else { return false }
        return isIPv4(String(parts[0])) ? bits <= 32 : isIPv6(String(parts[0])) && bits <= 128
    }

    /// Six pairs of hexadecimal digits between colons.
    static func isMACAddress(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 6 && parts.allSatisfy { $0.utf8.count == 2 && $0.allSatisfy(\.isHexDigit) }
    }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
