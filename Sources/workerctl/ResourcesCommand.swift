import ArgumentParser
import EventLoop
import JSON
import NodeProtocol

struct ResourcesCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "resources", abstract: "Shows the newest resource report.")

    @OptionGroup var options: NodeOptions

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        let report = try await session.call(.probed, ResourceMethods.Latest.self)
        if options.json { session.output.print(report) } else { session.output.print(Self.table(of: report)) }
        return .done
    }

    /// What the report lacks is shown as `-`.
    static func table(of report: JSON) -> String {
        var table = Table("RESOURCE", "USE", "DETAIL")
        table.add("cpu", percent(report["cpu"]), "\(number(report["cpu_cores"])) cores")
        for part in ["ram", "disk"] {
            let bytes = ["used_bytes", "total_bytes"].map { key in
                report[part]?[key]?.int.map { Quantity.bytes(Int64($0)) } ?? "-"
            }
            table.add(part, percent(report[part]), "\(bytes[0]) of \(bytes[1])")
        }
        let network = report["network"]
        let rates = ["rx_bytes_per_sec", "tx_bytes_per_sec"].map { key in
            network?[key]?.double.flatMap { Int64(exactly: $0.rounded()) }.map { Quantity.bytes($0) + "/s" } ?? "-"
        }
        table.add("network", "-", "\(network?["primary_interface"]?.string ?? "-"), in \(rates[0]), out \(rates[1])")
        return table.text
    }

    static func percent(_ part: JSON?) -> String {
        part?["usagePercent"]?.double.map { Quantity.decimal($0) + " %" } ?? "-"
    }

    private static func number(_ json: JSON?) -> String {
        guard let json else { return "-" }
        return json.int.map(String.init) ?? json.double.map(Quantity.decimal) ?? "-"
    }
}
