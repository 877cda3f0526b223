/// Who this node is to its conductor, as kept in `identity.json`.
package struct NodeIdentity: Codable, Sendable, Equatable {
    package var workerID: WorkerID
    package var hostname: String?
    /// The conductor that gave the id.
    package var conductorURL: String?

    package init(workerID: WorkerID, hostname: String? = nil, conductorURL: String? = nil) {
        self.workerID = workerID
        self.hostname = hostname
        self.conductorURL = conductorURL
    }

    private enum CodingKeys: String, CodingKey {
        case hostname
        case workerID = "worker_id"
        case conductorURL = "conductor_url"
    }
}
