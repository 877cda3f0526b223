import Foundation
import JSON
import TestSupport

/// What docs promises of the metrics, and what promtool says of them.
enum MetricDocuments {
    static let hasPromtool = FileManager.default.isExecutableFile(atPath: "/usr/bin/promtool")

    private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func document(_ name: String) throws -> String {
        try String(contentsOf: repository.appending(path: "docs/" + name), encoding: .utf8)
    }

    /// The metrics that docs/metrics.md describes, by name: their types.
    static func described() throws -> [String: String] {
        var types: [String: String] = [:]
        for line in try document("metrics.md").split(separator: "\n") where line.hasPrefix("| `aerekos_") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            types[cells[0].trimmingCharacters(in: ["`"])] = cells[1]
        }
        return types
    }

    static func types(in scrape: String) -> [String: String] {
        let lines = scrape.split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }.map { $0.split(separator: " ") }
        return Dictionary(lines.map { (String($0[2]), String($0[3])) }) { $1 }
    }

    /// The metrics that a PromQL expression names, as families: without what a histogram's series add.
    static func metrics(in expression: String) -> [String] {
        let names = expression.matches(of: /aerekos_[a-z0-9_]+/).map { String($0.output) }
        return names.map { name in
            for tail in ["_bucket", "_sum", "_count"] where name.hasSuffix("_seconds" + tail) {
                return String(name.dropLast(tail.count))
            }
            return name
        }
    }

    /// What promtool objects to; empty for nothing. Also with objections to names alone it ends with another status than 0.
    static func promtool(_ command: String) async throws -> String {
        let run = try await CommandRun.of(["sh", "-c", "promtool \(command)"])
        return run.status == 0 ? run.output : "status \(run.status): \(run.output)"
    }

    /// Every PromQL expression of a dashboard: of its panels' targets and its variables.
    static func expressions(of json: JSON) -> [String] {
        switch json {
        case .object(let members):
            let own = ["expr", "definition"].compactMap { members[$0]?.string }
            return own + members.sorted { $0.key < $1.key }.flatMap { expressions(of: $0.value) }
        case .array(let elements): return elements.flatMap(expressions)
        case .null, .bool, .int, .double, .string: return []
        }
    }
}
