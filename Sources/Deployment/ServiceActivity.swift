import DockerEngine
import ImageNames
import JSON
import NodeProtocol

/// What deployd is doing about a service at this moment.
package enum ServiceActivity: Sendable, Equatable {
    case idle
    case pulling(PullProgress)
    case starting
}

/// How a service is shown, made of what is wanted, what is being done, and what the engine has.
package enum ServiceView {
    package static func status(
        _ desired: DesiredService, _ activity: ServiceActivity, _ container: ContainerDetails?, created: Int64?,
        error: ServiceError?
    ) -> ServiceStatus {
        let isRunning = container.map { $0.state == .running || $0.state == .restarting } ?? false
        var status = ServiceStatus(
            service: desired.name.text, id: container?.id, name: desired.spec.containerName,
            status: state(desired, activity, container, error: error), running: isRunning,
            image: image(container) ?? desired.spec.container.image.description)
        status.project = desired.spec.member?.project.text
        status.imageDigest = container.flatMap { $0.imageID.isEmpty ? nil : $0.imageID }
        status.created = created
        status.startedAt = container.flatMap { $0.startedAt.hasPrefix("0001-") ? nil : $0.startedAt }
        status.restartCount = container?.restartCount ?? 0
        status.health = container?.health
        status.exitCode = container.flatMap { $0.state == .exited || $0.state == .dead ? $0.exitCode : nil }
        status.error = error ?? desired.rolledBack
        if case .pulling(let progress) = activity { status.progress = progress.json }
        status.config = desired.spec.shown
        return status
    }

    /// Nil for a container made of an image's id, when its name meant another one.
    private static func image(_ container: ContainerDetails?) -> String? {
        container.flatMap { $0.image.hasPrefix("sha256:") ? nil : $0.image }
    }

    private static func state(
        _ desired: DesiredService, _ activity: ServiceActivity, _ container: ContainerDetails?, error: ServiceError?
    ) -> ServiceStatus.State {
        switch activity {
        case .pulling: return .pulling
        case .starting: return .starting
        case .idle: break
        }
        guard let container else {
            if desired.wanted != .running { return .stopped }
            return error.map { $0.type == .engineUnavailable || $0.type == .dependency ? .pending : .failed }
                ?? .pending
        }
        switch container.state {
        case .running:
            switch container.health {
            case "unhealthy": return .unhealthy
            case "starting": return .starting
            default: return desired.rolledBack == nil ? .running : .rolledBack
            }
        case .restarting: return .starting
        case .paused: return desired.wanted == .running ? .starting : .stopped
        case .created: return error == nil || error?.type == .dependency ? .pending : .failed
        case .removing: return .stopped
        case .exited, .dead:
            guard desired.wanted == .running else { return .stopped }
            return error == nil && container.exitCode == 0 ? .stopped : .failed
        }
    }
}

extension ServiceStatus {
    /// The body of `POST /api/workers/:id/services/:name/status` for the state of the service.
    package func report(at time: String) -> JSON {
        var members: [String: JSON] = [
            "status": .string(status.rawValue), "image": .string(image), "at": .string(time),
            "restart_count": .int(Int64(restartCount)),
        ]
        members["container_id"] = id.map { .string($0) }
        members["image_digest"] = imageDigest.map { .string($0) }
        members["health"] = health.map { .string($0) }
        members["exit_code"] = exitCode.map { .int(Int64($0)) }
        members["started_at"] = startedAt.map { .string($0) }
        members["error"] = error?.json
        members["report"] = report.map { ["content": $0.content, "at": .string($0.at)] }
        return .object(members)
    }

    /// The body that tells the end of an instruction.
    package static func finalReport(
        instructionID: String, action: String?, error: ServiceError?, of status: ServiceStatus?, at time: String
    ) -> JSON {
        guard case .object(var members) = status?.report(at: time) ?? ["at": .string(time)] else { return .null }
        members["status"] = error == nil ? "success" : "failed"
        members["instruction_id"] = .string(instructionID)
        members["action"] = action.map { .string($0) }
        members["error"] = error?.json
        return .object(members)
    }
}

extension ServiceError {
    var json: JSON { .object(["type": .string(type.rawValue), "message": .string(message)]) }

    /// Nil for what no version of the program has written.
    init?(json: JSON) {
        guard let type = json["type"]?.string.flatMap({ Kind(rawValue: $0) }), let message = json["message"]?.string
        else { return nil }
        self.init(type, message)
    }
}
