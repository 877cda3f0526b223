import NodeProtocol

/// Which variables each daemon gets: those it reads, and no others. Only heartbeatd and deployd see the conductor's
/// token, only apid its own.
package enum DaemonEnvironment {
    private static let everyone = ["STATE_DIR", "RUNTIME_DIR", "LOG_LEVEL", "LOG_FORMAT", "AEREKOS_FAULT"]
    private static let host = ["TZ", "LANG"]

    package static func keys(for subsystem: Subsystem) -> [String] {
        everyone + host + own(subsystem)
    }

    private static func own(_ subsystem: Subsystem) -> [String] {
        let conductor = [
            "CONDUCTOR_URL", "CONDUCTOR_TOKEN", "CONDUCTOR_TOKEN_FILE", "CONDUCTOR_CA_FILE", "CONDUCTOR_CERT_FILE",
            "CONDUCTOR_KEY_FILE", "HTTPS_PROXY", "NO_PROXY",
        ]
        let certificates = ["SSL_CERT_FILE", "SSL_CERT_DIR"]
        switch subsystem {
        case .probed: return ["HOST_ROOT", "RESOURCE_CHECK_INTERVAL"]
        case .heartbeatd:
            return conductor + certificates + [
                "CONDUCTOR_LIVE", "HEARTBEAT_INTERVAL", "RESOURCE_CHECK_INTERVAL", "WORKER_HOSTNAME", "WORKER_IP",
                "HOST_ROOT",
            ]
        case .deployd:
            return conductor + certificates + [
                "DOCKER_HOST", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH", "DEPLOYMENT_CHECK_INTERVAL",
                "SERVICE_STATUS_INTERVAL", "SERVICE_STABLE_TIME", "SERVICE_START_TIMEOUT", "SHUTDOWN_SERVICES",
                "SHUTDOWN_TIMEOUT", "SERVICES_DIR",
                "PULL_INACTIVITY_TIMEOUT", "DISK_RESERVE", "IMAGE_UNUSED_TIME", "IMAGE_DISK_HIGH", "IMAGE_DISK_LOW",
                "DOCKER_CONFIG", "HOST_ROOT",
                "SERVICE_API_URL", "PORT", "BIND_ADDRESS", "API_TLS_CERT", "API_TLS_KEY", "WORKER_IP",
            ]
        case .apid:
            return [
                "PORT", "BIND_ADDRESS", "API_TOKEN", "API_TOKEN_FILE", "API_TLS_CERT", "API_TLS_KEY",
                "API_TLS_CLIENT_CA", "API_READ", "API_HOSTS", "API_ORIGINS",
                "HEARTBEAT_INTERVAL", "RESOURCE_CHECK_INTERVAL",
                "DEPLOYMENT_CHECK_INTERVAL", "SERVICE_STATUS_INTERVAL", "WORKER_HOSTNAME", "WORKER_IP",
                "CONDUCTOR_URL", "CONDUCTOR_CA_FILE", "DISK_RESERVE", "HOST_ROOT",
            ]
        }
    }

    /// The environment of one daemon, but for what differs with each start.
    /// - Parameter settings: The node's own settings by key, wherever they came from.
    package static func environment(
        for subsystem: Subsystem, settings: (String) -> String?
    ) -> [String: String] {
        var variables: [String: String] = [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            // One thread does the work: one arena keeps the heap small (mallopt(3)).
            "MALLOC_ARENA_MAX": "1",
            // Where a Swift toolchain is installed a crash would first be examined, for seconds, in which the daemon
            // is neither alive nor gone.
            "SWIFT_BACKTRACE": "enable=no",
        ]
        for key in keys(for: subsystem) {
            if let value = settings(key) { variables[key] = value }
        }
        return variables
    }
}
