import EventLoop
import SQLite

/// How long containers and networks have been left over.
extension DeploymentStore {
    /// What is counted, by the name of its table.
    enum Leftovers: String, CaseIterable {
        case containers = "leftover_containers"
        case networks = "leftover_networks"
    }

    static let leftoverSchema = Leftovers.allCases.map {
        "CREATE TABLE IF NOT EXISTS \($0.rawValue) (id TEXT PRIMARY KEY, unused_s REAL NOT NULL);"
    }.joined()

    /// By id.
    func unused(_ kind: Leftovers) async throws -> [String: Duration] {
        try await thread.run { [database] in
            var times: [String: Duration] = [:]
            for row in try database.query("SELECT id, unused_s FROM \(kind.rawValue)") {
                guard let id = row[0].text else { continue }
                times[id] = .seconds(max(0, min(row[1].real ?? 0, 1e9)))
            }
            return times
        }
    }

    /// These and no others.
    func setUnused(_ kind: Leftovers, _ times: [String: Duration]) async throws {
        try await thread.run { [database] in
            try database.transaction {
                try database.run("DELETE FROM \(kind.rawValue)")
                for (id, time) in times {
                    try database.run(
                        "INSERT INTO \(kind.rawValue) (id, unused_s) VALUES (?, ?)",
                        [.text(id), .real(time.seconds)])
                }
            }
        }
    }
}
