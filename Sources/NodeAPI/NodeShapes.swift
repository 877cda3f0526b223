import EventLoop
import JSON
import NodeProtocol
import StatusCache

/// The API's answers: the shapes of the conductor contract's section 5, which existing clients read, and what we add.
struct NodeShapes {
    let snapshot: StatusSnapshot
    let supervisor: SupervisorView
    let node: NodeDescription
    let now: MonotonicInstant

    // MARK: The node

    /// `GET /health`; added: `stale`, `degraded` (names of what is not well), `problems`, `parts`, `conductor`,
    /// `docker`, `version`.
    var health: JSON {
        let health = NodeHealth(snapshot, supervisor, node, now: now)
        var body = identity
        body["status"] = .string(health.status.rawValue)
        body["worker_id"] = body.removeValue(forKey: "id")
        body["resources"] = .object(
            ["cpu_cores", "ram_gb", "disk_gb", "network_mbps"].reduce(into: [:]) { numbers, key in
                let number = report[key]
                numbers[key] = number?.double == nil ? 0 : number
            })
        body["timestamp"] = .string(Timestamp.now())
        body["stale"] = .bool(!health.stale.isEmpty)
        let subjects = health.problems.map(\.subject)
        body["degraded"] = .array(Set(subjects).sorted().map(JSON.string))
        body["problems"] = .array(
            health.problems.map { ["subject": .string($0.subject), "reason": .string($0.reason)] })
        body["parts"] = .array(health.parts.map(Self.part))
        body["conductor"] = conductor
        body["docker"] = snapshot.engine.flatMap { try? JSON(encoding: $0.value) } ?? .null
        body["version"] = .string(NodeVersion.current)
        return .object(body)
    }

    private static func part(_ part: NodeHealth.Part) -> JSON {
        let since =
            switch part.since {
            case .at(let time): time
            case .ago(let age): Timestamp.after(.zero - age)
            case nil: String?.none
            }
        return [
            "name": .string(part.name), "status": .string(part.status.rawValue), "reason": text(part.reason),
            "since": text(since),
        ]
    }

    /// `GET /status`; added: `stale`. Intervals are seconds.
    var status: JSON {
        let health = NodeHealth(snapshot, supervisor, node, now: now)
        let intervals: JSON = [
            "heartbeat": Self.seconds(node.heartbeatInterval),
            "resource_check": Self.seconds(node.resourceCheckInterval),
            "deployment_check": Self.seconds(node.deploymentCheckInterval),
            "service_status": Self.seconds(node.serviceStatusInterval),
        ]
        let resources = ["cpu", "ram", "disk", "network"].map { ($0, report[$0] ?? .object([:])) }
        return [
            "worker": .object(identity), "resources": .object(Dictionary(resources) { $1 }),
            "services": .array(sortedServices.map { .object(Self.common($0)) }), "intervals": intervals,
            "timestamp": .string(Timestamp.now()),
            "stale": .bool(!health.stale.isEmpty),
        ]
    }

    private var report: JSON { snapshot.resources?.value ?? .object([:]) }

    private var identity: [String: JSON] {
        let conductor = snapshot.conductor?.value
        return [
            "hostname": .string(conductor?.hostname ?? node.hostname),
            "ip_address": .string(conductor?.ipAddress ?? node.ipAddress),
            "conductor_url": .string(conductor?.conductorURL ?? node.conductorURL),
            "registered": .bool(conductor?.registered ?? false), "id": Self.text(conductor?.workerID),
            "docker_connected": .bool(snapshot.engine?.value.connected ?? false),
        ]
    }

    private var conductor: JSON {
        guard let cached = snapshot.conductor else { return .null }
        return [
            "reason": Self.text(cached.value.reason?.rawValue), "detail": Self.text(cached.value.detail),
            "last_heartbeat": Self.text(cached.value.lastHeartbeat),
            "consecutive_failures": .int(Int64(cached.value.consecutiveFailures)),
            "age_s": .double(cached.age(at: now).seconds),
        ]
    }

    // MARK: Services

    /// `GET /services`, by name; added: `health`, `error`, `progress`, and beside them `stale` and `next_cursor`.
    /// - Parameters:
    ///   - last: The name behind which the page begins.
    ///   - limit: Nil for all.
    func services(after last: String? = nil, limit: Int? = nil) -> JSON {
        let health = NodeHealth(snapshot, supervisor, node, now: now)
        let all = sortedServices.filter { service in last.map { service.service > $0 } ?? true }
        let page = all.prefix(limit ?? all.count)
        let next = page.count < all.count ? page.last.map { Cursor("services", $0.service).text } : nil
        return [
            "services": .array(page.map { .object(Self.common($0)) }),
            "stale": .bool(health.stale.contains("services")), "next_cursor": Self.text(next),
        ]
    }

