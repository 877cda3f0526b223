import JSON
import NodeProtocol

/// The lines of one frame. Pure.
enum TopFrame {
    /// - Parameters:
    ///   - columns: Longer lines are cut off.
    ///   - rows: Of what does not fit, the number is told.
    static func lines(_ model: TopModel, columns: Int, rows: Int, _ paint: Paint) -> [String] {
        guard let look = model.look else {
            return fit([model.failure ?? "asking the node …"], columns, rows)
        }
        var head = [header(look, paint)]
        if let failure = model.failure { head.append(paint(.bad, Table.printable(failure))) }
        var report = NodeReport(supervisor: look.supervisor)
        report.conductor = look.conductor
        head.append("conductor  " + Table.printable(report.conductorWords))
        if let resources = look.resources { head.append("resources  " + bars(resources, columns)) }
        head.append("")
        head += subsystems(look, model.cpu).text(paint).split(separator: "\n").map(String.init)
        head.append("")
        let services = look.services ?? []
        guard !services.isEmpty else {
            head.append(look.services == nil ? "deployd does not tell of services" : "no services")
            return fit(head, columns, rows)
        }
        let table = self.services(services, model.statistics).text(paint).split(separator: "\n").map(String.init)
        let room = max(2, rows == .max ? .max : rows - head.count)
        guard table.count > room else { return fit(head + table, columns, rows) }
        return fit(head + table.prefix(room - 1) + ["… \(table.count - room + 1) more"], columns, rows)
    }

    private static func header(_ look: TopLook, _ paint: Paint) -> String {
        let running = look.services.map { services in
            "\(services.count { $0.running }) of \(services.count) services run"
        }
        let parts = [
            "aerekos worker \(look.supervisor.version)", "up \(Quantity.time(seconds: look.supervisor.uptimeSeconds))",
            running,
            String(look.time.prefix(19)) + "Z",
        ]
        return paint(.bold, parts.compactMap(\.self).joined(separator: "   "))
    }

    private static func bars(_ resources: JSON, _ columns: Int) -> String {
        let width = columns < 100 ? 8 : 16
        let parts = ["cpu", "ram", "disk"].map { part -> String in
            let percent = resources[part]?["usagePercent"]?.double
            let filled = Int((min(max(percent ?? 0, 0), 100) / 100 * Double(width)).rounded())
            let bar = String(repeating: "|", count: filled) + String(repeating: " ", count: width - filled)
            return "\(part) [\(bar)] \(percent.map { Quantity.decimal($0) + " %" } ?? "-")"
        }
        let rates = ["rx_bytes_per_sec", "tx_bytes_per_sec"].map { key in
            resources["network"]?[key]?.double.flatMap { Int64(exactly: $0.rounded()) }.map {
                Quantity.bytes($0) + "/s"
            } ?? "-"
        }
        return (parts + ["in \(rates[0])", "out \(rates[1])"]).joined(separator: "  ")
    }

    private static func subsystems(_ look: TopLook, _ cpu: [Subsystem: Double]) -> Table {
        var table = Table("SUBSYSTEM", "STATE", "PID", "CPU", "MEMORY", "RESTARTS", "UPTIME", "LAST EXIT")
        for status in look.supervisor.subsystems {
            table.add(
                status.name.rawValue,
                [status.state.rawValue, status.reason].compactMap(\.self).joined(separator: ": "),
                status.pid.map(String.init) ?? "-", cpu[status.name].map { Quantity.decimal($0) + " %" } ?? "-",
                status.memoryBytes.map(Quantity.bytes) ?? "-", String(status.restarts),
                status.uptimeSeconds.map(Quantity.time) ?? "-", status.lastExit.map(\.words) ?? "-")
        }
        return table
    }

    private static func services(_ services: [ServiceStatus], _ statistics: [ServiceStatistics]) -> Table {
        var table = Table("SERVICE", "STATUS", "CPU", "MEMORY", "RESTARTS", "IMAGE")
        for service in services {
            let sample = service.running ? statistics.first { $0.service == service.service } : nil
            table.add(
                service.service, ServicesCommand.shortWords(for: service),
                sample?.cpuPercent.map { Quantity.decimal($0) + " %" } ?? "-",
                sample.map { Quantity.bytes($0.memoryBytes) } ?? "-", String(service.restartCount), service.image)
        }
        return table
    }

    private static func fit(_ lines: [String], _ columns: Int, _ rows: Int) -> [String] {
        lines.prefix(rows).map { cut($0, columns) }
    }

    /// The first `columns` characters; sequences of ECMA-48, which take no room, do not count.
    static func cut(_ line: String, _ columns: Int) -> String {
        guard line.count > columns else { return line }
        var result = ""
        var count = 0
        var isSequence = false
        for character in line {
            if character == "\u{1B}" { isSequence = true }
            if !isSequence {
                guard count < columns else { continue }
                count += 1
            }
            result.append(character)
            if isSequence, character.isLetter { isSequence = false }
        }
        return result
    }
}
