import ArgumentParser
import Doctor
import EventLoop
import JSON
import NodeProtocol

struct StatusCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Shows how the node is.",
        discussion: """
            Exit status 1 when a daemon is not ready or does not answer, or the conductor or the container engine is not \
            reached. Services that are not well are named, but do not count: see workerctl doctor.
            """)

    @OptionGroup var options: NodeOptions

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        let supervisor = try await session.supervisor(SupervisorMethods.Status.self)
        var report = NodeReport(supervisor: supervisor)
        report.conductor = await ask(.heartbeatd, &report, session) {
            let answer = try await session.call(.heartbeatd, Status.self)
            return answer["conductor"] ?? answer
        }
        report.services = await ask(.deployd, &report, session) {
            try await session.call(.deployd, ServiceMethods.List.self)
        }
        let deployd = await ask(.deployd, &report, session) {
            let answer = try await session.call(.deployd, Status.self)
            let undelivered = try answer["undelivered"]?.decode(UndeliveredStatuses.self)
            return (engine: answer["engine"], undelivered: undelivered ?? UndeliveredStatuses())
        }
        report.engine = deployd?.engine
        report.undelivered = deployd?.undelivered
        report.resources = await ask(.probed, &report, session) {
            try await session.call(.probed, ResourceMethods.Latest.self)
        }
        if options.json {
            session.output.print(try report.json)
        } else {
            session.output.print(report.text(session.output.paint))
        }
        return report.isWell ? .done : .failed
    }

    /// Nil, and the reason in the report, from a daemon that is not ready or does not answer.
    @LoopActor
    private func ask<Answer>(
        _ subsystem: Subsystem, _ report: inout NodeReport, _ session: NodeSession,
        _ body: @LoopActor () async throws -> Answer
    ) async -> Answer? {
        let state = report.supervisor.subsystems.first { $0.name == subsystem }?.state
        guard state == .ready else {
            report.silent[subsystem] = "it is \(state?.rawValue ?? "unknown to the supervisor")"
            return nil
        }
        do {
            return try await body()
        } catch {
            report.silent[subsystem] = (error as? CommandFailure)?.message ?? "\(error)"
            return nil
        }
    }
}

/// What the programs of a node say, put together.
struct NodeReport {
    let supervisor: SupervisorMethods.Status.Answer
    /// heartbeatd's own words.
    var conductor: JSON?
    var services: [ServiceStatus]?
    /// What deployd says of the container engine.
    var engine: JSON?
    var resources: JSON?
    var undelivered: UndeliveredStatuses?
    /// Who did not answer, and why.
    var silent: [Subsystem: String] = [:]

    init(supervisor: SupervisorMethods.Status.Answer) { self.supervisor = supervisor }

    var isWell: Bool {
        silent.isEmpty && supervisor.subsystems.allSatisfy { $0.state == .ready }
            && conductor?["registered"]?.bool == true && (conductor?["consecutive_failures"]?.int ?? 0) == 0
            && engine?["connected"]?.bool != false
    }

    var json: JSON {
        get throws {
            let undelivered = try undelivered.map { try JSON(encoding: $0) } ?? .null
            let silent = Dictionary(uniqueKeysWithValues: silent.map { ($0.rawValue, JSON.string($1)) })
            return [
                "supervisor": try JSON(encoding: supervisor), "conductor": conductor ?? .null,
                "engine": engine ?? .null,
                "services": try services.map { try JSON(encoding: $0) } ?? .null, "resources": resources ?? .null,
                "silent": .object(silent), "undelivered": undelivered, "well": .bool(isWell),
            ]
        }
    }

    func text(_ paint: Paint) -> String {
        var lines = [
            "node        version \(supervisor.version), up \(Quantity.time(seconds: supervisor.uptimeSeconds))"
        ]
        lines.append("conductor   " + conductorWords)
        if let engine { lines.append("engine      " + Self.words(of: engine)) }
        if let resources {
            let uses = ["cpu", "ram", "disk"].map { "\($0) \(ResourcesCommand.percent(resources[$0]))" }
            lines.append("resources   " + uses.joined(separator: ", "))
        }
        if let services {
            let running = services.count { $0.running }
            let finding = NodeChecks.services(services)
            let ill = finding.verdict == .problem ? "; " + Table.printable(finding.evidence) : ""
            lines.append("services    \(running) of \(services.count) running\(ill)")
        }
        if let undelivered, undelivered != UndeliveredStatuses() {
            lines.append("outbox      " + Self.words(undelivered))
        }
        for (subsystem, reason) in silent.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            lines.append("no answer   \(subsystem.rawValue): \(reason)")
        }
        return lines.joined(separator: "\n") + "\n\n" + SubsystemsCommand.table(of: supervisor.subsystems).text(paint)
    }

    private static func words(of engine: JSON) -> String {
        guard engine["connected"]?.bool == true else {
            let words = [engine["state"]?.string ?? "not connected", engine["reason"]?.string].compactMap(\.self)
            return Table.printable(words.joined(separator: ": "))
        }
        let version = engine["version"]?.string.map { ", version " + $0 } ?? ""
        return Table.printable((engine["state"]?.string ?? "available") + version)
    }

    private static func words(_ undelivered: UndeliveredStatuses) -> String {
        var parts = ["\(undelivered.waiting) final statuses wait for the conductor"]
        if undelivered.dropped > 0 { parts.append("\(undelivered.dropped) older ones were dropped") }
        if let last = undelivered.refused.last {
            parts.append(
                "\(undelivered.refused.count) are refused by it, the last of \(Table.printable(last.service)): "
                    + Table.printable(last.message))
        }
        return parts.joined(separator: "; ")
    }

    var conductorWords: String {
        guard let conductor else { return "unknown" }
        let url = conductor["conductor_url"]?.string ?? ""
        let state = conductor["registered"]?.bool == true ? "registered" : "not registered"
        let id = conductor["worker_id"]?.string.map { " as \($0)" } ?? ""
        let reason = conductor["reason"]?.string.map { ", \($0)" } ?? ""
        return (url.isEmpty ? "" : url + ", ") + state + id + reason
    }
}
