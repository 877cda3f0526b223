/// A version of the engine's API, `1.41`.
package struct APIVersion: Comparable, Sendable, CustomStringConvertible {
    package let major: Int
    package let minor: Int

    package init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = Int(parts[0]), let minor = Int(parts[1]), major >= 0, minor >= 0 else {
            return nil
        }
        self.init(major, minor)
    }

    package var description: String { "\(major).\(minor)" }

    package static func < (left: APIVersion, right: APIVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }

    /// The oldest version with all we use: 1.25 (Engine 1.13) brought `StopTimeout`, mounts and `cpus`.
    static let oldest = APIVersion(1, 25)
    /// The newest version whose changes have been looked at (https://docs.docker.com/reference/api/engine/version-history/).
    static let newest = APIVersion(1, 51)

    /// The version to speak with an engine that speaks `minimum` to `maximum`: the newest that both do.
    static func agreed(minimum: APIVersion, maximum: APIVersion) throws(EngineError) -> APIVersion {
        let version = min(maximum, newest)
        guard version >= max(minimum, oldest) else {
            throw .versionMismatch(minimum: minimum, maximum: maximum)
        }
        return version
    }
}
