import ArgumentParser
import EventLoop
import JSON
import NodeProtocol

struct ResourcesCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "resources", abstract: "Shows the newest resource report, and with --watch each new one.",
        discussion: """
            A report is made every RESOURCE_CHECK_INTERVAL. With --watch and --json each line is a report.

            Examples:
              workerctl resources
              workerctl resources --watch --json | jq .cpu.usagePercent
            """)

    @OptionGroup var options: NodeOptions

    @Flag(name: .shortAndLong, help: "Go on until interrupted.")
    var watch = false

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        guard !watch else { return try await follow(session) }
        let report = try await session.call(.probed, ResourceMethods.Latest.self)
        if options.json { session.output.print(report) } else { session.output.print(Self.table(of: report)) }
        return .done
    }

    /// Returns when nobody reads any more. A probed that is restarted meanwhile is waited for.
    @LoopActor
    private func follow(_ session: NodeSession) async throws -> ExitStatus {
        var last: JSON?
        var isFirst = true
        while true {
            do {
                let report = try await session.call(.probed, ResourceMethods.Latest.self)
                if report != last {
                    if isFirst, !options.json { session.output.print(Self.heading) }
                    isFirst = false
                    guard session.output.print(options.json ? report.text : Self.line(report)) else { return .done }
                }
                last = report
            } catch let failure as CommandFailure where failure.status == .unreachable && !isFirst {
                if last != nil { session.output.complain("workerctl: \(failure.message)") }
                last = nil
            }
            try await LoopActor.sleep(for: .milliseconds(500))
        }
    }

    private static let widths = [20, 9, 9, 9, 14, 14]
    private static let heading = row(["TIME", "CPU", "RAM", "DISK", "IN", "OUT"])

    private static func line(_ report: JSON) -> String {
        let time = (report["timestamp"]?.string ?? Timestamp.now()).prefix(19) + "Z"
        return row(
            [String(time), percent(report["cpu"]), percent(report["ram"]), percent(report["disk"])]
                + rates(report["network"]))
    }

    private static func row(_ cells: [String]) -> String {
        zip(cells, widths).map { cell, width in
            String(repeating: " ", count: max(0, width - cell.count)) + cell
        }.joined(separator: " ")
    }

    private static func rates(_ network: JSON?) -> [String] {
        ["rx_bytes_per_sec", "tx_bytes_per_sec"].map { key in
            network?[key]?.double.flatMap { Int64(exactly: $0.rounded()) }.map { Quantity.bytes($0) + "/s" } ?? "-"
        }
    }

    /// What the report lacks is shown as `-`.
    static func table(of report: JSON) -> Table {
        var table = Table("RESOURCE", "USE", "DETAIL")
        table.add("cpu", percent(report["cpu"]), "\(number(report["cpu_cores"])) cores")
        for part in ["ram", "disk"] {
            let bytes = ["used_bytes", "total_bytes"].map { key in
                report[part]?[key]?.int.map { Quantity.bytes(Int64($0)) } ?? "-"
            }
            table.add(part, percent(report[part]), "\(bytes[0]) of \(bytes[1])")
        }
        let network = report["network"]
        let rates = rates(network)
        table.add("network", "-", "\(network?["primary_interface"]?.string ?? "-"), in \(rates[0]), out \(rates[1])")
        return table
    }

    static func percent(_ part: JSON?) -> String {
        part?["usagePercent"]?.double.map { Quantity.decimal($0) + " %" } ?? "-"
    }

    private static func number(_ json: JSON?) -> String {
        guard let json else { return "-" }
        return json.int.map(String.init) ?? json.double.map(Quantity.decimal) ?? "-"
    }
}
