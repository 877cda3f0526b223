import JSON

/// One entry of `GET /events`: something happened to something of the engine.
package struct EngineEvent: Sendable, Hashable {
    /// What it happened to.
    package enum Subject: String, Sendable, CaseIterable { case container, image, network, volume }

    /// What happened, with the engine's words for it; what nobody asked about yet is ``other(_:)``.
    package enum Action: Sendable, Hashable {
        case create, start, die, stop, kill, restart, pause, unpause, oom, destroy, rename, update
        case pull, tag, untag, delete, prune
        case mount, unmount, connect, disconnect, remove
        /// A health check changed the verdict.
        case health(HealthStatus)
        case other(String)
    }

    package let subject: Subject
    package let action: Action
    /// The container's or network's id, the image's name or id, the volume's name.
    package let id: String
    /// A container's labels, its `name`, `image`, and what belongs to the action: `exitCode`, `signal`.
    package let attributes: [String: String]
    /// Nanoseconds since 1970 by the engine's clock.
    package let time: Int64

    package var name: String? { attributes["name"] }
    /// Of `die`; Podman has another word for it.
    package var exitCode: Int? { (attributes["exitCode"] ?? attributes["containerExitCode"]).flatMap { Int($0) } }

    /// Nil for what happened to anything else (the engine itself, plugins, services of a swarm).
    init?(_ json: JSON) {
        guard let subject = json["Type"]?.string.flatMap({ Subject(rawValue: $0) }),
            let action = json["Action"]?.string
        else { return nil }
        self.subject = subject
        self.action = Action(action)
        let actor = json["Actor"]
        let id = actor?["ID"] ?? json["id"]
        self.id = (subject == .image ? id?.imageID : id?.string) ?? ""
        attributes = actor?["Attributes"]?.texts ?? [:]
        time =
            json["timeNano"]?.int64
            ?? (json["time"]?.int64 ?? 0).multipliedReportingOverflow(by: 1_000_000_000)
            .partialValue
    }
}

extension EngineEvent.Action {
    /// `health_status: healthy` and `exec_create: sh -c …` have their detail behind a colon.
    init(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1)
        let detail = parts.count == 2 ? parts[1].drop { $0 == " " } : ""
        self =
            switch parts.first ?? "" {
            case "create": .create
            case "start": .start
            case "die", "died": .die
            case "stop": .stop
            case "kill": .kill
            case "restart": .restart
            case "pause": .pause
            case "unpause": .unpause
            case "oom": .oom
            case "destroy": .destroy
            case "rename": .rename
            case "update": .update
            case "pull": .pull
            case "tag": .tag
            case "untag": .untag
            case "delete": .delete
            case "prune": .prune
            case "mount": .mount
            case "unmount": .unmount
            case "connect": .connect
            case "disconnect": .disconnect
            case "remove": .remove
            case "health_status": HealthStatus(rawValue: String(detail)).map { .health($0) } ?? .other(text)
            default: .other(text)
            }
    }
}
