import ImageNames

/// Reads one service, field by field.
struct ServiceReader {
    private let field: Field
    private let context: ReadingContext
    private var service: ComposeService
    private var resources: ResourceReader
    private var files: [VariableFile] = []
    private var labelFiles: [VariableFile] = []
    private var scale: (Int64, Field)?

    init(_ name: String, _ field: Field, _ context: ReadingContext) {
        self.field = field
        self.context = context
        service = ComposeService(name: name, image: "")
        resources = ResourceReader(service: field)
    }

    /// The service; what is wrong with it is in the findings.
    mutating func read() -> ComposeService {
        if field.isNull { field.fail("is empty: a service needs at least an image") }
        var deploy: Field?
        for (key, member) in field.members() where !member.isNull {
            if key == "deploy" { deploy = member } else { read(key, member) }
        }
        // Not in the order of the file: its limits are compared with the service's own.
        if let deploy { readDeploy(deploy) }
        service.resources = resources.resources
        service.deviceRequests = resources.deviceRequests
        resolveEnvironment()
        resolveLabels()
        checkTogether()
        return service
    }

    private mutating func read(_ key: String, _ field: Field) {
        if readProcess(key, field) || readLife(key, field) || readNetwork(key, field) || readStorage(key, field)
            || readIsolation(key, field) || resources.read(key, field)
        {
            return
        }
        switch key {
        case "extends": break  // carried out before
        case "scale": scale = field.integer(in: 0...1_000_000).map { ($0, field) }
        case _ where ServiceFields.refused[key] != nil: field.refuse(ServiceFields.refused[key] ?? "")
        case _ where ServiceFields.withoutEffect[key] != nil: field.warn(ServiceFields.withoutEffect[key] ?? "")
        default: field.unknown(ServiceFields.known)
        }
    }

    private mutating func readProcess(_ key: String, _ field: Field) -> Bool {
        switch key {
        case "image": readImage(field)
        case "container_name":
            if let name = field.text() {
                if Names.isEngine(name) {
                    service.containerName = name
                } else {
                    field.fail("\(quoted(name)) is not a container's name")
                }
            }
        case "platform": service.platform = field.nonEmptyText()
        case "pull_policy": service.pullPolicy = LifeReader(field: field).pullPolicy()
        case "command": service.command = field.commandLine()
        case "entrypoint": service.entrypoint = field.commandLine()
        case "environment":
            for assignment in field.assignments() {
                let value = assignment.value ?? context.variables[assignment.name]
                if assignment.name.contains("=") || assignment.name.contains("\0") {
                    assignment.field.fail("\(quoted(assignment.name)) is not a variable's name")
                }
                service.environment[assignment.name] = .some(value)
            }
        case "env_file": files = VariableFile.read(field)
        case "working_dir": service.workingDirectory = field.nonEmptyText()
        case "user": service.user = field.nonEmptyText()
        case "group_add": service.groups = field.texts()
        case "tty": service.hasTerminal = field.bool() ?? false
        case "stdin_open": service.keepsInputOpen = field.bool() ?? false
        case "init": service.runsInit = field.bool()
        case "stop_signal": service.stopSignal = field.nonEmptyText()
        case "stop_grace_period": service.stopGracePeriod = field.duration()
        default: return false
        }
        return true
    }

    private mutating func readImage(_ field: Field) {
        guard let image = field.text() else { return }
        do throws(ImageReferenceError) {
            _ = try ImageReference(parsing: image)
            service.image = image
        } catch {
            field.fail(error.description)
        }
    }

    private mutating func readLife(_ key: String, _ field: Field) -> Bool {
        switch key {
        case "restart": service.restart = LifeReader(field: field).restart()
        case "healthcheck": service.healthCheck = LifeReader(field: field).healthCheck()
        case "depends_on": service.dependsOn = LifeReader(field: field).dependencies()
        case "profiles":
            service.profiles = field.texts()
            for profile in service.profiles where !Names.isResource(profile) {
                field.fail("\(quoted(profile)) is not a profile's name")
            }
        case "labels": service.labels = field.labels()
        case "label_file": labelFiles = VariableFile.read(field)
        case "annotations": service.annotations = field.labels()
        case "logging": service.logging = LifeReader(field: field).logging()
        default: return false
        }
        return true
    }

