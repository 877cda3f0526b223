import Foundation
import Glibc
import Testing

/// Whether a real engine can be run here.
package enum DockerAvailability {
    /// What stands in the way; nil when nothing does.
    package static let obstacle: String? = {
        guard geteuid() == 0 else { return "a Docker Engine needs root" }
        let programs = ["dockerd", "docker-registry", "unshare", "setsid", "ip", "curl", "tar"]
        let missing = programs.filter { program(named: $0) == nil }
        guard missing.isEmpty else { return "not installed: \(missing.joined(separator: ", "))" }
        guard FileManager.default.isExecutableFile(atPath: TestImages.busybox) else {
            return "not installed: busybox-static (\(TestImages.busybox))"
        }
        return nil
    }()

    static func program(named name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/sbin:/usr/bin:/sbin:/bin"
        return path.split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// With `CI` set nothing is skipped: a test that needs the engine then fails for the lack of it.
    static let isSkippable = (ProcessInfo.processInfo.environment["CI"] ?? "").isEmpty
}

extension Trait where Self == ConditionTrait {
    /// For suites and tests that use ``TestEngine``: skipped, with the reason, where none can run; in CI they fail.
    package static var dockerEngine: Self {
        .enabled(
            if: DockerAvailability.obstacle == nil || !DockerAvailability.isSkippable,
            Comment(rawValue: DockerAvailability.obstacle ?? "a Docker Engine can run here"))
    }
}
