import JSON

extension ContainerConfiguration {
    /// The body of `POST /containers/create`.
    ///
    /// Of several networks only the first is in it: engines before API 1.44 take one, the others are connected after.
    var creationBody: JSON {
        var body: [String: JSON] = [
            "Image": .string(image.description),
            "Env": .strings(environment),
            "Labels": .object(labels.mapValues { .string($0) }),
            "HostConfig": hostConfiguration,
            "Tty": .bool(hasTerminal),
            "OpenStdin": .bool(keepsInputOpen),
        ]
        body["Cmd"] = command.map { .strings($0) }
        body["Entrypoint"] = entrypoint.map { .strings($0) }
        body["User"] = user.map { .string($0) }
        body["WorkingDir"] = workingDirectory.map { .string($0) }
        body["Hostname"] = hostname.map { .string($0) }
        body["StopSignal"] = stopSignal.map { .string($0) }
        body["StopTimeout"] = stopGraceSeconds.map { .int(Int64($0)) }
        body["Healthcheck"] = health?.json
        if !ports.isEmpty {
            body["ExposedPorts"] = .object(Dictionary(ports.map { ($0.key, .object([:])) }) { $1 })
        }
        if case .named(let names) = network, let first = names.first {
            body["NetworkingConfig"] = .object(["EndpointsConfig": .object([first: .object([:])])])
        }
        return .object(body)
    }

    private var hostConfiguration: JSON {
        var host: [String: JSON] = ["RestartPolicy": restart.json, "NetworkMode": .string(networkMode)]
        if !ports.isEmpty {
            let bindings = Dictionary(ports.map { ($0.key, [$0.binding]) }) { $0 + $1 }
            host["PortBindings"] = .object(bindings.mapValues { .array($0) })
        }
        if !volumes.isEmpty {
            host["Binds"] = .strings(volumes.map { "\($0.source):\($0.target)\($0.isReadOnly ? ":ro" : "")" })
        }
        if !temporaryFileSystems.isEmpty {
            host["Tmpfs"] = .object(temporaryFileSystems.mapValues { .string($0) })
        }
        host["Memory"] = resources.memoryBytes.map { .int($0) }
        host["CpuShares"] = resources.cpuShares.map { .int($0) }
        host["CpuQuota"] = resources.cpuQuota.map { .int($0) }
        host["CpuPeriod"] = resources.cpuPeriod.map { .int($0) }
        host["NanoCpus"] = resources.nanoCPUs.map { .int($0) }
        host["PidsLimit"] = resources.processes.map { .int($0) }
        if isPrivileged { host["Privileged"] = true }
        if hasReadOnlyRoot { host["ReadonlyRootfs"] = true }
        if runsInit { host["Init"] = true }
        if !addedCapabilities.isEmpty { host["CapAdd"] = .strings(addedCapabilities) }
        if !droppedCapabilities.isEmpty { host["CapDrop"] = .strings(droppedCapabilities) }
        if !extraHosts.isEmpty { host["ExtraHosts"] = .strings(extraHosts) }
        if !nameServers.isEmpty { host["Dns"] = .strings(nameServers) }
        return .object(host)
    }

    private var networkMode: String {
        switch network {
        case .standard: "default"
        case .mode(let mode): mode
        case .named(let names): names.first ?? "default"
        }
    }
}

extension PublishedPort {
    fileprivate var key: String { "\(containerPort)/\(transport.rawValue)" }

    fileprivate var binding: JSON {
        .object(["HostIp": .string(hostAddress), "HostPort": .string(hostPort.map { String($0) } ?? "")])
    }
}

extension RestartPolicy {
    fileprivate var json: JSON {
        switch self {
        case .no: .object(["Name": "no"])
        case .always: .object(["Name": "always"])
        case .unlessStopped: .object(["Name": "unless-stopped"])
        case .onFailure(let maximum):
            .object(["Name": "on-failure", "MaximumRetryCount": .int(Int64(maximum))])
        }
    }
}

extension HealthCheck {
    fileprivate var json: JSON {
        var members: [String: JSON] = ["Test": .strings(test)]
        members["Interval"] = interval.map { .int($0) }
        members["Timeout"] = timeout.map { .int($0) }
        members["StartPeriod"] = startPeriod.map { .int($0) }
        members["Retries"] = retries.map { .int(Int64($0)) }
        return .object(members)
    }
}

extension JSON {
    static func strings(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }
}
