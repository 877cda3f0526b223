import EventLoop
import JSON
import NodeProtocol
import SQLite
import StatusCache
import TestSupport

/// A place for a cache file, writers to it that remember what they told, and values to put.
@LoopActor
final class StatusCacheFixture {
    nonisolated let directory: TemporaryDirectory
    nonisolated let path: String
    private(set) var events: [StatusWriter.Event] = []

    nonisolated init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("status.db")
    }

    /// - Parameter check: How often the writer looks at the file; the standard is never, within a test.
    func writer(
        _ path: String? = nil, generation: Int = 1, check: Duration = .seconds(600), patience: Duration = .seconds(600)
    ) -> StatusWriter {
        StatusWriter(path: path ?? self.path, generation: generation, checkInterval: check, patience: patience) {
            self.events.append($0)
        }
    }

    nonisolated func otherConnection(_ access: SQLiteOptions.Access = .readWrite) throws -> SQLiteDatabase {
        try SQLiteDatabase(path: path, SQLiteOptions(access, synchronous: .off))
    }

    nonisolated let engine = EngineStatus(connected: true, version: "27.0", apiVersion: "1.46")
    nonisolated let services = [
        ServiceStatus(
            service: "web", id: "c1", name: "aerekos-web", status: .running, running: true, image: "nginx",
            created: 1_700_000_000, error: ServiceError(.portInUse, "80 \"is\" taken"), progress: ["layers": 2]),
        ServiceStatus(service: "db", name: "aerekos-db", status: .pending, running: false, image: "postgres"),
    ]
    nonisolated let conductor = ConductorStatus(
        hostname: "n1", ipAddress: "10.0.0.1", conductorURL: "http://c", registered: false, reason: .tokenRejected)
}
