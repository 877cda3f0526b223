import ComposeFile
import DockerEngine
import JSON
import NodeProtocol

extension ConfigField {
    /// A list of words, or one text taken apart as a shell would.
    func commandLine() throws(ServiceError) -> [String] {
        if value.array != nil {
            var words: [String] = []
            for element in try elements() { words.append(try element.text()) }
            return words
        }
        guard let words = ShellWords.split(try text()) else { throw fail("a quote is not closed") }
        return words
    }

    func labels() throws(ServiceError) -> [String: String] {
        Dictionary(try assignments().map { ($0.name, $0.value ?? "") }) { $1 }
    }

    func networkChoice() throws(ServiceError) -> NetworkChoice {
        let name = try nonEmptyText()
        switch name {
        case "bridge", "default": return .standard
        case "host", "none": return .mode(name)
        case _ where name.hasPrefix("container:"): return .mode(name)
        default: return .named([NetworkAttachment(try networkName(name))])
        }
    }

    /// A list of names, or compose's object whose members are names; options of a network are not supported.
    func networkNames() throws(ServiceError) -> [String] {
        var names: [String] = []
        if value.array != nil {
            for element in try elements() { names.append(try element.networkName(try element.text())) }
        } else {
            for (name, field) in try members() {
                guard field.value.isNull || field.value == [:] else {
                    throw field.fail("options of a network are not supported by this version")
                }
                names.append(try networkName(name))
            }
        }
        guard !names.isEmpty else { throw fail("is empty") }
        return names
    }

    private func networkName(_ name: String) throws(ServiceError) -> String {
        guard (try? ServiceName(name)) != nil else { throw fail("\(String(reflecting: name)) is not a network's name") }
        return name
    }

    func updateOrder() throws(ServiceError) -> UpdateOrder {
        let text = try text()
        guard let order = UpdateOrder(rawValue: text) else {
            throw fail("\(String(reflecting: text)) is none of stop-first, start-first")
        }
        return order
    }

    /// What becomes of an update that fails, of compose's words for it.
    func rollsBack() throws(ServiceError) -> Bool {
        let text = try text()
        switch text {
        case "rollback": return true
        case "pause", "continue": return false
        default: throw fail("\(String(reflecting: text)) is none of rollback, pause, continue")
        }
    }

    func restartPolicy() throws(ServiceError) -> RestartPolicy {
        let text = try text()
        switch text {
        case "no", "false": return .no
        case "always": return .always
        case "unless-stopped": return .unlessStopped
        case "on-failure": return .onFailure(maximum: 0)
        case _ where text.hasPrefix("on-failure:"):
            guard let maximum = Int(text.dropFirst("on-failure:".count)), (0...1_000_000).contains(maximum) else {
                throw fail("expected on-failure:<number>")
            }
            return .onFailure(maximum: maximum)
        default: throw fail("\(String(reflecting: text)) is none of no, always, unless-stopped, on-failure[:n]")
        }
    }

    func healthCheck() throws(ServiceError) -> HealthCheck {
        if try member("disable").map({ field throws(ServiceError) in try field.bool() }) == true {
            return HealthCheck(test: ["NONE"])
        }
        var check = HealthCheck(test: [])
        for (name, field) in try members() where !field.value.isNull {
            switch name {
            case "test": check.test = try field.healthTest()
            case "interval": check.interval = try field.timeSpan()
            case "timeout": check.timeout = try field.timeSpan()
            case "start_period": check.startPeriod = try field.timeSpan()
            case "retries": check.retries = Int(try field.integer(in: 1...1000))
            case "disable": break
            default: throw field.fail("is not known here")
            }
        }
        return check
    }

    private func healthTest() throws(ServiceError) -> [String] {
        guard value.array != nil else { return ["CMD-SHELL", try nonEmptyText()] }
        let words = try texts()
        switch words.first {
        case "NONE" where words.count == 1: return words
        case "CMD" where words.count > 1, "CMD-SHELL" where words.count == 2: return words
        default: throw fail("expected a text, or a list that begins with CMD, CMD-SHELL or NONE")
        }
    }

    func graceSeconds() throws(ServiceError) -> Int {
        if let seconds = value.int {
            guard (0...3600).contains(seconds) else { throw fail("\(seconds) is not in 0 to 3600 seconds") }
            return seconds
        }
        let seconds = try timeSpan() / 1_000_000_000
        guard seconds <= 3600 else { throw fail("is longer than an hour") }
        return Int(seconds)
    }

    func temporaryFileSystems() throws(ServiceError) -> [String: String] {
        var systems: [String: String] = [:]
        for text in try textOrTexts() {
            let parts = text.split(separator: ":", maxSplits: 1).map { String($0) }
            guard let path = parts.first, path.hasPrefix("/") else {
                throw fail("\(String(reflecting: text)) is not an absolute path")
            }
            systems[path] = parts.count == 2 ? parts[1] : ""
        }
        return systems
    }

    func credentials() throws(ServiceError) -> RegistryCredentials {
        for (name, field) in try members() where !["username", "password", "serveraddress"].contains(name) {
            throw field.fail("is not known here")
        }
        guard let user = member("username"), let password = member("password") else {
            throw fail("username and password are needed")
        }
        return RegistryCredentials(
            user: try user.text(), password: try password.text(),
            server: try member("serveraddress").map { field throws(ServiceError) in try field.text() } ?? "")
    }

    func pullPolicy() throws(ServiceError) -> PullPolicy {
        let text = try text()
        if text == "if_not_present" { return .missing }
        guard let policy = PullPolicy(rawValue: text) else {
            throw fail("\(String(reflecting: text)) is none of missing, if_not_present, always, if_newer, never")
        }
        return policy
    }
}
