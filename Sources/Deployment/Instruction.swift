import ComposeFile
import JSON
import NodeProtocol

/// One instruction of the conductor contract's section 4, checked.
package struct Instruction: Sendable, Equatable {
    package enum Action: Sendable, Equatable {
        case deploy(ServiceSpec)
        /// The services of a compose project, all of them; others that it had are removed.
        case deployProject([ServiceSpec])
        case start
        case stop
        case restart
        /// With a new configuration, or the one there is.
        case update(ServiceSpec?)
        case updateProject([ServiceSpec])
        case remove

        /// As the wire has it.
        package var name: String {
            switch self {
            case .deploy, .deployProject: "deploy"
            case .start: "start"
            case .stop: "stop"
            case .restart: "restart"
            case .update, .updateProject: "update"
            case .remove: "remove"
            }
        }
    }

    /// Unique; without one on the wire, the hash of the content.
    package let id: String
    package let service: ServiceName
    package let action: Action
    package let origin: Origin
    /// Of a removal: the volumes that the project's services have go too.
    package var removesVolumes = false
    /// Members that no instruction has; they have no effect.
    package var unknownMembers: [String] = []
    private static let members: Set<String> = [
        "id", "action", "service", "config", "compose", "remove_volumes", "processed", "workerId", "timestamp",
    ]

    /// Where an instruction comes from.
    package enum Origin: Sendable, Equatable {
        /// The conductor or the operator.
        case request
        /// A file of `SERVICES_DIR`, with the hash of all that it is made of.
        case directory(String)
    }

    package init(id: String, service: ServiceName, action: Action, origin: Origin = .request) {
        self.origin = origin
        self.id = id
        self.service = service
        self.action = action
    }
}

/// An instruction that cannot be carried out, with as much of it as could be read.
package struct RejectedInstruction: Error, Sendable, Equatable {
    package let id: String
    /// Nil when not even the name is one; then there is nobody to report about.
    package let service: ServiceName?
    package let action: String?
    package let error: ServiceError
}

extension Instruction {
    /// Reads an instruction. `RejectedInstruction` says what is wrong with it.
    package static func parse(_ json: JSON) -> Result<Instruction, RejectedInstruction> {
        let id = identifier(json)
        let name = json["service"]?.string
        let action = json["action"]?.string
        var service: ServiceName?
        do throws(ServiceError) {
            guard json.object != nil else {
                throw ServiceError(.invalidConfig, "instruction: expected an object, found \(json.kind)")
            }
            guard let name else { throw ServiceError(.invalidConfig, "service: expected a text") }
            let valid = try ServiceName(name)
            service = valid
            let parsed = try parseAction(action, json, valid)
            var instruction = Instruction(id: id, service: valid, action: parsed)
            instruction.unknownMembers = unknownMembers(of: json)
            if let wish = json["remove_volumes"], !wish.isNull {
                instruction.removesVolumes = try ConfigField(path: "remove_volumes", value: wish).bool()
                guard parsed == .remove || !instruction.removesVolumes else {
                    throw ServiceError(.invalidConfig, "remove_volumes: goes with remove only")
                }
            }
            return .success(instruction)
        } catch {
            let shown = action.map { String($0.prefix(40)) }
            return .failure(RejectedInstruction(id: id, service: service, action: shown, error: error))
        }
    }

    private static func unknownMembers(of json: JSON) -> [String] {
        (json.object ?? [:]).keys.filter { !members.contains($0) }.sorted().prefix(10).map { String($0.prefix(40)) }
    }

    private static func parseAction(
        _ name: String?, _ json: JSON, _ service: ServiceName
    ) throws(ServiceError) -> Action {
        guard let name else { throw ServiceError(.unknownAction, "action: expected a text") }
        let config = json["config"].flatMap { $0.isNull ? nil : $0 }
        if let compose = json["compose"], !compose.isNull {
            guard config == nil || config == [:] else {
                throw ServiceError(.invalidConfig, "compose: not together with config")
            }
            return try parseProject(name, compose, service)
        }
        switch name {
        case "deploy":
            guard let config else { throw ServiceError(.invalidConfig, "config: is missing") }
            return .deploy(try ServiceSpec(name: service, config: config))
        case "update":
            guard let config, config != [:] else { return .update(nil) }
            return .update(try ServiceSpec(name: service, config: config))
        case "start": return .start
        case "stop": return .stop
        case "restart": return .restart
        case "remove": return .remove
        default:
            let shown = String(reflecting: String(name.prefix(40)))
            throw ServiceError(
                .unknownAction, "action: \(shown) is none of deploy, start, stop, restart, update, remove")
        }
    }

    private static func parseProject(
        _ name: String, _ compose: JSON, _ service: ServiceName
    ) throws(ServiceError) -> Action {
        // Relative paths of a text that stands in no directory begin at the root.
        let source = try ComposeBundle(compose, directory: "/")
        switch name {
        case "deploy": return .deployProject(try ServiceSpec.members(of: service, source))
        case "update": return .updateProject(try ServiceSpec.members(of: service, source))
        default: throw ServiceError(.invalidConfig, "compose: goes with deploy and update only")
        }
    }

    /// The id given, else the hash of what the instruction says; what the contract ignores does not count.
    package static func identifier(_ json: JSON) -> String {
        switch json["id"] {
        case .string(let id)? where !id.isEmpty && id.utf8.count <= 200: return id
        case .int(let id)?: return String(id)
        default: return contentHash(json)
        }
    }

    private static func contentHash(_ json: JSON) -> String {
        guard case .object(var members) = json else { return ContentHash.of(json) }
        for name in ["processed", "workerId", "timestamp"] { members[name] = nil }
        return ContentHash.of(.object(members))
    }

    /// Tells this instruction from every other, id included, see `InputMarks`.
    static func inputKey(_ json: JSON) -> String { "instruction \(contentHash(json))" }

    /// Stands for an instruction that may not be looked at any closer.
    static func setAside(_ json: JSON, because message: String) -> RejectedInstruction {
        RejectedInstruction(
            id: identifier(json), service: json["service"]?.string.flatMap { try? ServiceName($0) },
            action: json["action"]?.string.map { String($0.prefix(40)) }, error: ServiceError(.setAside, message))
    }
}
