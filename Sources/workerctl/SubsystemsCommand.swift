import ArgumentParser
import EventLoop
import JSON
import NodeProtocol

struct SubsystemsCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "subsystems", abstract: "Shows the daemons as the supervisor sees them, or one with its history.",
        discussion: "Exit status 1 when one of them, or the one, is not ready.")

    @OptionGroup var options: NodeOptions

    @Argument(
        help: "probed, heartbeatd, deployd or apid; all of them when left out.",
        completion: .list(Subsystem.allCases.map(\.rawValue)))
    var name: String?

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        let answer = try await session.supervisor(SupervisorMethods.Status.self)
        if let name { return try await show(try Self.subsystem(name, in: answer), session) }
        if options.json {
            session.output.print(try JSON(encoding: answer))
        } else {
            session.output.print(Self.table(of: answer.subsystems))
        }
        return answer.subsystems.allSatisfy { $0.state == .ready } ? .done : .failed
    }

    private static func subsystem(
        _ name: String, in answer: SupervisorMethods.Status.Answer
    ) throws -> SubsystemStatus {
        guard let status = answer.subsystems.first(where: { $0.name.rawValue == name }) else {
            let known = Subsystem.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(status: .failed, message: "there is no subsystem \"\(name)\"; there are \(known)")
        }
        return status
    }

    @LoopActor
    private func show(_ status: SubsystemStatus, _ session: NodeSession) async throws -> ExitStatus {
        let report = SubsystemReport(status: status, history: try await session.node.starts(of: status.name))
        session.output.print(options.json ? try report.json.prettyText : report.text(session.output.paint))
        return status.state == .ready ? .done : .failed
    }

    static func table(of subsystems: [SubsystemStatus]) -> Table {
        var table = Table("SUBSYSTEM", "STATE", "PID", "UPTIME", "RESTARTS", "MEMORY", "LAST EXIT")
        for subsystem in subsystems {
            table.add(
                subsystem.name.rawValue,
                [subsystem.state.rawValue, subsystem.reason.map(short)].compactMap(\.self).joined(separator: ": "),
                subsystem.pid.map(String.init) ?? "-",
                subsystem.uptimeSeconds.map(Quantity.time) ?? "-", String(subsystem.restarts),
                subsystem.memoryBytes.map(Quantity.bytes) ?? "-", subsystem.lastExit.map(\.words) ?? "-")
        }
        return table
    }

    /// A reason may be a daemon's own message; all of it is told of the one that is asked for.
    private static func short(_ reason: String) -> String { reason.count > 60 ? reason.prefix(59) + "…" : reason }
}

extension ExitReport {
    /// In few words, for a table.
    var words: String {
        switch cause {
        case .exited: code.map { "exit \($0)" } ?? "ended"
        case .signalled: signalName ?? "signal \(signal ?? 0)"
        case .outOfMemory: "out of memory"
        case .watchdog: "watchdog"
        case .startFailed: "could not start"
        case .startTimeout: "not ready in time"
        }
    }
}
