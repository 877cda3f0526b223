import EventLoop
import IPC
import Logging
import NodeProtocol

/// Why settings that were read again are not used: a line for each mistake.
package struct UnusableSettings: Error {
    package let mistakes: [String]
    package init(mistakes: [String]) { self.mistakes = mistakes }
}

/// Using other settings while the node runs.
extension Supervisor {
    /// Reads the settings again (``rereadSettings``) and uses them: a daemon whose own have changed is restarted in
    /// order, one that waits for its next start is started at once, the others notice nothing. Whatever is wrong with
    /// the new settings leaves everything as it is.
    package func reload() throws(RPCError) -> SupervisorMethods.Reload.Answer {
        guard isRunning, let rereadSettings else { throw .conflict("the node is starting or stopping") }
        let before = settings
        do {
            let (new, newLogger) = try rereadSettings()
            try refuseChangeOfDirectories(from: before, to: new)
            try sockets.move(to: new.bindAddress, port: new.port)
            settings = new
            settings.kept = before.kept
            logger = newLogger
        } catch let error as UnusableSettings {
            throw refusal(error.mistakes)
        } catch {
            throw refusal(["\(error)"])
        }
        let changed = settings.keysThatDiffer(from: before)
        let restarted = Subsystem.allCases.filter(apply)
        logger.notice(
            "the settings were read again",
            metadata: [
                "changed": "\(changed.joined(separator: " "))",
                "restarted": "\(restarted.map(\.rawValue).joined(separator: " "))",
            ])
        save()
        return SupervisorMethods.Reload.Answer(changed: changed, restarted: restarted)
    }

    /// Whether the daemon is started or restarted for it.
    private func apply(to subsystem: Subsystem) -> Bool {
        guard let supervised = subsystems[subsystem] else { return false }
        supervised.logger = logger
        supervised.follow(settings.policy(of: subsystem))
        if supervised.pid == nil {
            guard !supervised.isStopped else { return false }
            supervised.start()
            return true
        }
        guard !isAsWouldBeStarted(subsystem, supervised.fingerprint) else { return false }
        supervised.restart()
        return true
    }

    private func refuseChangeOfDirectories(
        from old: SupervisorSettings, to new: SupervisorSettings
    ) throws(UnusableSettings) {
        let mistakes = ["RUNTIME_DIR", "STATE_DIR"].filter { old.settings($0) != new.settings($0) }.map {
            "\($0) is another: the node has to be stopped and started for that"
        }
        guard mistakes.isEmpty else { throw UnusableSettings(mistakes: mistakes) }
    }

    private func refusal(_ mistakes: [String]) -> RPCError {
        let text = mistakes.joined(separator: "\n")
        logger.error(
            "the new settings are not used and everything stays as it is", metadata: ["error.message": "\(text)"])
        return .conflict(text)
    }
}
