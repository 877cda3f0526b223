import ImageNames
import JSON

extension ContainerConfiguration {
    /// Engines before this take one network at creation; the others are connected after.
    static let severalNetworksSince = APIVersion(1, 44)

    /// The body of `POST /containers/create`.
    func creationBody(for version: APIVersion) -> JSON {
        var body: [String: JSON] = [
            "Image": .string(image.description),
            "Env": .strings(environment),
            "Labels": .strings(labels),
            "HostConfig": .object(hostConfiguration),
            "Tty": .bool(hasTerminal),
            "OpenStdin": .bool(keepsInputOpen),
        ]
        body["Cmd"] = command.map { .strings($0) }
        body["Entrypoint"] = entrypoint.map { .strings($0) }
        body["User"] = user.map { .string($0) }
        body["WorkingDir"] = workingDirectory.map { .string($0) }
        body["Hostname"] = hostname.map { .string($0) }
        body["Domainname"] = domainName.map { .string($0) }
        body["StopSignal"] = stopSignal.map { .string($0) }
        body["StopTimeout"] = stopGraceSeconds.map { .int(Int64($0)) }
        body["Healthcheck"] = health?.json
        let exposed = Set(ports.map(\.exposed)).union(exposedPorts)
        if !exposed.isEmpty {
            body["ExposedPorts"] = .object(Dictionary(exposed.map { ($0.key, .object([:])) }) { $1 })
        }
        if case .named(let attachments) = network {
            let sent = version >= Self.severalNetworksSince ? attachments[...] : attachments.prefix(1)
            let endpoints = Dictionary(sent.map { ($0.name, $0.json) }) { first, _ in first }
            body["NetworkingConfig"] = .object(["EndpointsConfig": .object(endpoints)])
        }
        return .object(body)
    }

    private var hostConfiguration: [String: JSON] {
        var host = resources.members
        host["RestartPolicy"] = restart.json
        host["NetworkMode"] = .string(networkMode)
        host["LogConfig"] = logging?.json
        host["Runtime"] = runtime.map { .string($0) }
        host["Init"] = runsInit.map { .bool($0) }
        add(annotations, "Annotations", to: &host)
        if !ports.isEmpty {
            let bindings = Dictionary(ports.map { ($0.exposed.key, [$0.binding]) }) { $0 + $1 }
            host["PortBindings"] = .object(bindings.mapValues { .array($0) })
        }
        add(extraHosts, "ExtraHosts", to: &host)
        add(nameServers, "Dns", to: &host)
        add(nameSearch, "DnsSearch", to: &host)
        add(nameOptions, "DnsOptions", to: &host)
        addStorage(to: &host)
        addRights(to: &host)
        return host
    }

    private func addStorage(to host: inout [String: JSON]) {
        add(volumes.map(\.text), "Binds", to: &host)
        if !mounts.isEmpty { host["Mounts"] = .array(mounts.map(\.json)) }
        add(temporaryFileSystems, "Tmpfs", to: &host)
        add(volumesFrom, "VolumesFrom", to: &host)
        if hasReadOnlyRoot { host["ReadonlyRootfs"] = true }
        add(storageOptions, "StorageOpt", to: &host)
    }

    private func addRights(to host: inout [String: JSON]) {
        if isPrivileged { host["Privileged"] = true }
        add(addedCapabilities, "CapAdd", to: &host)
        add(droppedCapabilities, "CapDrop", to: &host)
        add(additionalGroups, "GroupAdd", to: &host)
        if !devices.isEmpty { host["Devices"] = .array(devices.map(\.json)) }
        if !deviceRequests.isEmpty { host["DeviceRequests"] = .array(deviceRequests.map(\.json)) }
        add(deviceRules, "DeviceCgroupRules", to: &host)
        add(securityOptions, "SecurityOpt", to: &host)
        add(kernelParameters, "Sysctls", to: &host)
        host["IpcMode"] = ipcMode.map { .string($0) }
        host["PidMode"] = processMode.map { .string($0) }
        host["UTSMode"] = hostnameMode.map { .string($0) }
        host["UsernsMode"] = userMode.map { .string($0) }
        host["CgroupnsMode"] = cgroupMode.map { .string($0) }
    }

    private func add(_ texts: [String], _ key: String, to host: inout [String: JSON]) {
        if !texts.isEmpty { host[key] = .strings(texts) }
    }

    private func add(_ texts: [String: String], _ key: String, to host: inout [String: JSON]) {
        if !texts.isEmpty { host[key] = .strings(texts) }
    }

    private var networkMode: String {
        switch network {
        case .standard: "default"
        case .mode(let mode): mode
        case .named(let attachments): attachments.first?.name ?? "default"
        }
    }
}
