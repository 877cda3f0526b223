import JSON

/// What an image is made for: `os[/architecture[/variant]]`, in Go's words (https://github.com/containerd/platforms).
package struct ImagePlatform: Sendable, Equatable, CustomStringConvertible {
    /// Empty: any.
    package let operatingSystem: String
    /// Empty: any.
    package let architecture: String
    /// Empty: the usual one, or any.
    package let variant: String

    init(operatingSystem: String, architecture: String, variant: String) {
        self.operatingSystem = operatingSystem.lowercased()
        (self.architecture, self.variant) = Self.normalized(architecture.lowercased(), variant.lowercased())
    }

    /// A wish. One word alone is an operating system or an architecture. Nil for what is no platform.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { String($0) }
        guard (1...3).contains(parts.count), !parts.contains("") else { return nil }
        switch parts.count {
        case 1 where Self.systems.contains(parts[0].lowercased()):
            self.init(operatingSystem: parts[0], architecture: "", variant: "")
        case 1: self.init(operatingSystem: "", architecture: parts[0], variant: "")
        case 2: self.init(operatingSystem: parts[0], architecture: parts[1], variant: "")
        default: self.init(operatingSystem: parts[0], architecture: parts[1], variant: parts[2])
        }
    }

    /// OCI's.
    var json: JSON {
        var members: [String: JSON] = ["os": .string(operatingSystem), "architecture": .string(architecture)]
        if !variant.isEmpty { members["variant"] = .string(variant) }
        return .object(members)
    }

    package var description: String {
        [operatingSystem, architecture, variant].filter { !$0.isEmpty }.joined(separator: "/")
    }

    /// Whether an image that is made for this platform is one for `wish`. Images rarely tell their variant: one that does
    /// not may be of any.
    package func meets(_ wish: ImagePlatform) -> Bool {
        (wish.operatingSystem.isEmpty || operatingSystem == wish.operatingSystem)
            && (wish.architecture.isEmpty || architecture == wish.architecture)
            && (wish.variant.isEmpty || variant.isEmpty || variant == wish.variant)
    }

    private static let systems: Set = ["linux", "windows", "darwin", "freebsd"]

    /// The many names of one architecture, as containerd takes them.
    private static func normalized(_ architecture: String, _ variant: String) -> (String, String) {
        switch (architecture, variant) {
        case ("x86_64", _), ("x86-64", _), ("amd64", "v1"): ("amd64", variant == "v1" ? "" : variant)
        case ("i386", _): ("386", variant)
        case ("aarch64", _), ("arm64", _): ("arm64", ["8", "v8"].contains(variant) ? "" : variant)
        case ("armhf", _): ("arm", "v7")
        case ("armel", _): ("arm", "v6")
        case ("arm", "5"), ("arm", "6"), ("arm", "7"), ("arm", "8"): ("arm", "v" + variant)
        default: (architecture, variant)
        }
    }
}
