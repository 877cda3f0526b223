import JSON

/// How a conductor has a worker in its records: what of it came, and can be used.
package struct WorkerRecord: Sendable, Equatable {
    package var id: WorkerID?
    package var hostname: String?
    package var ipAddress: String?

    package init(id: WorkerID? = nil, hostname: String? = nil, ipAddress: String? = nil) {
        self.id = id
        self.hostname = hostname
        self.ipAddress = ipAddress
    }

    /// - Parameter worker: The object `worker` of an answer.
    init(_ worker: JSON) {
        id = worker["id"]?.string.flatMap(WorkerID.init)
        hostname = worker["hostname"]?.string
        ipAddress = worker["ip_address"]?.string
    }
}
