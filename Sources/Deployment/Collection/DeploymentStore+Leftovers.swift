import EventLoop
import SQLite

/// How long containers have been left over.
extension DeploymentStore {
    static let leftoverSchema =
        "CREATE TABLE IF NOT EXISTS leftover_containers (id TEXT PRIMARY KEY, unused_s REAL NOT NULL);"

    func leftoverContainers() async throws -> [String: Duration] {
        try await thread.run { [database] in
            var times: [String: Duration] = [:]
            for row in try database.query("SELECT id, unused_s FROM leftover_containers") {
                guard let id = row[0].text else { continue }
                times[id] = .seconds(max(0, min(row[1].real ?? 0, 1e9)))
            }
            return times
        }
    }

    /// These and no others.
    func setLeftoverContainers(_ times: [String: Duration]) async throws {
        try await thread.run { [database] in
            try database.transaction {
                try database.run("DELETE FROM leftover_containers")
                for (id, time) in times {
                    try database.run(
                        "INSERT INTO leftover_containers (id, unused_s) VALUES (?, ?)",
                        [.text(id), .real(time.seconds)])
                }
            }
        }
    }
}
