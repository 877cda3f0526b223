import JSON

/// A container's limits as the engine tells them: those that `POST /containers/{id}/update` can change. 0 is none.
package struct AppliedLimits: Sendable, Hashable {
    package var memoryBytes: Int64 = 0
    package var memoryReservationBytes: Int64 = 0
    package var nanoCPUs: Int64 = 0
    package var cpuShares: Int64 = 0
    package var cpuQuota: Int64 = 0
    package var cpuPeriod: Int64 = 0
    package var cpuSet = ""
    package var processes: Int64 = 0

    package init() {}

    init(_ host: JSON?) {
        memoryBytes = host?["Memory"]?.int64 ?? 0
        memoryReservationBytes = host?["MemoryReservation"]?.int64 ?? 0
        nanoCPUs = host?["NanoCpus"]?.int64 ?? 0
        cpuShares = host?["CpuShares"]?.int64 ?? 0
        cpuQuota = host?["CpuQuota"]?.int64 ?? 0
        cpuPeriod = host?["CpuPeriod"]?.int64 ?? 0
        cpuSet = host?["CpusetCpus"]?.string ?? ""
        processes = max(0, host?["PidsLimit"]?.int64 ?? 0)
    }
}
