/// Whether control groups can hold services to their limits.
package enum CgroupCheck {
    package struct Evidence: Sendable, Equatable {
        /// What is mounted on /sys/fs/cgroup.
        package enum Version: Sendable, Equatable { case none, v1, v2, unknown }
        package var version: Version
        /// The controllers that can be used there: `memory`, `cpu`, `pids`.
        package var controllers: Set<String>
        /// What the engine says it uses; nil where it does not say.
        package var engineVersion: Int?

        package init(version: Version, controllers: Set<String>, engineVersion: Int? = nil) {
            self.version = version
            self.controllers = controllers
            self.engineVersion = engineVersion
        }
    }

    package static func finding(_ evidence: Evidence) -> Finding {
        let words: String
        switch evidence.version {
        case .unknown: return Finding(.cgroup, .unknown, "/sys/fs/cgroup cannot be read")
        case .none:
            guard evidence.engineVersion == nil else {
                return Finding(
                    .cgroup, .ok, "none are seen from here; the engine uses version \(evidence.engineVersion ?? 0)")
            }
            return Finding(
                .cgroup, .problem, "no control groups are mounted: the engine cannot start containers",
                remedy: "mount them: systemd does by itself; without it the package cgroupfs-mount")
        case .v1: words = "version 1"
        case .v2: words = "version 2"
        }
        let engine = evidence.engineVersion.map { ", the engine uses version \($0)" } ?? ""
        guard evidence.controllers.contains("memory") else {
            return Finding(
                .cgroup, .warning,
                "\(words)\(engine), without the memory controller: services are not held to their memory limits",
                remedy:
                    "add cgroup_enable=memory to the kernel's command line (/boot/cmdline.txt on a Raspberry Pi) and start anew"
            )
        }
        return Finding(.cgroup, .ok, words + engine)
    }
}
