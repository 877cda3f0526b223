import Doctor
import EventLoop
import HTTPClient
import IPC
import JSON
import NodeProtocol
import URIText

/// A node anywhere, by its HTTP API: what the node's methods are is asked at the API's routes.
@LoopActor
final class RemoteNode: NodeAccess {
    nonisolated let api: RemoteAPI
    private let logs: RemoteLogs
    private let daemonLogs: RemoteDaemonLogs

    nonisolated init(_ api: RemoteAPI) {
        daemonLogs = RemoteDaemonLogs(api)
        self.api = api
        logs = RemoteLogs(api)
    }

    func call(_ subsystem: Subsystem?, _ name: String, _ params: JSON, deadline: Duration?) async throws -> JSON {
        let subject = PercentEncoding.encoded(params["name"]?.string ?? "")
        switch name {
        case SupervisorMethods.Status.name: return try await supervisorStatus()
        case SupervisorMethods.Restart.name:
            return try await member("subsystem", of: api.send("POST", "/subsystems/\(subject)/restart"))
        case ResourceMethods.Latest.name: return try await resources()
        case ServiceMethods.List.name: return try await services()
        case ServiceMethods.Explain.name:
            return try await member("explanation", of: api.send("GET", "/services/\(subject)/explain"))
        case ServiceMethods.Statistics.name:
            // A service that has only just begun to run is measured within a few seconds.
            let answer = try await api.send("GET", "/services/\(subject)/stats", retries: deadline ?? .zero)
            return try member("stats", of: answer)
        case ServiceMethods.Apply.name: return try await apply(params)
        case ServiceLogs.Open.name: return try await logs.open(try params.decode(ServiceLogs.Request.self))
        case ServiceLogs.Read.name: return try await logs.read(params["id"]?.string ?? "")
        case ServiceLogs.Close.name: return logs.close(params["id"]?.string ?? "")
        case Status.name where subsystem == .heartbeatd: return ["conductor": try await conductor()]
        case Status.name where subsystem == .deployd:
            // The API does not tell of the outbox.
            return ["engine": try await api.send("GET", "/health")["docker"] ?? .null]
        default:
            throw CommandFailure(
                status: .failed,
                message: "the API of \(api.name) cannot do that; use workerctl on the node itself, without --url")
        }
    }

    private func member(_ name: String, of answer: JSON) throws -> JSON {
        guard let value = answer[name] else { throw api.misunderstood("\"\(name)\" is missing") }
        return value
    }

    // MARK: Looking

    private func supervisorStatus() async throws -> JSON {
        let answer = try await api.send("GET", "/subsystems")
        guard let supervisor = answer["supervisor"]?.object else {
            let reason = answer["reason"]?.string ?? "it has not answered yet"
            throw CommandFailure(status: .unreachable, message: "apid does not hear its supervisor: \(reason)")
        }
        return .object(supervisor.merging(["subsystems": try member("subsystems", of: answer)]) { $1 })
    }

    /// As heartbeatd has it in its own status.
    private func conductor() async throws -> JSON {
        let health = try await api.send("GET", "/health")
        var conductor = health["conductor"]?.object ?? [:]
        for key in ["conductor_url", "registered", "worker_id"] { conductor[key] = health[key] }
        return .object(conductor.filter { !$0.value.isNull })
    }

    private func resources() async throws -> JSON {
        let answer: JSON
        do {
            answer = try await api.send("GET", "/resources")
        } catch let failure as CommandFailure where failure.status == .failed {
            answer = try await api.send("GET", "/status")  // of a version before it
        }
        return answer["resources"] ?? answer
    }

    /// As deployd has them. The API shows a service a moment later than deployd: one that still shows the instruction
    /// before the accepted one is shown as being at work on that.
    private func services() async throws -> JSON {
        var services: [JSON] = []
        for var service in try await listed() {
            let name = service["service"]?.string ?? ""
            if let before = former[name], service["instruction_id"] == before {
                service["instruction_id"] = accepted.map(JSON.string)
                service["instruction_outcome"] = nil
            } else {
                former[name] = nil
            }
            services.append(.object(service))
        }
        return .array(services)
    }

