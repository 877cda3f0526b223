import JSON

extension ComposePort {
    var resolved: JSON {
        var members: [String: JSON] = [
            "mode": .string(mode), "protocol": .string(transport.rawValue), "target": .int(Int64(target)),
        ]
        members["published"] = published.map { .string(String($0)) }
        if !hostAddress.isEmpty { members["host_ip"] = .string(hostAddress) }
        members["name"] = name.map { .string($0.escapingDollars) }
        members["app_protocol"] = applicationProtocol.map { .string($0.escapingDollars) }
        return .object(members)
    }
}

extension ComposeEndpoint {
    /// Null for an endpoint with nothing special.
    var resolved: JSON {
        var members: [String: JSON] = [:]
        members["aliases"] = JSON(list: aliases)
        members["ipv4_address"] = ipv4Address.map { .string($0) }
        members["ipv6_address"] = ipv6Address.map { .string($0) }
        members["link_local_ips"] = JSON(list: linkLocalAddresses)
        members["mac_address"] = macAddress.map { .string($0) }
        members["driver_opts"] = JSON(texts: driverOptions)
        members["priority"] = priority.map { .int(Int64($0)) }
        members["gw_priority"] = gatewayPriority.map { .int(Int64($0)) }
        return members.isEmpty ? .null : .object(members)
    }
}

extension ComposeHealthCheck {
    var resolved: JSON {
        if isDisabled { return ["disable": true] }
        var members: [String: JSON] = [:]
        members["test"] = test.map { .array($0.map { .string($0.escapingDollars) }) }
        members["interval"] = interval.map { .string(TimeSpan.text($0)) }
        members["timeout"] = timeout.map { .string(TimeSpan.text($0)) }
        members["start_period"] = startPeriod.map { .string(TimeSpan.text($0)) }
        members["start_interval"] = startInterval.map { .string(TimeSpan.text($0)) }
        members["retries"] = retries.map { .int(Int64($0)) }
        return .object(members)
    }
}

extension ComposeMount {
    var resolved: JSON {
        var members: [String: JSON] = ["target": .string(target.escapingDollars)]
        if isReadOnly { members["read_only"] = true }
        var options: [String: JSON] = [:]
        let type: String
        switch kind {
        case .bind(let source, let bind):
            type = "bind"
            members["source"] = .string(source.escapingDollars)
            options["create_host_path"] = .bool(bind.createsHostPath)
            options["propagation"] = bind.propagation.map { .string($0) }
            options["selinux"] = bind.selinux.map { .string($0) }
        case .volume(let source, let volume):
            type = "volume"
            members["source"] = source.map { .string($0) }
            if volume.isNotCopied { options["nocopy"] = true }
            options["labels"] = JSON(texts: volume.labels)
        case .tmpfs(let tmpfs):
            type = "tmpfs"
            options["size"] = tmpfs.size.map { .string(String($0)) }
            options["mode"] = tmpfs.mode.map(FileMode.json)
        }
        members["type"] = .string(type)
        if !options.isEmpty { members[type] = .object(options) }
        return .object(members)
    }
}

extension FileMode {
    /// `"0440"`: octal with quotes too, and for every reader the same.
    static func json(_ mode: Int) -> JSON { .string("0" + String(mode, radix: 8)) }
}

extension ComposeContentMount {
    var resolved: JSON {
        var members: [String: JSON] = ["source": .string(source), "target": .string(target.escapingDollars)]
        members["uid"] = userID.map { .string(String($0)) }
        members["gid"] = groupID.map { .string(String($0)) }
        members["mode"] = mode.map(FileMode.json)
        return .object(members)
    }
}

extension ComposeDeviceRequest {
    var resolved: JSON {
        var members: [String: JSON] = [:]
        members["driver"] = driver.map { .string($0.escapingDollars) }
        members["count"] = count.map { $0 == -1 ? "all" : .int(Int64($0)) }
        members["device_ids"] = JSON(list: identifiers)
        members["capabilities"] = JSON(list: capabilities)
        members["options"] = JSON(texts: options)
        return .object(members)
    }
}
