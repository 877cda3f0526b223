import DockerEngine
import ImageNames
import JSON
import NodeProtocol

/// Reads a service's configuration, member by member.
struct ServiceConfigReader {
    private(set) var container: ContainerConfiguration
    private(set) var pullPolicy = PullPolicy.missing
    private(set) var credentials: RegistryCredentials?
    private(set) var update = UpdateRules()
    private(set) var warnings: [String] = []

    /// Members of compose that would change what the service does, and are not carried out.
    private static let unsupported: Set = [
        "build", "configs", "device_cgroup_rules", "devices", "env_file", "extends", "external_links",
        "gpus", "ipc", "links", "logging", "mac_address", "oom_kill_disable", "pid", "scale", "secrets",
        "security_opt", "shm_size", "storage_opt", "sysctls", "ulimits", "userns_mode", "uts", "volumes_from",
    ]

    init(_ config: JSON) throws(ServiceError) {
        let root = ConfigField(path: "config", value: config)
        guard let members = config.object else { throw root.fail("expected an object, found \(config.kind)") }
        let present = members.filter { !$0.value.isNull }
        let images = ["image", "docker_image"].filter { present[$0] != nil }
        guard let key = images.first, let value = present[key] else {
            throw ServiceError(.invalidConfig, "image: is missing")
        }
        if images.count == 2, present["image"] != present["docker_image"] {
            throw ServiceError(.invalidConfig, "docker_image: differs from image")
        }
        let imageField = ConfigField(path: key, value: value)
        let text = try imageField.text()
        do throws(ImageReferenceError) {
            container = ContainerConfiguration(image: try ImageReference(parsing: text))
        } catch {
            throw imageField.fail(error.description)
        }
        // What is deployed is to run, also after the engine or the host was restarted, unless its configuration differs.
        container.restart = .unlessStopped
        for (name, value) in present.sorted(by: { $0.key < $1.key }) {
            try read(name, ConfigField(path: name, value: value))
        }
        try checkTogether(present)
    }

    private mutating func read(_ name: String, _ field: ConfigField) throws(ServiceError) {
        switch name {
        case "image", "docker_image": break
        case "environment", "env":
            container.environment += try field.assignments().map { name, value in
                value.map { "\(name)=\($0)" } ?? name
            }
        case "ports": container.ports = try field.ports()
        case "volumes": container.volumes = try field.volumes()
        case "resources":
            for (name, field) in try field.members() where !field.value.isNull { try readLimit(name, field) }
        case "mem_limit": try readLimit("memory", field)
        case "pids_limit": try readLimit("pids", field)
        case "cpus", "cpu_shares", "cpu_quota", "cpu_period": try readLimit(name, field)
        case "network", "network_mode": container.network = try field.networkChoice()
        case "networks": container.network = .named(try field.networkNames().map { NetworkAttachment($0) })
        case "command": container.command = try field.commandLine()
        case "entrypoint": container.entrypoint = try field.commandLine()
        case "labels": container.labels = try field.labels()
        case "restart": container.restart = try field.restartPolicy()
        case "healthcheck": container.health = try field.healthCheck()
        case "user": container.user = try field.nonEmptyText()
        case "working_dir": container.workingDirectory = try field.nonEmptyText()
        case "hostname": container.hostname = try field.nonEmptyText()
        case "stop_signal": container.stopSignal = try field.nonEmptyText()
        case "stop_grace_period": container.stopGraceSeconds = try field.graceSeconds()
        case "cap_add": container.addedCapabilities = try field.texts()
        case "cap_drop": container.droppedCapabilities = try field.texts()
        case "extra_hosts":
            container.extraHosts =
                field.value.array == nil
                ? try field.assignments().map { "\($0.name):\($0.value ?? "")" } : try field.texts()
        case "dns": container.nameServers = try field.textOrTexts()
        case "tmpfs": container.temporaryFileSystems = try field.temporaryFileSystems()
        case "privileged": container.isPrivileged = try field.bool()
        case "read_only": container.hasReadOnlyRoot = try field.bool()
        case "init": container.runsInit = try field.bool()
        case "tty": container.hasTerminal = try field.bool()
        case "stdin_open": container.keepsInputOpen = try field.bool()
        case "registry_auth": credentials = try field.credentials()
        case "pull_policy": pullPolicy = try field.pullPolicy()
        case "update_order": update.order = try field.updateOrder()
        case "deploy": try readDeployment(field)
        case "depends_on": warnings.append("depends_on: the order of starting is not observed")
        case "expose": break  // documentation, in compose too
        case "container_name": warnings.append("container_name: containers are named by their service")
        case _ where Self.unsupported.contains(name): throw field.fail("is not supported by this version")
        default: warnings.append("\(name): is not known and has no effect")
        }
    }

    private mutating func readDeployment(_ field: ConfigField) throws(ServiceError) {
        for (name, field) in try field.members() where !field.value.isNull {
            guard name == "update_config" else { throw field.fail("is not supported by this version") }
            for (name, field) in try field.members() where !field.value.isNull {
                switch name {
                case "order": update.order = try field.updateOrder()
                case "failure_action": update.rollsBack = try field.rollsBack()
                case "monitor": update.monitor = .nanoseconds(try field.timeSpan())
                case "parallelism", "delay", "max_failure_ratio":
                    warnings.append("\(field.path): has no effect: a service has one container")
                default: warnings.append("\(field.path): is not known and has no effect")
                }
            }
        }
    }

    private mutating func readLimit(_ name: String, _ field: ConfigField) throws(ServiceError) {
        switch name {
        case "memory": container.resources.memoryBytes = try field.byteSize()
        case "cpu_shares": container.resources.cpuShares = try field.integer(in: 2...262_144)
        case "cpu_quota": container.resources.cpuQuota = try field.integer(in: 1000...1_000_000_000)
        case "cpu_period": container.resources.cpuPeriod = try field.integer(in: 1000...1_000_000)
        case "cpus": container.resources.nanoCPUs = Int64(try field.number(in: 0.01...1024) * 1e9)
        case "pids": container.resources.processes = try field.integer(in: 1...4_194_304)
        default: throw field.fail("is not known here")
        }
    }

    private mutating func checkTogether(_ present: [String: JSON]) throws(ServiceError) {
        if present["network"] != nil || present["network_mode"] != nil, present["networks"] != nil {
            throw ServiceError(.invalidConfig, "networks: not together with network")
        }
        let resources = container.resources
        if resources.nanoCPUs != nil, resources.cpuQuota != nil || resources.cpuPeriod != nil {
            throw ServiceError(.invalidConfig, "cpus: not together with cpu_quota and cpu_period")
        }
        if case .mode = container.network, !container.ports.isEmpty {
            warnings.append("ports: have no effect in this network mode")
        }
        for name in container.labels.keys where name.hasPrefix(OwnershipLabels.prefix) {
            throw ServiceError(.invalidConfig, "labels.\(name): this prefix is the node's own")
        }
    }
}