    /// Members that are null are left out, as over IPC.
    private func listed() async throws -> [[String: JSON]] {
        var services: [[String: JSON]] = []
        var cursor: String?
        repeat {
            let query = cursor.map { "?cursor=" + PercentEncoding.encoded($0) } ?? ""
            let answer = try await api.send("GET", "/services" + query)
            let page = try member("services", of: answer).array ?? []
            services += page.map { service in (service.object ?? [:]).filter { !$0.value.isNull } }
            cursor = page.isEmpty ? nil : answer["next_cursor"]?.string
        } while cursor != nil
        return services
    }

    func output(of name: String, after position: Int?, tail: Int?) async throws -> KeptOutput.Piece {
        try await daemonLogs.output(of: name, after: position, tail: tail)
    }

    func starts(of subsystem: Subsystem) async throws -> [SubsystemStart] {
        let answer = try await api.send("GET", "/subsystems/\(subsystem.rawValue)")
        return (answer["history"]?.array ?? []).compactMap { try? $0.decode(SubsystemStart.self) }
    }

    func pastEvents() async throws -> [PastEvent] {
        let answer = try await api.send("GET", "/events?limit=500")
        guard let events = try? member("events", of: answer).decode([PastEvent].self) else {
            throw api.misunderstood("/events is no list of events")
        }
        return events
    }

    func diagnosis() async throws -> Diagnosis {
        let answer = try await api.send("GET", "/doctor")
        guard let diagnosis = try? answer.decode(Diagnosis.self) else { throw api.misunderstood("no diagnosis") }
        return diagnosis
    }

    func settings() async throws -> JSON { try await api.send("GET", "/config") }

    /// The API masks what it shows; the token alone is known here.
    func secrets(of supervisor: Int32?) -> [String] { [api.token].compactMap(\.self) }

    // MARK: Acting

    private func apply(_ instruction: JSON) async throws -> JSON {
        let name = PercentEncoding.encoded(instruction["service"]?.string ?? "")
        if instruction["remove_volumes"]?.bool == true {
            throw CommandFailure(
                status: .failed, message: "--volumes cannot be done over the API; use workerctl on the node itself")
        }
        let service = instruction["service"]?.string ?? ""
        let before = try await listed().filter { $0["service"]?.string == service || $0["project"]?.string == service }
        let id: String
        switch instruction["action"]?.string {
        case "start"?: id = try accepted(await api.send("POST", "/services/\(name)/start"))
        case "stop"?: id = try accepted(await api.send("POST", "/services/\(name)/stop"))
        case "remove"?: id = try accepted(await api.send("DELETE", "/services/\(name)"))
        case "restart"?:
            // Answered when it is done; what the service shows then is this instruction, whatever its id.
            _ = try await api.send("POST", "/services/\(name)/restart", timeout: .seconds(120))
            return [
                "instruction_id": .string(try await newInstruction(of: service, other: before.first?["instruction_id"]))
            ]
        default:
            throw CommandFailure(
                status: .failed,
                message: "services are not deployed over the API: give the instruction to the conductor, "
                    + "or use workerctl deploy on the node itself, without --url")
        }
        accepted = id
        for row in before { former[row["service"]?.string ?? ""] = .some(row["instruction_id"]) }
        return ["instruction_id": .string(id)]
    }

    /// The instruction that was accepted last, and what the services that it is for showed before.
    private var accepted: String?
    private var former: [String: JSON?] = [:]

    private func newInstruction(of service: String, other before: JSON?) async throws -> String {
        let end = MonotonicInstant.now.advanced(by: .seconds(10))
        while true {
            let shown = try await listed().first { $0["service"]?.string == service }?["instruction_id"]
            if shown != before || MonotonicInstant.now >= end { return shown?.string ?? "" }
            try await LoopActor.sleep(for: .milliseconds(200))
        }
    }

    private func accepted(_ answer: JSON) throws -> String {
        guard let id = try member("result", of: answer)["instruction_id"]?.string else {
            throw api.misunderstood("there is no instruction_id")
        }
        return id
    }

    // MARK: Events

    func follow(
        onConnection: @escaping @LoopActor (String?) -> Void, _ handler: @escaping @LoopActor (NodeOccurrence) -> Void
    ) async throws {
        let stream = RemoteEvents(api, onConnection: onConnection, handler)
        events = stream
        try await stream.start()
    }

    private var events: RemoteEvents?
}
