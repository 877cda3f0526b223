import JSON

/// The states of a container, in the engine's words.
package enum ContainerState: String, Sendable, CaseIterable {
    case created, running, paused, restarting, removing, exited, dead
}

/// One entry of `GET /containers/json`.
package struct ContainerSummary: Sendable, Equatable {
    package var id: String
    /// Without the slash the engine puts before it. Empty for one that is being made or removed.
    package var name: String
    package var imageID: String
    package var state: ContainerState
    package var labels: [String: String]
    /// Unix seconds.
    package var created: Int64 = 0

    package init(id: String, name: String, imageID: String = "", state: ContainerState, labels: [String: String]) {
        self.id = id
        self.name = name
        self.imageID = imageID
        self.state = state
        self.labels = labels
    }

    init?(_ json: JSON) {
        guard let id = json["Id"]?.string, let state = json["State"]?.string.flatMap({ ContainerState(rawValue: $0) })
        else { return nil }
        self.id = id
        self.state = state
        // A link of another container adds names with a second slash.
        let names = json["Names"]?.array?.compactMap(\.string) ?? []
        name = names.map { $0.dropFirst() }.first { !$0.contains("/") }.map { String($0) } ?? ""
        imageID = json["ImageID"]?.string ?? ""
        labels = json["Labels"]?.object?.compactMapValues(\.string) ?? [:]
        created = json["Created"]?.int.map { Int64($0) } ?? 0
    }
}

/// What `GET /containers/{id}/json` tells of a container.
package struct ContainerDetails: Sendable, Equatable {
    package var id: String
    package var name: String
    package var image: String
    package var imageID: String
    package var state: ContainerState
    package var exitCode: Int
    /// The engine's words on why it could not be started; empty otherwise.
    package var error: String
    package var startedAt: String
    package var created: String
    package var restartCount: Int
    /// `starting`, `healthy`, `unhealthy`; nil without a health check.
    package var health: String?
    package var labels: [String: String]

    init?(_ json: JSON) {
        guard let id = json["Id"]?.string, let state = json["State"],
            let status = state["Status"]?.string.flatMap({ ContainerState(rawValue: $0) })
        else { return nil }
        self.id = id
        self.state = status
        name = String((json["Name"]?.string ?? "").drop { $0 == "/" })
        image = json["Config"]?["Image"]?.string ?? ""
        imageID = json["Image"]?.string ?? ""
        exitCode = state["ExitCode"]?.int ?? 0
        error = state["Error"]?.string ?? ""
        startedAt = state["StartedAt"]?.string ?? ""
        created = json["Created"]?.string ?? ""
        restartCount = json["RestartCount"]?.int ?? 0
        let health = state["Health"]?["Status"]?.string
        self.health = health == "none" ? nil : health
        labels = json["Config"]?["Labels"]?.object?.compactMapValues(\.string) ?? [:]
    }
}
