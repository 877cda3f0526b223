/// Reads limits: the fields of a service, `deploy.resources`, `ulimits`, devices.
struct ResourceReader {
    private(set) var resources = ComposeResources()
    private(set) var deviceRequests: [ComposeDeviceRequest] = []
    private let service: Field

    init(service: Field) { self.service = service }

    /// Takes a field of the service if it is one of a limit.
    mutating func read(_ key: String, _ field: Field) -> Bool {
        switch key {
        case "cpus": resources.nanoCPUs = Self.cpus(field)
        case "cpu_shares": resources.cpuShares = field.integer(in: 0...262_144)
        case "cpu_quota": resources.cpuQuota = field.integer(in: -1...1_000_000_000)
        case "cpu_period": resources.cpuPeriod = field.integer(in: 0...1_000_000)
        case "cpuset": resources.cpuSet = Self.cpuSet(field)
        case "mem_limit": resources.memoryBytes = field.bytes()
        case "mem_reservation": resources.memoryReservation = field.bytes()
        case "memswap_limit": resources.memorySwap = field.bytes(minimum: -1)
        case "mem_swappiness": resources.memorySwappiness = field.integer(in: 0...100).map { Int($0) }
        case "pids_limit": resources.processes = field.integer(in: -1...4_194_304)
        case "oom_kill_disable": resources.disablesOOMKiller = field.bool() ?? false
        case "oom_score_adj": resources.oomScoreAdjustment = field.integer(in: -1000...1000).map { Int($0) }
        case "gpus": deviceRequests += Self.gpus(field)
        default: return false
        }
        return true
    }

    /// `deploy.resources`
    mutating func readDeploy(_ field: Field) {
        for (key, member) in field.members() where !member.isNull {
            switch key {
            case "limits": readLimits(member)
            case "reservations": readReservations(member)
            default: member.unknown(["limits", "reservations"])
            }
        }
    }

    private mutating func readLimits(_ field: Field) {
        for (key, member) in field.members() where !member.isNull {
            switch key {
            case "cpus": agree(&resources.nanoCPUs, Self.cpus(member), "cpus", member)
            case "memory": agree(&resources.memoryBytes, member.bytes(), "mem_limit", member)
            case "pids": agree(&resources.processes, member.integer(in: -1...4_194_304), "pids_limit", member)
            default: member.unknown(["cpus", "memory", "pids"])
            }
        }
    }

    private mutating func readReservations(_ field: Field) {
        for (key, member) in field.members() where !member.isNull {
            switch key {
            case "memory": agree(&resources.memoryReservation, member.bytes(), "mem_reservation", member)
            case "devices": deviceRequests += member.elements().compactMap(Self.deviceRequest)
            case "cpus":
                _ = Self.cpus(member)
                member.warn("has no effect: only a swarm reserves CPUs; use cpu_shares or limits")
            case "generic_resources": member.refuse("only exists in a swarm: remove it, or use devices")
            default: member.unknown(["cpus", "memory", "devices", "generic_resources"])
            }
        }
    }

    /// A limit may be written in both places, with one value.
    private func agree(_ limit: inout Int64?, _ value: Int64?, _ other: String, _ field: Field) {
        if let limit, let value, limit != value {
            let line = service.member(other)?.position.line ?? 0
            field.fail("differs from \(other) in line \(line): remove one of them")
        }
        limit = value ?? limit
    }

    private static func cpus(_ field: Field) -> Int64? {
        field.number(in: 0...1024).flatMap { $0 == 0 ? nil : Int64(($0 * 1e9).rounded()) }
    }

    /// `0-3,5`
    private static func cpuSet(_ field: Field) -> String? {
        guard let text = field.text() else { return nil }
        let isRight = text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { part in
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { UInt16($0) }
            return ends.count <= 2 && !ends.contains(nil)
        }
        guard isRight else {
            field.fail("\(quoted(text)) is not a list of CPUs such as 0-3,5")
            return nil
        }
        return text
    }

