import EventLoop
import JSON
import NodeProtocol
import SQLite

/// What is remembered of services. A memory lives as long as its service does.
extension DeploymentStore {
    static let memorySchema = """
        CREATE TABLE IF NOT EXISTS service_memories (
            service TEXT PRIMARY KEY, restarts INTEGER NOT NULL, streak INTEGER NOT NULL, report TEXT, reported_at TEXT);
        """
    static let removeMemory = "DELETE FROM service_memories WHERE service = ?"

    package func memories() async throws -> [ServiceName: ServiceMemory] {
        try await thread.run { [database] in
            var memories: [ServiceName: ServiceMemory] = [:]
            for row in try database.query("SELECT * FROM service_memories") {
                guard let name = row["service"].text.flatMap({ try? ServiceName($0) }) else { continue }
                let content = row["report"].text.flatMap { try? JSON(parsing: $0) }
                let report = content.flatMap { content in
                    row["reported_at"].text.map { ServiceReport(content: content, at: $0) }
                }
                memories[name] = ServiceMemory(
                    restarts: Int(clamping: max(0, row["restarts"].integer ?? 0)),
                    streak: Int(clamping: max(0, row["streak"].integer ?? 0)), report: report)
            }
            return memories
        }
    }

    /// All in one transaction.
    package func save(_ memories: [ServiceName: ServiceMemory]) async throws {
        try await thread.run { [database] in
            try database.transaction {
                for (name, memory) in memories {
                    try database.run(
                        """
                        INSERT OR REPLACE INTO service_memories (service, restarts, streak, report, reported_at)
                        SELECT ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM services WHERE name = ?)
                        """,
                        [
                            .text(name.text), .integer(Int64(memory.restarts)), .integer(Int64(memory.streak)),
                            SQLiteValue(memory.report?.content.text), SQLiteValue(memory.report?.at), .text(name.text),
                        ])
                }
            }
        }
    }
}
