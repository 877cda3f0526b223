import NodeProtocol

/// The container engine: whether it answers, and what it stores images with.
package enum EngineChecks {
    package struct Evidence: Sendable, Equatable {
        /// What deployd last said, or what the engine said from here; nil when neither is known.
        package var engine: EngineStatus?

        package init(_ engine: EngineStatus?) { self.engine = engine }
    }

    /// Older ones get no fixes any more, and lack what makes updates safe.
    private static let oldestGoodMajor = 20

    package static func engine(_ evidence: Evidence) -> Finding {
        guard let engine = evidence.engine else {
            return Finding(
                .engine, .unknown, "deployd has said nothing of it lately", remedy: "workerctl subsystems deployd")
        }
        guard engine.connected else {
            let reason = engine.reason ?? "it is not connected"
            switch engine.state {
            case .unresponsive:
                return Finding(
                    .engine, .problem, reason,
                    remedy: "it takes connections and does not answer: systemctl restart docker")
            case .available, .unavailable:
                return Finding(
                    .engine, .problem, reason,
                    remedy:
                        "is it installed and running (systemctl start docker), is DOCKER_HOST its address, and may the node's user use its socket (group docker)?"
                )
            }
        }
        let version = engine.version ?? "unknown"
        let words = "version \(version), API \(engine.apiVersion ?? "unknown")"
        let isPodman = engine.information?.isPodman == true
        if !isPodman, let major = version.split(separator: ".").first.flatMap({ Int($0) }), major < oldestGoodMajor {
            return Finding(
                .engine, .warning, words, remedy: "it is old: a version from \(oldestGoodMajor).10 on is better tested")
        }
        return Finding(.engine, .ok, words)
    }

    package static func storageDriver(_ evidence: Evidence) -> Finding {
        guard let information = evidence.engine?.information, evidence.engine?.connected == true else {
            return Finding(.storageDriver, .unknown, "the engine has not told of it")
        }
        let driver = information.storageDriver
        let below = information.backingFileSystem.map { " on \($0)" } ?? ""
        switch driver {
        case "overlay2", "overlay", "overlayfs", "btrfs", "zfs", "fuse-overlayfs":
            return Finding(.storageDriver, .ok, "\(driver)\(below)")
        case "vfs":
            return Finding(
                .storageDriver, .warning, "vfs\(below): every container is a whole copy of its image",
                remedy:
                    "use overlay2, on ext4 or xfs: \"storage-driver\": \"overlay2\" in /etc/docker/daemon.json; images are pulled anew"
            )
        case "devicemapper", "aufs":
            return Finding(
                .storageDriver, .warning, "\(driver)\(below): newer engines have it no more",
                remedy: "go over to overlay2 before the engine is upgraded; images are pulled anew")
        default:
            return Finding(.storageDriver, .unknown, "\(driver.isEmpty ? "none" : driver)\(below) is not known here")
        }
    }
}
