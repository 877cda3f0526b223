import JSON

/// What `GET /containers/{id}/json` tells of a container. Times are RFC 3339, as the engine writes them;
/// `0001-01-01T00:00:00Z` for what has not happened.
package struct ContainerDetails: Sendable, Equatable {
    package var id: String
    package var name: String
    /// As it was asked for; ``imageID`` is what it was then.
    package var image: String
    package var imageID: String
    package var state: ContainerState
    package var exitCode: Int
    /// The engine's words on why it could not be started; empty otherwise.
    package var error: String
    /// Whether the kernel ended it for lack of memory.
    package var wasKilledForMemory: Bool
    /// In the engine's process namespace; 0 when it does not run.
    package var processID: Int
    package var startedAt: String
    package var finishedAt: String
    package var created: String
    /// How often the engine's restart policy has started it.
    package var restartCount: Int
    /// In the engine's words: `no`, `always`, `unless-stopped`, `on-failure`; empty is `no`.
    package var restartPolicy: String
    /// What the engine has for it now; the engine itself may have changed what was asked for at creation.
    package var limits: AppliedLimits
    /// `starting`, `healthy`, `unhealthy`; nil without a health check.
    package var health: String?
    /// Failed health checks in a row.
    package var failingStreak: Int
    /// The last health checks, oldest first; the engine keeps five.
    package var healthLog: [HealthProbe]
    package var labels: [String: String]
    package var environment: [String]
    package var hasTerminal: Bool
    /// The file of its output on the engine's host; nil where its driver keeps none that others can read, and before its
    /// first start.
    package var outputFile: String?
    package var mounts: [MountPoint]
    /// By the networks' names.
    package var networks: [String: NetworkEndpoint]
    /// Those the engine has published, with the host ports that it chose.
    package var ports: [PublishedPort]

    package var healthStatus: HealthStatus? { health.flatMap { HealthStatus(rawValue: $0) } }

    init?(_ json: JSON) {
        guard let id = json["Id"]?.string, let state = json["State"],
            let status = state["Status"]?.string.flatMap({ ContainerState(word: $0) })
        else { return nil }
        let configuration = json["Config"]
        self.id = id
        self.state = status
        name = String((json["Name"]?.string ?? "").drop { $0 == "/" })
        image = configuration?["Image"]?.string ?? ""
        imageID = json["Image"]?.imageID ?? ""
        exitCode = state["ExitCode"]?.int ?? 0
        error = state["Error"]?.string ?? ""
        wasKilledForMemory = state["OOMKilled"]?.bool ?? false
        processID = state["Pid"]?.int ?? 0
        startedAt = state["StartedAt"]?.string ?? ""
        finishedAt = state["FinishedAt"]?.string ?? ""
        created = json["Created"]?.string ?? ""
        restartCount = json["RestartCount"]?.int ?? 0
        // Podman has an empty status where Docker has no member or "none".
        let health = state["Health"] ?? state["Healthcheck"]
        let word = health?["Status"]?.string ?? ""
        self.health = word == "none" || word.isEmpty ? nil : word
        failingStreak = health?["FailingStreak"]?.int ?? 0
        healthLog = (health?["Log"]?.array ?? []).map { HealthProbe($0) }
        restartPolicy = json["HostConfig"]?["RestartPolicy"]?["Name"]?.string ?? ""
        limits = AppliedLimits(json["HostConfig"])
        labels = configuration?["Labels"]?.texts ?? [:]
        environment = configuration?["Env"]?.strings ?? []
        hasTerminal = configuration?["Tty"]?.bool ?? false
        outputFile = Self.outputFile(json, id)
        mounts = (json["Mounts"]?.array ?? []).map { MountPoint($0) }
        let settings = json["NetworkSettings"]
        networks = (settings?["Networks"]?.object ?? [:]).mapValues { NetworkEndpoint($0) }
        ports = PublishedPort.published(settings?["Ports"])
    }

    /// Podman calls a driver of its own `json-file` too; its file has another form and name.
    private static func outputFile(_ json: JSON, _ id: String) -> String? {
        guard json["HostConfig"]?["LogConfig"]?["Type"]?.string == "json-file", let path = json["LogPath"]?.string,
            path.hasPrefix("/"), path.hasSuffix("/\(id)-json.log")
        else { return nil }
        return path
    }
}
