import JSON
import NodeProtocol

/// What a support bundle tells of a service's configuration: of whatever the service's author may have put a secret into,
/// only that it is there. Pure.
enum ServiceConfigMask {
    /// Members without room for secrets, by the names of compose and of instructions.
    private static let plain: Set = [
        "image", "pull_policy", "platform", "restart", "restart_policy", "update_order", "deploy", "depends_on",
        "container_name", "hostname", "user", "working_dir", "init", "privileged", "read_only", "cap_add", "cap_drop",
        "ports", "expose", "networks", "network_mode", "volumes", "tmpfs", "devices", "resources", "mem_limit", "cpus",
        "pids_limit", "shm_size", "ulimits", "stop_signal", "stop_grace_period", "stop_timeout", "profiles", "scale",
    ]

    static func masked(_ status: ServiceStatus) -> ServiceStatus {
        var status = status
        status.config = status.config.map { config in
            guard case .object(let members) = config else { return .null }
            return .object(
                Dictionary(uniqueKeysWithValues: members.map { ($0, plain.contains($0) ? $1 : masked($1)) }))
        }
        return status
    }

    /// Texts masked, and of `NAME=value` what follows the name.
    private static func masked(_ value: JSON) -> JSON {
        switch value {
        case .object(let members): .object(members.mapValues(masked))
        case .array(let items): .array(items.map(masked))
        case .string(let text):
            .string((text.firstIndex(of: "=").map { String(text[...$0]) } ?? "") + Redaction.mask)
        case .null, .bool, .int, .double: value
        }
    }
}
