import IPC

/// What a service's container uses. Counters run since its start.
package struct ServiceStatistics: Codable, Sendable, Equatable {
    package var service: String
    /// RFC 3339.
    package var readAt: String
    /// Of one CPU, over the last second, or since the sample before: 200 is two whole ones.
    package var cpuPercent: Double?
    package var cpuSeconds: Double
    /// Without the page cache that can be given back.
    package var memoryBytes: Int64
    /// The limit, or the host's memory without one.
    package var memoryLimitBytes: Int64
    package var processes: Int
    package var receivedBytes: Int64
    package var sentBytes: Int64
    package var readBytes: Int64
    package var writtenBytes: Int64

    package init(
        service: String, readAt: String, cpuPercent: Double?, cpuSeconds: Double, memoryBytes: Int64,
        memoryLimitBytes: Int64, processes: Int, receivedBytes: Int64, sentBytes: Int64, readBytes: Int64,
        writtenBytes: Int64
    ) {
        self.service = service
        self.readAt = readAt
        self.cpuPercent = cpuPercent
        self.cpuSeconds = cpuSeconds
        self.memoryBytes = memoryBytes
        self.memoryLimitBytes = memoryLimitBytes
        self.processes = processes
        self.receivedBytes = receivedBytes
        self.sentBytes = sentBytes
        self.readBytes = readBytes
        self.writtenBytes = writtenBytes
    }

    private enum CodingKeys: String, CodingKey {
        case service, processes
        case readAt = "read_at"
        case cpuPercent = "cpu_percent"
        case cpuSeconds = "cpu_s"
        case memoryBytes = "memory_bytes"
        case memoryLimitBytes = "memory_limit_bytes"
        case receivedBytes = "received_bytes"
        case sentBytes = "sent_bytes"
        case readBytes = "read_bytes"
        case writtenBytes = "written_bytes"
    }
}

/// What a service's container used at one moment, as the status cache keeps it.
package struct StatisticsSample: Codable, Sendable, Equatable {
    /// Between two samples of a container that nobody asks for: `SERVICE_STATUS_INTERVAL`, and not less than this.
    package static let shortestInterval = Duration.seconds(10)

    /// The container's id: what was measured of another one is nothing of the service's any more.
    package var container: String
    /// When it was measured, on CLOCK_MONOTONIC of this boot.
    package var monotonicSeconds: Double
    package var statistics: ServiceStatistics

    package init(container: String, monotonicSeconds: Double, statistics: ServiceStatistics) {
        self.container = container
        self.monotonicSeconds = monotonicSeconds
        self.statistics = statistics
    }

    private enum CodingKeys: String, CodingKey {
        case container, statistics
        case monotonicSeconds = "monotonic_s"
    }
}

extension ServiceMethods {
    /// Takes a second, in which the engine measures. "Not found" for an unknown service, a conflict for one that does not
    /// run.
    package enum Statistics: RPCMethod {
        package typealias Params = ServiceName
        package typealias Answer = ServiceStatistics
        package static let name = "services.stats"
        package static let deadline = Duration.seconds(20)
    }
}
