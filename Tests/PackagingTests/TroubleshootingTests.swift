import Foundation
import NodeProtocol
import Testing

/// docs/troubleshooting.md has a row for everything that the node calls a failure, and for nothing else.
struct TroubleshootingTests {
    /// The rows below a heading, without those that head a table: the words in the first cell, and the other cells.
    private static func rows(below heading: String) throws -> [String: [String]] {
        let guide = try SourceTree.text("docs/troubleshooting.md")
        let section = try #require(guide.components(separatedBy: "\n## ").first { $0.hasPrefix(heading + "\n") })
        var rows: [String: [String]] = [:]
        for line in section.split(separator: "\n") where line.hasPrefix("| ") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            for name in cells[0].split(separator: " ") where name.hasPrefix("`") || name.allSatisfy(\.isNumber) {
                rows[name.trimmingCharacters(in: ["`"])] = Array(cells.dropFirst())
            }
        }
        return rows
    }

    private static func expect(
        _ kinds: [String], below heading: String, unexplained: Set<String> = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let rows = try rows(below: heading)
        for kind in kinds {
            let cells = try #require(rows[kind], "\(kind) has no row", sourceLocation: sourceLocation)
            let isComplete = cells.allSatisfy { !$0.isEmpty } || unexplained.contains(kind)
            #expect(isComplete, "\(kind) has an empty cell", sourceLocation: sourceLocation)
        }
        #expect(
            Set(rows.keys).subtracting(kinds) == [], "there is no such thing any more", sourceLocation: sourceLocation)
    }

    @Test func `every kind of deployment failure has its row`() throws {
        try Self.expect(ServiceError.Kind.allCases.map(\.rawValue), below: "Services")
    }

    @Test func `every reason for trouble with the conductor has its row`() throws {
        try Self.expect(ConductorStatus.Reason.allCases.map(\.rawValue), below: "Conductor")
    }

    @Test func `every state of the engine has its row`() throws {
        try Self.expect(EngineStatus.State.allCases.map(\.rawValue), below: "Engine", unexplained: ["available"])
    }

    @Test func `every state of a daemon, and every way in which one ends, has its row`() throws {
        let states = SubsystemStatus.State.allCases.map(\.rawValue)
        try Self.expect(states + ExitReport.Cause.allCases.map(\.rawValue), below: "Daemons", unexplained: ["ready"])
    }

    @Test func `every subject of the node's health has its row`() throws {
        let source = try SourceTree.text("Sources/NodeAPI/NodeHealth.swift")
        let named = source.matches(of: /(?:subject: |look\(at: )"([a-z_]+)"/).map { String($0.1) }
        #expect(named.count >= 6, "the subjects are found in the source")
        try Self.expect(named + Subsystem.allCases.map(\.rawValue), below: "Node health")
    }

    @Test func `every exit status of the operations guide has its row`() throws {
        let guide = try SourceTree.text("docs/operations.md")
        let section = try #require(
            guide.components(separatedBy: "\n## ").first { $0.hasPrefix("Exit statuses\n") })
        let statuses = Set(section.matches(of: /\n\| ([0-9]+) \|/).map { String($0.1) })
        #expect(statuses.count >= 6)
        try Self.expect(statuses.sorted(), below: "Exit statuses", unexplained: ["0"])
    }
}
