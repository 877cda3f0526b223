import JSON
import URIText

/// What a container has used, by `GET /containers/{id}/stats`. Counters run since its start.
package struct ContainerStatistics: Sendable, Equatable {
    /// RFC 3339.
    package let readAt: String
    /// CPU time in nanoseconds.
    package let cpuNanoseconds: Int64
    /// CPU time of the whole host, over all its CPUs, in nanoseconds.
    package let hostCPUNanoseconds: Int64
    package let onlineCPUs: Int
    /// Of one CPU: 200 is two whole ones. Over the second before; nil when the engine has no earlier sample.
    package let cpuPercent: Double?
    /// Without the page cache that can be given back.
    package let memoryBytes: Int64
    /// The limit, or the host's memory without one.
    package let memoryLimitBytes: Int64
    package let processes: Int
    /// Over all networks.
    package let receivedBytes: Int64
    package let sentBytes: Int64
    package let readBytes: Int64
    package let writtenBytes: Int64

    /// Nil for a container that does not run: its answer has no time.
    init?(_ json: JSON) {
        let read = json["read"]?.string ?? ""
        guard !read.isEmpty, !read.hasPrefix("0001-") else { return nil }
        readAt = read
        let cpu = json["cpu_stats"]
        cpuNanoseconds = cpu?["cpu_usage"]?["total_usage"]?.counter ?? 0
        hostCPUNanoseconds = cpu?["system_cpu_usage"]?.counter ?? 0
        let perCPU = cpu?["cpu_usage"]?["percpu_usage"]?.array?.count ?? 0
        onlineCPUs = cpu?["online_cpus"]?.int ?? perCPU
        cpuPercent = Self.percent(
            cpuNanoseconds, hostCPUNanoseconds, since: json["precpu_stats"], cpus: max(1, onlineCPUs))
        let memory = json["memory_stats"]
        let details = memory?["stats"]
        let usage = memory?["usage"]?.counter ?? 0
        // As `docker stats` has it: the first is of cgroup v1, the second of v2.
        let cache = details?["total_inactive_file"]?.counter ?? details?["inactive_file"]?.counter ?? 0
        memoryBytes = cache < usage ? usage - cache : usage
        memoryLimitBytes = memory?["limit"]?.counter ?? 0
        processes = json["pids_stats"]?["current"]?.int ?? 0
        let networks = json["networks"]?.object?.values.map { $0 } ?? []
        receivedBytes = networks.reduce(0) { $0 &+ ($1["rx_bytes"]?.counter ?? 0) }
        sentBytes = networks.reduce(0) { $0 &+ ($1["tx_bytes"]?.counter ?? 0) }
        let blocks = json["blkio_stats"]?["io_service_bytes_recursive"]?.array ?? []
        func sum(_ operation: String) -> Int64 {
            blocks.filter { $0["op"]?.string?.lowercased() == operation }
                .reduce(0) { $0 &+ ($1["value"]?.counter ?? 0) }
        }
        readBytes = sum("read")
        writtenBytes = sum("write")
    }

    /// Of one CPU, over the time between two samples; nil when that cannot be said.
    package func cpuPercent(since earlier: ContainerStatistics) -> Double? {
        Self.percent(
            cpuNanoseconds, hostCPUNanoseconds, earlier.cpuNanoseconds, earlier.hostCPUNanoseconds,
            cpus: max(1, onlineCPUs))
    }

    private static func percent(_ cpu: Int64, _ host: Int64, since json: JSON?, cpus: Int) -> Double? {
        guard let hostBefore = json?["system_cpu_usage"]?.counter, hostBefore > 0 else { return nil }
        return percent(cpu, host, json?["cpu_usage"]?["total_usage"]?.counter ?? 0, hostBefore, cpus: cpus)
    }

    private static func percent(
        _ cpu: Int64, _ host: Int64, _ cpuBefore: Int64, _ hostBefore: Int64, cpus: Int
    ) -> Double? {
        guard host > hostBefore, cpu >= cpuBefore else { return nil }
        return Double(cpu - cpuBefore) / Double(host - hostBefore) * Double(cpus) * 100
    }
}

extension EngineClient {
    /// One sample of what a container uses; nil when it does not run or is not there.
    /// - Parameter isInstant: Without the sample of a second before, and so without that second and without
    ///   ``ContainerStatistics/cpuPercent``. Engines before API 1.41 take the second anyway.
    package func statistics(
        of container: String, isInstant: Bool = false
    ) async throws(EngineError) -> ContainerStatistics? {
        var call = EngineCall("GET", "/containers/\(PercentEncoding.encoded(container))/stats")
        call.query = [("stream", "false")] + (isInstant ? [("one-shot", "true")] : [])
        call.extraTime = .seconds(5)
        let sent = call
        return try await absentIsNil { () throws(EngineError) in try await self.call(sent) }
            .flatMap { ContainerStatistics($0) }
    }
}