    private mutating func readNetwork(_ key: String, _ field: Field) -> Bool {
        let reader = NetworkingReader(field: field)
        switch key {
        case "ports": service.ports = PortReader(field: field).ports()
        case "expose": service.expose = PortReader(field: field).exposed()
        case "network_mode": service.networkMode = reader.mode()
        case "networks": service.networks = reader.endpoints()
        case "links": service.links = reader.links()
        case "hostname": service.hostname = field.nonEmptyText()
        case "domainname": service.domainName = field.nonEmptyText()
        case "mac_address": service.macAddress = reader.address(field, Names.isMACAddress, "a MAC address")
        case "extra_hosts": service.extraHosts = reader.hosts()
        case "dns": service.dns = reader.nameServers()
        case "dns_opt": service.dnsOptions = field.texts()
        case "dns_search": service.dnsSearch = field.textOrTexts()
        default: return false
        }
        return true
    }

    private mutating func readStorage(_ key: String, _ field: Field) -> Bool {
        switch key {
        case "volumes": service.mounts = MountReader(field: field, home: context.home).mounts()
        case "tmpfs":
            let paths = field.textOrTexts()
            for path in paths where !path.hasPrefix("/") { field.fail("\(quoted(path)) is not an absolute path") }
            service.tmpfs = paths
        case "secrets": service.secrets = ContentMountReader(field: field, directory: "/run/secrets/").mounts()
        case "configs": service.configs = ContentMountReader(field: field, directory: "/").mounts()
        case "shm_size": service.shmSize = field.bytes()
        case "storage_opt": service.storageOptions = field.options()
        default: return false
        }
        return true
    }

    private mutating func readIsolation(_ key: String, _ field: Field) -> Bool {
        switch key {
        case "privileged": service.isPrivileged = field.bool() ?? false
        case "read_only": service.hasReadOnlyRoot = field.bool() ?? false
        case "cap_add": service.addedCapabilities = field.texts()
        case "cap_drop": service.droppedCapabilities = field.texts()
        case "security_opt": service.securityOptions = field.texts()
        case "devices": service.devices = ResourceReader.devices(field)
        case "device_cgroup_rules": service.deviceCgroupRules = field.texts()
        case "sysctls": service.sysctls = field.labels()
        case "ulimits": service.ulimits = ResourceReader.ulimits(field)
        case "ipc": service.ipc = field.namespace(["none", "private", "shareable", "host"])
        case "pid": service.pid = field.namespace(["host"])
        case "uts": service.uts = field.choice(["host"])
        case "userns_mode": service.userNamespace = field.userNamespace()
        case "cgroup": service.cgroup = field.choice(["host", "private"])
        case "cgroup_parent": service.cgroupParent = field.nonEmptyText()
        case "runtime": service.runtime = field.nonEmptyText()
        default: return false
        }
        return true
    }

    private mutating func readDeploy(_ field: Field) {
        for (key, member) in field.members() where !member.isNull {
            switch key {
            case "resources": resources.readDeploy(member)
            case "restart_policy":
                let policy = LifeReader(field: member).restartPolicy()
                if service.restart != nil, policy != service.restart {
                    self.field.member("restart")?.warn("has no effect beside deploy.restart_policy")
                }
                service.restart = policy
            case "replicas":
                if let replicas = member.integer(in: 0...1_000_000) {
                    if let scale, scale.0 != replicas { member.fail("differs from scale: remove one of them") }
                    scale = (replicas, member)
                }
            case "mode":
                if member.choice(["replicated", "global", "replicated-job", "global-job"])?.hasSuffix("-job") == true {
                    member.refuse("jobs only exist in a swarm: use restart: \"no\"")
                }
            case "labels":
                _ = member.labels()
                member.warn("has no effect: only a swarm puts labels on services; use labels of the service")
            case "update_config": service.update = LifeReader(field: member).update()
            case "endpoint_mode", "placement", "rollback_config":
                member.warn("has no effect: it is for a swarm")
            default:
                member.unknown([
                    "endpoint_mode", "labels", "mode", "placement", "replicas", "resources", "restart_policy",
                    "rollback_config", "update_config",
                ])
            }
        }
    }

