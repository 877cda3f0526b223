import JSON

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
    /// Whether its health check fails.
    package var isUnhealthy = false
    /// The names of the networks that it is in.
    package var networks: Set<String> = []

    package init(id: String, name: String, imageID: String = "", state: ContainerState, labels: [String: String]) {
        self.id = id
        self.name = name
        self.imageID = imageID
        self.state = state
        self.labels = labels
    }

    /// Nil for an entry without an id or with a state that nobody knows.
    init?(_ json: JSON) {
        guard let id = json["Id"]?.string, let state = json["State"]?.string.flatMap({ ContainerState(word: $0) })
        else { return nil }
        self.id = id
        self.state = state
        // A link of another container adds names with a second slash.
        let names = json["Names"]?.strings ?? []
        name = names.map { $0.drop { $0 == "/" } }.first { !$0.contains("/") }.map { String($0) } ?? ""
        imageID = json["ImageID"]?.imageID ?? ""
        labels = json["Labels"]?.texts ?? [:]
        created = json["Created"]?.int64 ?? 0
        // The list has it in words for people only: "Up 3 minutes (unhealthy)".
        isUnhealthy = json["Status"]?.string?.hasSuffix("(unhealthy)") ?? false
        networks = Set(json["NetworkSettings"]?["Networks"]?.object.map { Array($0.keys) } ?? [])
    }
}
