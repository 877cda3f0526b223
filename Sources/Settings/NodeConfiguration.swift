import Glibc

/// Every setting of a node, read once at start. The same type serves all programs; the supervisor hands each daemon
/// only the keys it needs, and the rest then read as their defaults.
package struct NodeConfiguration: Sendable {
    package enum LogLevel: String, CaseIterable, Sendable { case trace, debug, info, notice, warning, error, critical }
    /// Whether the conductor's live channel is used: where it offers one, or never.
    package enum LiveChannel: String, CaseIterable, Sendable { case auto, off }
    package enum LogFormat: String, CaseIterable, Sendable { case text, json }
    /// Whether reading the API is free, or takes a token.
    package enum APIReading: String, CaseIterable, Sendable { case open, token }

    /// `CONDUCTOR_URL`: http or https, several with commas between; no default. All are one conductor or its replicas.
    /// Without it the node runs and says that it has no conductor.
    package var conductorURLs: [String]
    /// `CONDUCTOR_TOKEN`, or the first line of the file `CONDUCTOR_TOKEN_FILE`: no default.
    package var conductorToken: Secret?
    /// `CONDUCTOR_CA_FILE`: absolute path of a PEM file with the authorities that may have signed the conductor's
    /// certificate; by default the system's.
    package var conductorAuthorities: String?
    /// `CONDUCTOR_CERT_FILE`, `CONDUCTOR_KEY_FILE`: absolute paths of PEM files with the certificate, perhaps with those
    /// between it and its authority, and the key that the node shows to the conductor; no default.
    package var conductorCertificate: String?
    package var conductorKey: String?
    /// `HTTPS_PROXY`: http or https URL of a proxy on the way to a conductor at an https URL, perhaps with a password; no
    /// default.
    package var httpsProxy: Secret?
    /// `NO_PROXY`: hosts, domains and addresses, with commas between, that are reached without the proxy; no default.
    package var noProxy: String?
    /// `CONDUCTOR_LIVE`: `auto` or `off`, auto.
    package var liveChannel: LiveChannel
    /// `PORT`: TCP port of the API, 3001. 0 takes any free one.
    package var port: Int
    /// `BIND_ADDRESS`: IPv4 or IPv6 address the API listens on, 127.0.0.1.
    package var bindAddress: String
    /// `API_TOKEN`: tokens with commas between, `admin:<token>`, `read:<token>` or a token alone, which is admin's; needed
    /// for changes when not bound to loopback; no default.
    package var apiTokens: [APIToken]
    /// `API_TOKEN_FILE`: absolute path of a file with such tokens, one a line; no default.
    package var apiTokenFile: String?
    /// `API_TLS_CERT`, `API_TLS_KEY`: absolute paths of PEM files with the certificate, perhaps with those between it and
    /// its authority, and the key of the API, which then speaks TLS; no default.
    package var apiCertificate: String?
    package var apiKey: String?
    /// `API_TLS_CLIENT_CA`: absolute path of a PEM file with the authorities, one of which has to have signed the
    /// certificate that a client shows; no default.
    package var apiClientAuthorities: String?
    /// `API_READ`: `open` or `token`, open. Whether reading takes a token too.
    package var apiReading: APIReading
    /// `API_HOSTS`: host names with commas between, by which the API may be called besides the node's own; no default.
    package var apiHosts: [String]
    /// `API_ORIGINS`: origins with commas between, whose web pages may call the API; no default.
    package var apiOrigins: [String]
    /// `HEARTBEAT_INTERVAL`: time, 30 s; at most 60 s, for a conductor gives a worker up after 90 s.
    package var heartbeatInterval: Duration
    /// `RESOURCE_CHECK_INTERVAL`: time, 60 s.
    package var resourceCheckInterval: Duration
    /// `DEPLOYMENT_CHECK_INTERVAL`: time, 10 s.
    package var deploymentCheckInterval: Duration
    /// `SERVICE_STATUS_INTERVAL`: time, 30 s.
    package var serviceStatusInterval: Duration
    /// `SERVICE_STABLE_TIME`: time, 10 s. How long a service without a health check runs until it counts as started.
    package var serviceStableTime: Duration
    /// `SHUTDOWN_SERVICES`: `keep` or `stop`; keep. Whether services are stopped when the node is.
    package var stopsServices: Bool
    /// `SHUTDOWN_TIMEOUT`: time, 30 s. How long all services together may take for that.
    package var shutdownTimeout: Duration
    /// `SERVICE_START_TIMEOUT`: time, 5 min. How long a service may take until it is healthy.
    package var serviceStartTimeout: Duration
    /// `PULL_INACTIVITY_TIMEOUT`: time, 2 min. How long the pull of an image may come no further.
    package var pullInactivityTimeout: Duration
    /// `DISK_RESERVE`: bytes, or with k, m or g; 1 GiB. What a pull leaves free on the disk with the engine's data.
    package var diskReserve: Int64
    /// `IMAGE_UNUSED_TIME`: time, 168 h. How long an image that the node has pulled stays when nobody needs it.
    package var imageUnusedTime: Duration
    /// `IMAGE_DISK_HIGH`, `IMAGE_DISK_LOW`: percent, 85 and 75. From which use of the disk on, and down to which, unused
    /// images are removed earlier; 100 is never.
    package var imageDiskHigh: Int
    package var imageDiskLow: Int
    /// `DOCKER_CONFIG`: absolute path of a directory with Docker's config.json, for its registry logins; no default.
    package var dockerConfigDirectory: String?
    /// `SERVICE_API_URL`: http or https URL where containers reach the API; by default made of its address.
    package var serviceAPIURL: String?
    /// `WORKER_HOSTNAME`: text; by default the host's own name.
    package var workerHostname: String?
    /// `WORKER_IP`: address; by default that of the interface with the default route.
    package var workerIP: String?
    /// `DOCKER_HOST`: `unix:///path` or `tcp://host:port`; unix:///var/run/docker.sock.
    package var dockerHost: String
    /// `DOCKER_CERT_PATH`: absolute path of a directory with ca.pem, cert.pem and key.pem; nil unless `DOCKER_TLS_VERIFY`
    /// is 1 and the engine is at a tcp address, which then is spoken to in TLS.
    package var dockerCertificates: String?
    /// `STATE_DIR`: absolute path; /var/lib/aerekos-worker for root, else in the user's home directory.
    package var stateDirectory: String
    /// `RUNTIME_DIR`: absolute path; /run/aerekos-worker for root, else in XDG_RUNTIME_DIR.
    package var runtimeDirectory: String
    /// `SERVICES_DIR`: absolute path of a directory with compose files; no default.
    package var servicesDirectory: String?
    /// `HOST_ROOT`: absolute path where a containerised node sees the host's root; no default.
    package var hostRoot: String
    /// `WATCHDOG_TIMEOUT`: time, 10 s; a daemon silent for longer is ended and replaced.
    package var watchdogTimeout: Duration
    /// `WATCHDOG_TIMEOUT_DEPLOYD` and the like: for one daemon, by its name.
    package var watchdogTimeouts: [String: Duration] = [:]
    /// `MEMORY_LIMIT_DEPLOYD` and the like, else `MEMORY_LIMIT`: bytes, or with k, m or g; no limit. By the daemon's name.
    package var memoryLimits: [String: Int64] = [:]
    /// `RESTART_BURST`: how often a daemon is restarted at once within 30 s before it has to wait, 5.
    package var restartBurst: Int
    /// `LOG_LEVEL`: trace, debug, info, notice, warning, error or critical; info.
    package var logLevel: LogLevel
    /// `LOG_FORMAT`: text or json; text.
    package var logFormat: LogFormat

    /// Reads and checks everything; throws all mistakes together.
    /// - Parameter onSetting: Hears of each setting.
    package init(
        environment: @escaping (String) -> String?, onSetting: ((Setting) -> Void)? = nil
    ) throws(ConfigurationError) {
        var reader = ConfigurationReader(environment: environment, onSetting: onSetting)
        conductorURLs = reader.list(
            "CONDUCTOR_URL", allowed: "http:// or https:// URLs with a host, with commas between", where: Self.isHTTPURL
        )
        conductorToken = reader.secret("CONDUCTOR_TOKEN")
        let checksFiles = !Self.isDaemon(environment)
        conductorAuthorities = reader.certificates("CONDUCTOR_CA_FILE", isRead: checksFiles)
        (conductorCertificate, conductorKey) = reader.certificateAndKey(
            "CONDUCTOR_CERT_FILE", "CONDUCTOR_KEY_FILE", areRead: checksFiles)
        httpsProxy = reader.secretText(
            "HTTPS_PROXY", allowed: "an http:// or https:// URL with a host, perhaps with user:password@",
            where: Self.isProxyURL)
        noProxy = reader.text("NO_PROXY", allowed: "hosts with commas between") {
            $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F }
        }
        liveChannel = reader.choice("CONDUCTOR_LIVE", default: .auto)
        port = reader.integer("PORT", default: 3001, in: 0...65535)
        bindAddress = reader.text(
            "BIND_ADDRESS", default: "127.0.0.1", allowed: "an IPv4 or IPv6 address", where: Self.isAddress)
        (apiTokens, apiTokenFile) = reader.apiTokens(isRead: checksFiles)
        (apiCertificate, apiKey, apiClientAuthorities) = reader.apiTLS(areRead: checksFiles)
        apiReading = reader.choice("API_READ", default: .open)
        if apiReading == .token, apiTokens.isEmpty, apiTokenFile == nil, reader.mistakes.isEmpty {
            reader.reject("API_READ", "token", allowed: "open as long as there is no API_TOKEN")
        }
        apiHosts = reader.hosts("API_HOSTS")
        apiOrigins = reader.origins("API_ORIGINS")
        let times = Duration.milliseconds(100)...Duration.seconds(86400)
        heartbeatInterval = reader.duration(
            "HEARTBEAT_INTERVAL", default: .seconds(30), in: .milliseconds(100)...(.seconds(60)))
        resourceCheckInterval = reader.duration("RESOURCE_CHECK_INTERVAL", default: .seconds(60), in: times)
        deploymentCheckInterval = reader.duration("DEPLOYMENT_CHECK_INTERVAL", default: .seconds(10), in: times)
        serviceStatusInterval = reader.duration("SERVICE_STATUS_INTERVAL", default: .seconds(30), in: times)
        serviceStableTime = reader.duration(
            "SERVICE_STABLE_TIME", default: .seconds(10), in: .zero...(.seconds(3600)))
        serviceStartTimeout = reader.duration(
            "SERVICE_START_TIMEOUT", default: .seconds(300), in: .seconds(1)...(.seconds(86400)))
        pullInactivityTimeout = reader.duration(
            "PULL_INACTIVITY_TIMEOUT", default: .seconds(120), in: .seconds(1)...(.seconds(3600)))
        diskReserve = reader.byteSize("DISK_RESERVE", default: 1 << 30, in: 0...(1 << 50)) ?? 1 << 30
        imageUnusedTime = reader.duration(
            "IMAGE_UNUSED_TIME", default: .seconds(7 * 86400), in: .seconds(600)...(.seconds(3650 * 86400)))
        imageDiskHigh = reader.integer("IMAGE_DISK_HIGH", default: 85, in: 1...100, unit: "percent")
        imageDiskLow = reader.integer(
            "IMAGE_DISK_LOW", default: min(75, imageDiskHigh), in: 0...imageDiskHigh, unit: "percent")
        dockerConfigDirectory = reader.path("DOCKER_CONFIG")
        serviceAPIURL = reader.text(
            "SERVICE_API_URL", allowed: "an http:// or https:// URL with a host", where: Self.isHTTPURL)
        let words = ["keep", "stop"]
        stopsServices =
            reader.text("SHUTDOWN_SERVICES", default: "keep", allowed: "keep or stop", where: words.contains) == "stop"
        shutdownTimeout = reader.duration(
            "SHUTDOWN_TIMEOUT", default: .seconds(30), in: .seconds(1)...(.seconds(3600)))
        workerHostname = reader.text("WORKER_HOSTNAME", allowed: "a host name of at most 253 characters") {
            $0.utf8.count <= 253 && $0.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
        }
        workerIP = reader.text("WORKER_IP", allowed: "an IPv4 or IPv6 address", where: Self.isAddress)
        dockerHost = reader.text(
            "DOCKER_HOST", default: "unix:///var/run/docker.sock", allowed: "unix:///path or tcp://host:port",
            where: Self.isDockerHost)
        dockerCertificates = Self.dockerCertificates(&reader, isRemote: dockerHost.hasPrefix("tcp://"))
        stateDirectory = reader.path("STATE_DIR", default: Self.standardStateDirectory(environment))
        runtimeDirectory = reader.path(
            "RUNTIME_DIR", default: Self.standardRuntimeDirectory(environment),
            longest: Self.longestSocketPath - Self.longestSocketName)
        servicesDirectory = reader.path("SERVICES_DIR")
        hostRoot = reader.path("HOST_ROOT").map { $0 == "/" ? "" : $0 } ?? ""
        watchdogTimeout = reader.duration("WATCHDOG_TIMEOUT", default: .seconds(10), in: Self.watchdogTimes)
        let memory: ClosedRange<Int64> = (8 << 20)...(1 << 50)
        let memoryLimit = reader.byteSize("MEMORY_LIMIT", in: memory)
        for daemon in Self.daemons {
            let suffix = "_" + daemon.uppercased()
            watchdogTimeouts[daemon] = reader.duration(
                "WATCHDOG_TIMEOUT" + suffix, default: watchdogTimeout, in: Self.watchdogTimes)
            memoryLimits[daemon] = reader.byteSize("MEMORY_LIMIT" + suffix, default: memoryLimit, in: memory)
        }
        restartBurst = reader.integer("RESTART_BURST", default: 5, in: 1...1_000_000)
        logLevel = reader.choice("LOG_LEVEL", default: .info)
        logFormat = reader.choice("LOG_FORMAT", default: .text)
        if !conductorURLs.isEmpty, conductorToken == nil, reader.mistakes.isEmpty, !Self.isDaemon(environment) {
            reader.reject("CONDUCTOR_TOKEN", "", allowed: "the registration token that goes with CONDUCTOR_URL")
        }
        guard reader.mistakes.isEmpty else { throw ConfigurationError(mistakes: reader.mistakes) }
    }

    /// The names of all keys, in the order of the documentation.
    package static let keys = [
        "CONDUCTOR_URL", "CONDUCTOR_TOKEN", "CONDUCTOR_TOKEN_FILE", "CONDUCTOR_CA_FILE", "CONDUCTOR_CERT_FILE",
        "CONDUCTOR_KEY_FILE", "HTTPS_PROXY", "NO_PROXY", "CONDUCTOR_LIVE", "PORT", "BIND_ADDRESS", "API_TOKEN",
        "API_TOKEN_FILE", "API_TLS_CERT", "API_TLS_KEY", "API_TLS_CLIENT_CA", "API_READ", "API_HOSTS", "API_ORIGINS",
        "HEARTBEAT_INTERVAL", "RESOURCE_CHECK_INTERVAL",
        "DEPLOYMENT_CHECK_INTERVAL",
        "SERVICE_STATUS_INTERVAL", "SERVICE_STABLE_TIME", "SERVICE_START_TIMEOUT", "SHUTDOWN_SERVICES",
        "SHUTDOWN_TIMEOUT", "PULL_INACTIVITY_TIMEOUT",
        "DISK_RESERVE", "IMAGE_UNUSED_TIME", "IMAGE_DISK_HIGH", "IMAGE_DISK_LOW", "DOCKER_CONFIG", "SERVICE_API_URL",
        "WORKER_HOSTNAME",
        "WORKER_IP",
        "DOCKER_HOST", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH", "STATE_DIR", "RUNTIME_DIR",
        "SERVICES_DIR", "HOST_ROOT", "WATCHDOG_TIMEOUT", "MEMORY_LIMIT", "RESTART_BURST", "LOG_LEVEL", "LOG_FORMAT",
    ]

    /// Whose keys end in their names: `WATCHDOG_TIMEOUT_DEPLOYD`, `MEMORY_LIMIT_APID`.
    package static let daemons = ["probed", "heartbeatd", "deployd", "apid"]
    private static let watchdogTimes = Duration.seconds(1)...Duration.seconds(3600)

    /// Where the runtime directory is when nobody says: for programs that only need to find a running node.
    package static func standardRuntimeDirectory(_ environment: (String) -> String?) -> String {
        if geteuid() == 0 { return "/run/aerekos-worker" }
        if let directory = environment("XDG_RUNTIME_DIR"), directory.hasPrefix("/") {
            return directory + "/aerekos-worker"
        }
        return "/tmp/aerekos-worker-\(geteuid())"
    }

    private static func standardStateDirectory(_ environment: (String) -> String?) -> String {
        if geteuid() == 0 { return "/var/lib/aerekos-worker" }
        if let directory = environment("XDG_STATE_HOME"), directory.hasPrefix("/") {
            return directory + "/aerekos-worker"
        }
        return (environment("HOME") ?? "/tmp") + "/.local/state/aerekos-worker"
    }

    /// Whether the supervisor started this process: the keys were checked there, and only some were handed on.
    private static func isDaemon(_ environment: (String) -> String?) -> Bool { environment("LISTEN_FDNAMES") != nil }

    /// Docker's own programs take any value of DOCKER_TLS_VERIFY, also 0, for yes: only what everybody reads alike is taken.
    private static func dockerCertificates(_ reader: inout ConfigurationReader, isRemote: Bool) -> String? {
        let path = reader.path("DOCKER_CERT_PATH")
        let verifies = reader.text("DOCKER_TLS_VERIFY", allowed: "1, or nothing for no TLS") { $0 == "1" } != nil
        guard isRemote else { return nil }
        if verifies, path == nil {
            reader.reject("DOCKER_CERT_PATH", "", allowed: "the directory with ca.pem, cert.pem and key.pem")
        } else if !verifies, path != nil {
            reader.reject("DOCKER_TLS_VERIFY", "", allowed: "1 where there is a DOCKER_CERT_PATH")
        }
        return verifies ? path : nil
    }
}

