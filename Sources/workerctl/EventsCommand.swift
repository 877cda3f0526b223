import ArgumentParser
import EventLoop
import IPC
import JSON
import NodeProtocol

struct EventsCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Shows what has happened on the node, and with -f what happens from now on.",
        discussion: """
            That is the starts of all daemons, the newest 50 of each, from the status cache; and as far as apid keeps it, what \
            became of daemons, services and the conductor. With --json each line is an object.
            """)

    @OptionGroup var options: NodeOptions

    @Flag(name: [.customShort("f"), .long], help: "Go on until interrupted.")
    var follow = false

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        if follow {
            // A node that does not run is told at once, instead of waited for.
            _ = try await session.supervisor(SupervisorMethods.Status.self)
        }
        var starts: [SubsystemStart] = []
        for subsystem in Subsystem.allCases { starts += try await session.node.starts(of: subsystem) }
        var lines = try starts.sorted { $0.monotonicSeconds < $1.monotonicSeconds }.map { start in
            Line(at: start.startedAt, text: options.json ? try JSON(encoding: start).text : Self.line(start))
        }[...]
        for event in try await pastEvents(session) {
            // Starts stay in their order, and so do events, whatever became of the clock.
            while let start = lines.first, start.at <= event.at {
                session.output.print(start.text)
                lines.removeFirst()
            }
            session.output.print(event.text)
        }
        for start in lines { session.output.print(start.text) }
        if follow { try await printChanges(session) }
        return .done
    }

    private struct Line {
        let at: String
        let text: String
    }

    /// The oldest first; none where apid does not answer, which is said.
    private func pastEvents(_ session: NodeSession) async throws -> [Line] {
        let events: [PastEvent]
        do {
            events = try await session.node.pastEvents()
        } catch let failure as CommandFailure {
            session.output.complain("workerctl: only starts are shown: \(failure.message)")
            return []
        }
        return events.reversed().compactMap { event in
            guard let occurrence = NodeOccurrence(event) else { return nil }
            guard options.json else { return Line(at: event.at, text: Self.line(occurrence, at: event.at)) }
            var members = occurrence.json.object ?? [:]
            members["at"] = .string(event.at)
            return Line(at: event.at, text: JSON.object(members).text)
        }
    }

    /// Returns when nobody reads any more.
    @LoopActor
    private func printChanges(_ session: NodeSession) async throws {
        var isRead = true
        var isCutOff = false
        try await session.node.follow(
            onConnection: { failure in
                if let failure, !isCutOff { session.output.complain("workerctl: \(failure)") }
                if failure == nil, isCutOff { session.output.complain("workerctl: the node is heard again") }
                isCutOff = failure != nil
            },
            { occurrence in
                let text = options.json ? occurrence.json.text : Self.line(occurrence, at: Timestamp.now())
                if !session.output.print(text) { isRead = false }
            })
        while isRead { try await LoopActor.sleep(for: .milliseconds(200)) }
    }

    private static func line(_ start: SubsystemStart) -> String {
        let exit = start.previousExit.map { ", after \($0.report.words)" } ?? ""
        let words = "started, generation \(start.generation), pid \(start.pid)\(exit)"
        return "\(start.startedAt)  \(padded(start.name))  \(Table.printable(words))"
    }

    private static func line(_ occurrence: NodeOccurrence, at time: String) -> String {
        switch occurrence {
        case .subsystem(let json):
            return (try? json.decode(SubsystemStatus.self)).map { line($0) } ?? Table.printable(json.text)
        case .service(let json):
            let service = try? json.decode(ServiceStatus.self)
            let words = service.map(ServicesCommand.words) ?? json["status"]?.string ?? json.text
            let name = json["service"]?.string ?? "a service"
            return Table.printable("\(time)  service     \(name): \(words)")
        case .conductor(let json):
            let words = [json["status"]?.string, json["reason"]?.string].compactMap(\.self).joined(separator: ": ")
            return Table.printable("\(time)  conductor   \(words)")
        case .gap: return "\(time)  node        what happened in between is not known"
        }
    }

    private static func line(_ status: SubsystemStatus) -> String {
        var words = [status.reason.map { "\(status.state.rawValue): \($0)" } ?? status.state.rawValue]
        words.append("generation \(status.generation)")
        if let pid = status.pid { words.append("pid \(pid)") }
        if status.state != .ready, let exit = status.lastExit { words.append("after \(exit.words)") }
        return "\(status.since)  \(padded(status.name))  \(Table.printable(words.joined(separator: ", ")))"
    }

    private static func padded(_ name: Subsystem) -> String {
        name.rawValue + String(repeating: " ", count: max(0, 10 - name.rawValue.count))
    }
}