    /// Environment files in order, over them `environment`.
    private mutating func resolveEnvironment() {
        let own = service.environment
        var values = own.compactMapValues(\.self)
        for file in files {
            let lookUp = { [variables = context.variables] name in variables[name] ?? own[name].flatMap(\.self) }
            for (name, value) in context.read(file, self.field, lookUp: lookUp) where own[name] == nil {
                values[name] = value
            }
        }
        for (name, value) in values where own[name] == nil { service.environment[name] = .some(value) }
    }

    private mutating func resolveLabels() {
        var labels: [String: String] = [:]
        for file in labelFiles {
            let known = labels
            for (name, value) in context.read(file, self.field, lookUp: { known[$0] }) { labels[name] = value }
        }
        service.labels.merge(labels) { own, _ in own }
    }

    private func checkTogether() {
        if service.image.isEmpty, field.member("image") == nil, field.member("build") == nil,
            field.member("provider") == nil, !field.isNull
        {
            field.fail("image is missing: a service is made from an image")
        }
        if service.networkMode != nil, let networks = field.member("networks") {
            networks.fail("not together with network_mode: remove one of them")
        }
        if let mode = service.networkMode, mode == "host" || mode.contains(":"), let ports = field.member("ports") {
            ports.fail("not together with network_mode \(mode): there is nothing to publish; remove one of them")
        }
        if let scale, scale.0 != 1 {
            scale.1.refuse(
                scale.0 == 0
                    ? "0 containers: give the service a profile to keep it from starting"
                    : "this node runs one container of a service: write several services, with extends")
        }
        let resources = service.resources
        if resources.nanoCPUs != nil, resources.cpuQuota != nil || resources.cpuPeriod != nil {
            field.member("cpus")?.fail("not together with cpu_quota and cpu_period: remove one of them")
        }
        if let swap = resources.memorySwap, swap > 0 {
            guard let memory = resources.memoryBytes else {
                field.member("memswap_limit")?.fail("needs mem_limit: it limits memory and swap together")
                return
            }
            if swap < memory {
                field.member("memswap_limit")?.fail("is below mem_limit: it has memory and swap together")
            }
        }
        if let limit = resources.memoryBytes, let reserved = resources.memoryReservation, reserved > limit {
            field.member("mem_reservation")?.fail("is above mem_limit")
        }
        for name in service.labels.keys.sorted() where name.hasPrefix("cloud.aerekos.") {
            field.fail("the label \(quoted(name)) is the node's own: choose another prefix")
        }
        for name in service.labels.keys.sorted() where name.hasPrefix("com.docker.compose.") {
            field.fail("the label \(quoted(name)) is compose's own: choose another prefix")
        }
        checkTargets()
    }

    /// Nothing may be mounted at one place twice.
    private func checkTargets() {
        var taken: [String: String] = [:]
        let targets =
            service.mounts.map { ($0.target, "volumes") }
            + service.tmpfs.map { (FilePath.clean(String($0.prefix { $0 != ":" })), "tmpfs") }
            + service.secrets.map { ($0.target, "secrets") } + service.configs.map { ($0.target, "configs") }
        for (target, place) in targets {
            if let other = taken[target] {
                field.member(place)?.fail("\(target) is mounted twice, by \(other) too")
            }
            taken[target] = place
        }
    }
}
