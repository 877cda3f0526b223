import JSON
import NodeProtocol

/// One daemon: what the supervisor says of it, and the starts that it has put into the status cache itself.
struct SubsystemReport {
    let status: SubsystemStatus
    /// Newest first.
    let history: [SubsystemStart]

    /// As `GET /subsystems/:name` has it.
    var json: JSON {
        get throws { ["subsystem": try JSON(encoding: status), "history": try JSON(encoding: history)] }
    }

    func text(_ paint: Paint) -> String {
        ([SubsystemFacts(status: status).text(paint)] + lastWords + ["", historyTable]).joined(separator: "\n")
    }

    /// What the last process wrote before it ended by itself.
    private var lastWords: [String] {
        guard let exit = status.lastExit, !exit.requested, !exit.stderr.isEmpty else { return [] }
        return ["last lines before that exit:"] + exit.stderr.map { "  " + Table.printable($0) }
    }

    private var historyTable: String {
        guard !history.isEmpty else { return "no start is in the status cache" }
        var table = Table("STARTED", "GENERATION", "PID", "PREVIOUS EXIT", "ASKED FOR", "UPTIME", "EXIT AT")
        for start in history {
            let exit = start.previousExit?.report
            table.add(
                start.startedAt, String(start.generation), String(start.pid), exit?.words ?? "-",
                exit.map { $0.requested ? "yes" : "no" } ?? "-",
                exit.map { Quantity.time(seconds: $0.uptimeSeconds) } ?? "-",
                exit?.at ?? "-")
        }
        return table.text
    }
}