    /// `GET /services/:name`; nil for an unknown one. Added: `image`, `health`, `exit_code`, `error`, `progress`,
    /// `created`, `image_digest`, `next_attempt`, `project`, `report`, and `stale` beside the service.
    func service(_ name: String) -> JSON? {
        guard let service = snapshot.services?.value.first(where: { $0.service == name }) else { return nil }
        var members = Self.common(service)
        members["config"] = service.config ?? .null
        members["image_digest"] = Self.text(service.imageDigest)
        members["report"] = service.report.map { ["content": $0.content, "at": .string($0.at)] } ?? .null
        members["next_attempt"] = Self.text(service.nextAttempt)
        let health = NodeHealth(snapshot, supervisor, node, now: now)
        return ["service": .object(members), "stale": .bool(health.stale.contains("services"))]
    }

    /// `GET /services/:name/explain`; nil for an unknown one.
    func explanation(of name: String, among explanations: [ServiceExplanation]) throws -> JSON? {
        guard let explanation = explanations.first(where: { $0.service == name }) else { return nil }
        let health = NodeHealth(snapshot, supervisor, node, now: now)
        return ["explanation": try JSON(encoding: explanation), "stale": .bool(health.stale.contains("services"))]
    }

    /// `GET /services/:name/stats`.
    func statistics(_ sample: StatisticsSample) throws -> JSON {
        let health = NodeHealth(snapshot, supervisor, node, now: now)
        let age = sample.age(at: now)
        let isOld = age > NodeHealth.limit(max(node.serviceStatusInterval, StatisticsSample.shortestInterval))
        return [
            "stats": try JSON(encoding: sample.statistics), "age_s": .double(max(0, age.seconds)),
            "stale": .bool(isOld || health.stale.contains("services")),
        ]
    }

    /// The services of a compose project, by name.
    func members(of project: String) -> [String] {
        sortedServices.filter { $0.project == project }.map(\.service)
    }

    /// `POST /services/:name/restart`.
    static func restarted(_ service: ServiceStatus) -> JSON {
        let result: JSON = [
            "id": text(service.id), "name": .string(service.name), "status": "restarted",
            "service": .string(service.service), "running": .bool(service.running),
        ]
        return ["result": result]
    }

    /// By name.
    private var sortedServices: [ServiceStatus] { (snapshot.services?.value ?? []).sorted { $0.service < $1.service } }

    private static func common(_ service: ServiceStatus) -> [String: JSON] {
        [
            "service": .string(service.service), "id": text(service.id), "name": .string(service.name),
            "status": .string(service.status.rawValue), "running": .bool(service.running),
            "image": .string(service.image), "created": service.created.map(JSON.int) ?? .null,
            "startedAt": text(service.startedAt), "restartCount": .int(Int64(service.restartCount)),
            "health": text(service.health), "exit_code": service.exitCode.map { .int(Int64($0)) } ?? .null,
            "error": service.error.flatMap { try? JSON(encoding: $0) } ?? .null, "progress": service.progress ?? .null,
            "project": text(service.project),
            "instruction_id": text(service.instructionID),
            "instruction_outcome": text(service.instructionOutcome?.rawValue),
        ]
    }

    // MARK: Subsystems

    /// `GET /subsystems`: what the supervisor last said, how long ago, and why not more recently.
    var subsystems: JSON {
        var body = supervisorAge
        let statuses = supervisor.answer?.subsystems ?? []
        body["subsystems"] = (try? JSON(encoding: statuses)) ?? .array([])
        body["supervisor"] =
            supervisor.answer.map {
                ["pid": .int(Int64($0.pid)), "version": .string($0.version), "uptime_s": .double($0.uptimeSeconds)]
            } ?? .null
        return .object(body)
    }

    /// `GET /subsystems/:name`; nil when the supervisor has never told of it. `history` has its starts, newest first.
    func subsystem(_ name: Subsystem, starts: [SubsystemStart]) -> JSON? {
        guard let status = supervisor.status(of: name), let subsystem = try? JSON(encoding: status) else { return nil }
        return .object(
            supervisorAge.merging(["subsystem": subsystem, "history": (try? JSON(encoding: starts)) ?? .array([])]) {
                $1
            })
    }

    private var supervisorAge: [String: JSON] {
        [
            "stale": .bool(supervisor.isStale(at: now)), "reason": Self.text(supervisor.failure),
            "age_s": supervisor.stamp.map { .double($0.duration(to: now).seconds) } ?? .null,
        ]
    }

    // MARK: Values

    private static func text(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }

    /// A whole number where it is one.
    private static func seconds(_ duration: Duration) -> JSON {
        let seconds = duration.seconds
        return Int64(exactly: seconds).map(JSON.int) ?? .double(seconds)
    }
}
