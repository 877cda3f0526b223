import JSON

/// Limits; nil is none. Named and counted as in the engine's HostConfig.
package struct ResourceLimits: Sendable, Equatable {
    package var memoryBytes: Int64?
    /// What the kernel tries to leave it when memory is short.
    package var memoryReservationBytes: Int64?
    /// Memory and swap together; -1: unlimited swap.
    package var memorySwapBytes: Int64?
    /// 0 to 100.
    package var memorySwappiness: Int64?
    package var cpuShares: Int64?
    /// Microseconds of CPU time in each period.
    package var cpuQuota: Int64?
    package var cpuPeriod: Int64?
    /// Billionths of a CPU; not together with quota and period.
    package var nanoCPUs: Int64?
    /// `0-2,4`
    package var cpuSet: String?
    package var processes: Int64?
    /// -1000 to 1000.
    package var oomScoreAdjustment: Int?
    package var oomKillDisabled = false
    /// 10 to 1000.
    package var blockIOWeight: Int?
    package var ulimits: [ResourceLimit] = []
    package var sharedMemoryBytes: Int64?
    package var cgroupParent: String?

    package init() {}

    var members: [String: JSON] {
        var host: [String: JSON] = [:]
        host["Memory"] = memoryBytes.map { .int($0) }
        host["MemoryReservation"] = memoryReservationBytes.map { .int($0) }
        host["MemorySwap"] = memorySwapBytes.map { .int($0) }
        host["MemorySwappiness"] = memorySwappiness.map { .int($0) }
        host["CpuShares"] = cpuShares.map { .int($0) }
        host["CpuQuota"] = cpuQuota.map { .int($0) }
        host["CpuPeriod"] = cpuPeriod.map { .int($0) }
        host["NanoCpus"] = nanoCPUs.map { .int($0) }
        host["CpusetCpus"] = cpuSet.map { .string($0) }
        host["PidsLimit"] = processes.map { .int($0) }
        host["OomScoreAdj"] = oomScoreAdjustment.map { .int(Int64($0)) }
        if oomKillDisabled { host["OomKillDisable"] = true }
        host["BlkioWeight"] = blockIOWeight.map { .int(Int64($0)) }
        if !ulimits.isEmpty { host["Ulimits"] = .array(ulimits.map(\.json)) }
        host["ShmSize"] = sharedMemoryBytes.map { .int($0) }
        host["CgroupParent"] = cgroupParent.map { .string($0) }
        return host
    }
}

/// One limit of setrlimit(2) for the container's processes.
package struct ResourceLimit: Sendable, Hashable {
    /// `nofile`, `nproc`, …
    package var name: String
    package var soft: Int64
    package var hard: Int64

    package init(name: String, soft: Int64, hard: Int64) {
        self.name = name
        self.soft = soft
        self.hard = hard
    }

    var json: JSON { .object(["Name": .string(name), "Soft": .int(soft), "Hard": .int(hard)]) }
}
