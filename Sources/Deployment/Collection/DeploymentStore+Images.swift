import EventLoop
import SQLite

/// The images that this node has pulled: only those may be removed by it.
extension DeploymentStore {
    static let imageSchema = """
        CREATE TABLE IF NOT EXISTS pulled_images (
            id TEXT NOT NULL, reference TEXT NOT NULL, unused_s REAL NOT NULL, PRIMARY KEY (id, reference));
        """

    /// Remembers that an image came here by a pull of this node.
    package func addPulledImage(_ id: String, _ reference: String) async throws {
        try await thread.run { [database] in
            _ = try database.run(
                "INSERT OR REPLACE INTO pulled_images (id, reference, unused_s) VALUES (?, ?, 0)",
                [.text(id), .text(reference)])
        }
    }

    package func pulledImages() async throws -> [PulledImage] {
        try await thread.run { [database] in
            var images: [String: PulledImage] = [:]
            for row in try database.query("SELECT id, reference, unused_s FROM pulled_images ORDER BY id, reference") {
                guard let id = row[0].text, let reference = row[1].text else { continue }
                let unused = Duration.seconds(max(0, min(row[2].real ?? 0, 1e9)))
                images[id, default: PulledImage(id: id, references: [], unused: unused)].references.append(reference)
            }
            return images.values.sorted { $0.id < $1.id }
        }
    }

    package func setUnused(_ times: [String: Duration], forgetting ids: [String]) async throws {
        guard !times.isEmpty || !ids.isEmpty else { return }
        try await thread.run { [database] in
            try database.transaction {
                for (id, time) in times {
                    try database.run(
                        "UPDATE pulled_images SET unused_s = ? WHERE id = ? AND unused_s <> ?",
                        [.real(time.seconds), .text(id), .real(time.seconds)])
                }
                for id in ids { try database.run("DELETE FROM pulled_images WHERE id = ?", [.text(id)]) }
            }
        }
    }
}