extension NodeConfiguration {
    /// Reads the process's environment and, below it, the `.env` file at `environmentFile`.
    /// - Parameter onSetting: Hears of each setting.
    package static func load(
        environmentFile: String?, onSetting: ((Setting) -> Void)? = nil
    ) throws(ConfigurationError) -> NodeConfiguration {
        let file = try environmentFile.flatMap { (path) throws(ConfigurationError) in try EnvironmentFile(path: path) }
        if file == nil, let environmentFile, environmentFile != standardEnvironmentFile {
            throw ConfigurationError(mistakes: ["\(environmentFile): there is no such file"])
        }
        return try NodeConfiguration(
            environment: { key in processEnvironment(key) ?? file?.values[key] }, onSetting: onSetting)
    }

    /// Whether `LOG_FORMAT` is `json`, also where other settings are wrong.
    package static func wantsJSONLines(environmentFile: String) -> Bool {
        let file = (try? EnvironmentFile(path: environmentFile)) ?? nil
        return (processEnvironment("LOG_FORMAT") ?? file?.values["LOG_FORMAT"]) == "json"
    }

    /// The file that is read when nobody names one, and may be absent.
    package static let standardEnvironmentFile = ".env"

    /// One variable of this process's environment.
    package static func processEnvironment(_ key: String) -> String? { getenv(key).map { String(cString: $0) } }
}