    private static func gpus(_ field: Field) -> [ComposeDeviceRequest] {
        guard field.node.scalar == nil else {
            guard field.choice(["all"]) != nil else { return [] }
            return [ComposeDeviceRequest(count: -1, capabilities: ["gpu"])]
        }
        return field.elements().compactMap { element in
            guard var request = deviceRequest(element, needsCapabilities: false) else { return nil }
            if !request.capabilities.contains("gpu") { request.capabilities.append("gpu") }
            return request
        }
    }

    private static func deviceRequest(_ field: Field) -> ComposeDeviceRequest? {
        deviceRequest(field, needsCapabilities: true)
    }

    private static func deviceRequest(_ field: Field, needsCapabilities: Bool) -> ComposeDeviceRequest? {
        var request = ComposeDeviceRequest()
        for (key, member) in field.members() where !member.isNull {
            switch key {
            case "capabilities": request.capabilities = member.texts()
            case "count":
                request.count =
                    member.node.scalar?.text == "all" ? -1 : member.integer(in: -1...1024).map { Int($0) }
            case "device_ids": request.identifiers = member.texts()
            case "driver": request.driver = member.nonEmptyText()
            case "options": request.options = member.labels()
            default: member.unknown(["capabilities", "count", "device_ids", "driver", "options"])
            }
        }
        if needsCapabilities, request.capabilities.isEmpty {
            field.fail("capabilities is missing: [gpu] for one")
            return nil
        }
        if request.count != nil, !request.identifiers.isEmpty { field.fail("count and device_ids exclude each other") }
        if request.count == nil, request.identifiers.isEmpty { request.count = -1 }
        return request
    }

    static func ulimits(_ field: Field) -> [String: ComposeUlimit] {
        var limits: [String: ComposeUlimit] = [:]
        for (name, member) in field.members() where !member.isNull {
            guard member.node.mapping != nil else {
                limits[name] = member.integer(in: -1...Int64.max).map { ComposeUlimit(soft: $0, hard: $0) }
                continue
            }
            for (key, field) in member.members() where key != "soft" && key != "hard" {
                field.unknown(["soft", "hard"])
            }
            guard let soft = member.member("soft"), let hard = member.member("hard") else {
                member.fail("needs both soft and hard")
                continue
            }
            guard let softLimit = soft.integer(in: -1...Int64.max), let hardLimit = hard.integer(in: -1...Int64.max)
            else { continue }
            if hardLimit >= 0, softLimit < 0 || softLimit > hardLimit { soft.fail("is above hard, \(hardLimit)") }
            limits[name] = ComposeUlimit(soft: softLimit, hard: hardLimit)
        }
        return limits
    }

    /// `devices`: `source[:target[:rwm]]` or a mapping.
    static func devices(_ field: Field) -> [ComposeDevice] {
        let devices = field.elements().compactMap { element -> (Field, ComposeDevice)? in
            device(element).map { (element, $0) }
        }
        return field.keyed(devices, by: \.target) { "\($0.target) is given twice" }
    }

    private static func device(_ field: Field) -> ComposeDevice? {
        var (source, target, permissions): (String?, String?, String?)
        if field.node.mapping != nil {
            for (key, member) in field.members() where !member.isNull {
                switch key {
                case "source": source = member.nonEmptyText()
                case "target": target = member.nonEmptyText()
                case "permissions": permissions = member.nonEmptyText()
                default: member.unknown(["source", "target", "permissions"])
                }
            }
            if field.member("source") == nil { field.fail("source is missing: the device of the host") }
        } else {
            guard let text = field.nonEmptyText() else { return nil }
            let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { String($0) }
            guard parts.count <= 3, !parts.contains("") else {
                field.fail("\(quoted(text)) is not of the form source[:target[:permissions]]")
                return nil
            }
            source = parts[0]
            target = parts.count > 1 ? parts[1] : nil
            permissions = parts.count > 2 ? parts[2] : nil
            if parts.count == 2, !parts[1].hasPrefix("/") { (target, permissions) = (nil, parts[1]) }
        }
        guard let source else { return nil }
        let words = permissions ?? "rwm"
        guard !words.isEmpty, Set(words).count == words.count, words.allSatisfy({ "rwm".contains($0) }) else {
            field.fail("\(quoted(words)) are not permissions of a device: some of r, w, m")
            return nil
        }
        return ComposeDevice(source: source, target: target ?? source, permissions: words)
    }
}
