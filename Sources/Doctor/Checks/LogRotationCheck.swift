import NodeProtocol

/// Whether what services and the node write can fill the disk.
package enum LogRotationCheck {
    package struct Evidence: Sendable, Equatable {
        /// `json-file`, `local`, `journald`; nil when the engine has not told.
        package var driver: String?
        /// `max-size` of the engine's own settings file; nil when it is not set there.
        package var maxSize: String?
        /// Where the node's own log goes; nil when that is not known.
        package var nodeLog: NodeLog?

        package init(driver: String?, maxSize: String? = nil, nodeLog: NodeLog? = nil) {
            self.driver = driver
            self.maxSize = maxSize
            self.nodeLog = nodeLog
        }
    }

    package enum NodeLog: Sendable, Equatable {
        /// The journal, a pipe or a terminal: whoever reads it keeps it in bounds.
        case stream
        case file(path: String, bytes: Int64)
    }

    package static func finding(_ evidence: Evidence) -> Finding {
        if case .file(let path, let bytes) = evidence.nodeLog, bytes > 100 << 20 {
            return Finding(
                .logRotation, .warning, "the node's own log, \(path), has \(bytes >> 20) MiB",
                remedy: "rotate it with logrotate and copytruncate, or let the node write to the journal")
        }
        switch evidence.driver {
        case nil: return Finding(.logRotation, .unknown, "the engine has not told of its logging driver")
        case "json-file":
            guard let maxSize = evidence.maxSize else {
                return Finding(
                    .logRotation, .warning, "the engine keeps all output of services (json-file without max-size)",
                    remedy:
                        "in /etc/docker/daemon.json: \"log-driver\": \"local\", or \"log-opts\": {\"max-size\": \"10m\", \"max-file\": \"3\"}; "
                        + "it is for new containers, so restart the engine and deploy again. Or logging: in the compose file"
                )
            }
            return Finding(.logRotation, .ok, "json-file, rotated at \(maxSize)")
        case "local"?: return Finding(.logRotation, .ok, "the engine's driver local rotates by itself")
        case "journald"?:
            return Finding(.logRotation, .ok, "the journal rotates by itself (SystemMaxUse in journald.conf)")
        case "none"?: return Finding(.logRotation, .ok, "the engine keeps no output of services")
        case let other?: return Finding(.logRotation, .ok, "the engine hands output on (\(other))")
        }
    }
}
