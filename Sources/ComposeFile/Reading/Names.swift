import Inet

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

    static func isAddress(_ text: String) -> Bool { IPAddress(text) != nil }
    static func isIPv4(_ text: String) -> Bool { IPAddress(text)?.isV6 == false }
    static func isIPv6(_ text: String) -> Bool { IPAddress(text)?.isV6 == true }

    /// `172.28.0.0/16`
    static func isSubnet(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPAddress(String(parts[0])), let bits = UInt8(parts[1]) else {
            return false
        }
        return bits <= (address.isV6 ? 128 : 32)
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
