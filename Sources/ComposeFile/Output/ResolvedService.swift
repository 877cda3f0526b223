import JSON

extension ComposeService {
    /// The service in long forms; what is not set is left out.
    var resolved: JSON {
        var members: [String: JSON] = [:]
        addProcess(to: &members)
        addNetwork(to: &members)
        addStorage(to: &members)
        addIsolation(to: &members)
        addResources(to: &members)
        addDeployment(to: &members)
        return .object(members)
    }

    private func text(_ value: String?) -> JSON? { value.map { .string($0.escapingDollars) } }

    private func addProcess(to members: inout [String: JSON]) {
        members["image"] = .string(image)
        members["container_name"] = text(containerName)
        members["platform"] = text(platform)
        members["pull_policy"] = pullPolicy.map { .string($0.rawValue) }
        members["command"] = command.map { .array($0.map { .string($0.escapingDollars) }) }
        members["entrypoint"] = entrypoint.map { .array($0.map { .string($0.escapingDollars) }) }
        if !environment.isEmpty {
            members["environment"] = .object(environment.mapValues { text($0) ?? .null })
        }
        members["working_dir"] = text(workingDirectory)
        members["user"] = text(user)
        members["group_add"] = JSON(list: groups)
        if hasTerminal { members["tty"] = true }
        if keepsInputOpen { members["stdin_open"] = true }
        members["init"] = runsInit.map { .bool($0) }
        members["stop_signal"] = text(stopSignal)
        members["stop_grace_period"] = stopGracePeriod.map { .string(TimeSpan.text($0)) }
        members["restart"] = restart.map { .string($0.text) }
        members["healthcheck"] = healthCheck?.resolved
        if !dependsOn.isEmpty {
            members["depends_on"] = .object(
                dependsOn.mapValues {
                    var members: [String: JSON] = [
                        "condition": .string($0.condition.rawValue), "required": .bool($0.isRequired),
                    ]
                    if $0.restarts { members["restart"] = true }
                    return .object(members)
                })
        }
        members["profiles"] = JSON(list: profiles)
        members["labels"] = JSON(texts: labels)
        members["annotations"] = JSON(texts: annotations)
        if let logging {
            var inner: [String: JSON] = [:]
            inner["driver"] = text(logging.driver)
            inner["options"] = JSON(texts: logging.options)
            members["logging"] = .object(inner)
        }
    }

    private func addNetwork(to members: inout [String: JSON]) {
        if !ports.isEmpty { members["ports"] = .array(ports.map(\.resolved)) }
        members["expose"] = JSON(list: expose)
        members["network_mode"] = text(networkMode)
        if !networks.isEmpty { members["networks"] = .object(networks.mapValues(\.resolved)) }
        if !links.isEmpty {
            members["links"] = .array(
                links.map { .string($0.service == $0.alias ? $0.service : "\($0.service):\($0.alias)") })
        }
        members["hostname"] = text(hostname)
        members["domainname"] = text(domainName)
        members["mac_address"] = text(macAddress)
        members["extra_hosts"] = JSON(
            list: extraHosts.flatMap { name, addresses in addresses.map { "\(name)=\($0)" } }.sorted())
        members["dns"] = JSON(list: dns)
        members["dns_opt"] = JSON(list: dnsOptions)
        members["dns_search"] = JSON(list: dnsSearch)
    }

    private func addStorage(to members: inout [String: JSON]) {
        if !mounts.isEmpty { members["volumes"] = .array(mounts.map(\.resolved)) }
        members["tmpfs"] = JSON(list: tmpfs)
        if !secrets.isEmpty { members["secrets"] = .array(secrets.map(\.resolved)) }
        if !configs.isEmpty { members["configs"] = .array(configs.map(\.resolved)) }
        members["shm_size"] = shmSize.map { .string(String($0)) }
        members["storage_opt"] = JSON(texts: storageOptions)
    }

    private func addIsolation(to members: inout [String: JSON]) {
        if isPrivileged { members["privileged"] = true }
        if hasReadOnlyRoot { members["read_only"] = true }
        members["cap_add"] = JSON(list: addedCapabilities)
        members["cap_drop"] = JSON(list: droppedCapabilities)
        members["security_opt"] = JSON(list: securityOptions)
        if !devices.isEmpty {
            members["devices"] = .array(
                devices.map {
                    [
                        "source": .string($0.source.escapingDollars), "target": .string($0.target.escapingDollars),
                        "permissions": .string($0.permissions),
                    ]
                })
        }
        members["device_cgroup_rules"] = JSON(list: deviceCgroupRules)
        members["sysctls"] = JSON(texts: sysctls)
        if !ulimits.isEmpty {
            members["ulimits"] = .object(
                ulimits.mapValues {
                    $0.soft == $0.hard ? .int($0.soft) : ["soft": .int($0.soft), "hard": .int($0.hard)]
                })
        }
        members["ipc"] = text(ipc)
        members["pid"] = text(pid)
        members["uts"] = text(uts)
        members["userns_mode"] = text(userNamespace)
        members["cgroup"] = text(cgroup)
        members["cgroup_parent"] = text(cgroupParent)
        members["runtime"] = text(runtime)
    }

    /// CPUs, memory and processes are written as `deploy.resources` only where there is no other place: devices.
    private func addDeployment(to members: inout [String: JSON]) {
        var deploy: [String: JSON] = [:]
        if !deviceRequests.isEmpty {
            deploy["resources"] = ["reservations": ["devices": .array(deviceRequests.map(\.resolved))]]
        }
        var rules: [String: JSON] = [:]
        rules["order"] = update.order.map { .string($0.rawValue) }
        rules["failure_action"] = update.failureAction.map { .string($0.rawValue) }
        rules["monitor"] = update.monitor.map { .string(TimeSpan.text($0)) }
        if !rules.isEmpty { deploy["update_config"] = .object(rules) }
        if !deploy.isEmpty { members["deploy"] = .object(deploy) }
    }

    private func addResources(to members: inout [String: JSON]) {
        members["cpus"] = resources.nanoCPUs.map { .double(Double($0) / 1e9) }
        members["cpu_shares"] = resources.cpuShares.map { .int($0) }
        members["cpu_quota"] = resources.cpuQuota.map { .int($0) }
        members["cpu_period"] = resources.cpuPeriod.map { .int($0) }
        members["cpuset"] = resources.cpuSet.map { .string($0) }
        members["mem_limit"] = resources.memoryBytes.map { .string(String($0)) }
        members["mem_reservation"] = resources.memoryReservation.map { .string(String($0)) }
        members["memswap_limit"] = resources.memorySwap.map { .string(String($0)) }
        members["mem_swappiness"] = resources.memorySwappiness.map { .int(Int64($0)) }
        members["pids_limit"] = resources.processes.map { .int($0) }
        if resources.disablesOOMKiller { members["oom_kill_disable"] = true }
        members["oom_score_adj"] = resources.oomScoreAdjustment.map { .int(Int64($0)) }
    }
}
