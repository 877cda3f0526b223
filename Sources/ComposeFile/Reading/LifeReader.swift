/// Reads what a service's life is made of: health, dependencies, restarts, logs.
struct LifeReader {
    let field: Field

    private static let healthMembers = [
        "disable", "interval", "retries", "test", "timeout", "start_period", "start_interval",
    ]

    func healthCheck() -> ComposeHealthCheck? {
        var health = ComposeHealthCheck()
        var isDisabled = false
        for (key, member) in field.members() where !member.isNull {
            switch key {
            case "disable": isDisabled = member.bool() ?? false
            case "test": health.test = test(member)
            case "interval": health.interval = member.duration()
            case "timeout": health.timeout = member.duration()
            case "start_period": health.startPeriod = member.duration()
            case "start_interval": health.startInterval = member.duration()
            case "retries": health.retries = member.integer(in: 0...1_000_000).map { Int($0) }
            default: member.unknown(Self.healthMembers)
            }
        }
        guard isDisabled else { return health }
        if let test = field.member("test"), health.test != ["NONE"], health.test != [] {
            test.fail("not together with disable: true")
        }
        return ComposeHealthCheck(test: ["NONE"])
    }

    private func test(_ field: Field) -> [String]? {
        if field.node.sequence == nil {
            return field.text().map { $0.isEmpty ? [] : ["CMD-SHELL", $0] }
        }
        guard let words = field.commandLine(), let first = words.first else { return [] }
        switch first {
        case "NONE":
            if words.count > 1 { field.fail("nothing comes after NONE") }
        case "CMD", "CMD-SHELL":
            if words.count == 1 { field.fail("the command after \(first) is missing") }
            if first == "CMD-SHELL", words.count > 2 {
                field.fail("CMD-SHELL takes one text; write the arguments into it, or use CMD")
            }
        default: field.fail("begins with \(quoted(first)): a list begins with CMD, CMD-SHELL or NONE")
        }
        return words
    }

    /// `depends_on`: a list of names, or a mapping.
    func dependencies() -> [String: ComposeDependency] {
        if field.node.mapping == nil {
            return Dictionary(field.texts().map { ($0, ComposeDependency()) }) { $1 }
        }
        var dependencies: [String: ComposeDependency] = [:]
        for (name, field) in field.members(skipsExtensions: false) {
            var dependency = ComposeDependency()
            for (key, member) in field.members() where !member.isNull {
                switch key {
                case "condition":
                    let choice = member.choice(ComposeDependency.Condition.allCases.map(\.rawValue))
                    dependency.condition = choice.flatMap(ComposeDependency.Condition.init) ?? .started
                case "restart": dependency.restarts = member.bool() ?? false
                case "required": dependency.isRequired = member.bool() ?? true
                default: member.unknown(["condition", "restart", "required"])
                }
            }
            dependencies[name] = dependency
        }
        return dependencies
    }

    /// `restart`
    func restart() -> ComposeRestart? {
        if case .bool(let value) = field.node.scalar?.value {
            field.fail("\(value) is a boolean: write \"no\", always, on-failure or unless-stopped")
            return nil
        }
        guard let text = field.text() else { return nil }
        switch text {
        case "no": return .no
        case "always": return .always
        case "unless-stopped": return .unlessStopped
        case "on-failure": return .onFailure(maximum: nil)
        default: break
        }
        if text.hasPrefix("on-failure:"), let maximum = Int(text.dropFirst(11)), (0...1_000_000).contains(maximum) {
            return .onFailure(maximum: maximum == 0 ? nil : maximum)
        }
        field.fail("\(quoted(text)) is none of no, always, on-failure, on-failure:NUMBER, unless-stopped")
        return nil
    }

    /// `deploy.restart_policy`
    func restartPolicy() -> ComposeRestart? {
        var condition: String?
        var maximum: Int?
        for (key, member) in field.members() where !member.isNull {
            switch key {
            case "condition": condition = member.choice(["none", "on-failure", "any"])
            case "max_attempts": maximum = member.integer(in: 0...1_000_000).map { Int($0) }
            case "delay", "window":
                _ = member.duration()
                member.warn("has no effect: the node waits longer after each failure")
            default: member.unknown(["condition", "delay", "max_attempts", "window"])
            }
        }
        switch condition {
        case "none": return .no
        case "on-failure": return .onFailure(maximum: maximum == 0 ? nil : maximum)
        default:
            if maximum != nil { field.member("max_attempts")?.warn("has no effect without condition: on-failure") }
            return .always
        }
    }

    /// `deploy.update_config`
    func update() -> ComposeUpdate {
        var update = ComposeUpdate()
        for (key, member) in field.members() where !member.isNull {
            switch key {
            case "order":
                update.order = member.choice(ComposeUpdate.Order.allCases.map(\.rawValue)).flatMap(
                    ComposeUpdate.Order.init)
            case "failure_action":
                let choice = member.choice(ComposeUpdate.FailureAction.allCases.map(\.rawValue))
                update.failureAction = choice.flatMap(ComposeUpdate.FailureAction.init)
            case "monitor": update.monitor = member.duration()
            case "parallelism", "delay", "max_failure_ratio": member.warn("has no effect: a service has one container")
            default:
                member.unknown(["delay", "failure_action", "max_failure_ratio", "monitor", "order", "parallelism"])
            }
        }
        return update
    }

    func logging() -> ComposeLogging {
        var logging = ComposeLogging()
        for (key, member) in field.members() where !member.isNull {
            switch key {
            case "driver": logging.driver = member.nonEmptyText()
            case "options": logging.options = member.options()
            default: member.unknown(["driver", "options"])
            }
        }
        return logging
    }

    /// `pull_policy`
    func pullPolicy() -> ComposePullPolicy? {
        guard let text = field.text() else { return nil }
        if text == "if_not_present" { return .missing }
        if let policy = ComposePullPolicy(rawValue: text) { return policy }
        switch text {
        case "build": field.refuse("build: images are not built on this node; use always, missing, never or if_newer")
        case "daily", "weekly", "refresh": field.refuse("\(text) is not carried out: use always or if_newer")
        case _ where text.hasPrefix("every_"): field.refuse("\(text) is not carried out: use always or if_newer")
        default: _ = field.choice(ComposePullPolicy.allCases.map(\.rawValue))
        }
        return nil
    }
}
