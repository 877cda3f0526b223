import EventLoop
import JSON
import NodeProtocol

/// The resource report of the conductor contract's section 2: a sample, and what happened between it and the one before.
///
/// Shares are 0 to 100, GB are GiB, rates are bytes per second over the time between the two samples. Without an
/// earlier sample shares of processors and rates are 0. Everything is reckoned from bytes and rounded last.
package struct ResourceReport: Sendable {
    private let sample: HostSample
    /// Whether there is an earlier sample, and so rates.
    package let hasRates: Bool
    package let cpuPercent: Double
    /// By processor number.
    package let corePercent: [Int: Double]
    package let diskReadRate: Double
    package let diskWriteRate: Double
    package let rxRate: Double
    package let txRate: Double

    package init(_ sample: HostSample, since earlier: HostSample?) {
        self.sample = sample
        hasRates = earlier != nil
        let seconds = earlier.map { $0.taken.duration(to: sample.taken).seconds } ?? 0
        func rate(_ bytes: Int64) -> Double { seconds > 0 ? rounded(Double(bytes) / seconds) : 0 }

        cpuPercent = sample.cpu.flatMap { now in earlier?.cpu.map { now.all.usagePercent(since: $0.all) } } ?? 0
        // A processor that has just come online has no past.
        corePercent =
            sample.cpu?.cores.reduce(into: [:]) { shares, core in
                shares[core.key] = earlier?.cpu?.cores[core.key].map { core.value.usagePercent(since: $0) } ?? 0
            } ?? [:]

        // Disk by disk, so that one that was pulled or plugged in does not count as traffic.
        let disks = sample.disks.compactMap { name, now in earlier?.disks[name].map { (now: now, then: $0) } }
        diskReadRate = rate(disks.reduce(0) { $0.plus($1.now.readBytes.progress(since: $1.then.readBytes)) })
        diskWriteRate = rate(disks.reduce(0) { $0.plus($1.now.writtenBytes.progress(since: $1.then.writtenBytes)) })

        let isSameInterface = sample.network.primary?.name == earlier?.network.primary?.name
        let now = sample.network.counters
        let then = isSameInterface ? earlier?.network.counters : nil
        rxRate = rate(now.flatMap { now in then.map { now.rxBytes.progress(since: $0.rxBytes) } } ?? 0)
        txRate = rate(now.flatMap { now in then.map { now.txBytes.progress(since: $0.txBytes) } } ?? 0)
    }

    package var ramPercent: Double {
        sample.memory.map { 100 * Double($0.usedBytes) / Double($0.totalBytes) } ?? 0
    }
    package var diskPercent: Double { sample.rootFileSystem?.usagePercent ?? 0 }
    package var linkMbps: Int { sample.network.primary?.speedMbps ?? 0 }
    package var cores: Int { sample.processor.cores }
    package var ip4: String? { sample.network.primary?.ip4 }
    package var ip6: String? { sample.network.primary?.ip6 }
    package var primaryInterface: String? { sample.network.primary?.name }
    package var ramBytes: Int64 { sample.memory?.totalBytes ?? 0 }
    package var diskBytes: Int64 { sample.rootFileSystem?.totalBytes ?? 0 }

    // MARK: The wire

    /// As the conductor, the API and the status cache have it. Every field is there; what is unknown is 0 or null.
    package var json: JSON {
        [
            "timestamp": .string(Timestamp.string(unixMilliseconds: sample.unixMilliseconds)),
            "cpu": cpu, "ram": ram, "disk": disk, "network": network, "load": load,
            "cpu_cores": .int(Int64(cores)), "ram_gb": gigabytes(ramBytes), "disk_gb": gigabytes(diskBytes),
            "network_mbps": .int(Int64(linkMbps)),
        ]
    }

    /// For the history.
    package var point: ResourcePoint {
        ResourcePoint(
            at: sample.unixMilliseconds / 1000, cpuPercent: cpuPercent, ramPercent: ramPercent,
            diskPercent: diskPercent, rxRate: rxRate, txRate: txRate, load: sample.load?.one ?? 0)
    }

    /// Beyond the contract: by minutes.
    private var load: JSON {
        guard let load = sample.load else { return .null }
        return ["1": .double(load.one), "5": .double(load.five), "15": .double(load.fifteen)]
    }

    private var cpu: JSON {
        let usage = JSON.double(rounded(cpuPercent))
        let perCore = corePercent.sorted { $0.key < $1.key }.map { number, percent -> JSON in
            let usage = JSON.double(rounded(percent))
            return ["core": .int(Int64(number) + 1), "usage": usage, "usagePercent": usage]
        }
        return [
            "cores": .int(Int64(cores)), "physicalCores": .int(Int64(sample.processor.physicalCores)),
            "processors": .int(Int64(sample.processor.processors)), "usage": usage, "usagePercent": usage,
            "perCore": .array(perCore), "model": .string(sample.processor.model),
            "speed": .double(sample.processor.speed),
        ]
    }

    private var ram: JSON {
        let available = sample.memory?.availableBytes ?? 0
        let used = sample.memory?.usedBytes ?? 0
        return [
            "total_gb": gigabytes(ramBytes), "available_gb": gigabytes(available), "used_gb": gigabytes(used),
            "free_gb": gigabytes(sample.memory?.freeBytes ?? 0), "usagePercent": .double(rounded(ramPercent)),
            "total_bytes": .int(ramBytes), "used_bytes": .int(used), "available_bytes": .int(available),
        ]
    }

    private var disk: JSON {
        let available = sample.rootFileSystem?.availableBytes ?? 0
        let used = sample.rootFileSystem?.usedBytes ?? 0
        return [
            "total_gb": gigabytes(diskBytes), "available_gb": gigabytes(available), "used_gb": gigabytes(used),
            "usagePercent": .double(rounded(diskPercent)),
            "read_bytes": .int(sample.disks.values.reduce(0) { $0.plus($1.readBytes) }),
            "write_bytes": .int(sample.disks.values.reduce(0) { $0.plus($1.writtenBytes) }),
            "read_bytes_per_sec": .double(diskReadRate), "write_bytes_per_sec": .double(diskWriteRate),
            "total_bytes": .int(diskBytes), "used_bytes": .int(used), "available_bytes": .int(available),
        ]
    }

    private var network: JSON {
        let counters = sample.network.counters
        return [
            "interfaces": .int(Int64(sample.network.interfaceCount)), "primary_interface": text(primaryInterface),
            "ip4": text(ip4), "ip6": text(ip6), "mac": text(sample.network.primary?.mac),
            "speed_mbps": .int(Int64(linkMbps)),
            "rx_bytes": .int(counters?.rxBytes ?? 0), "tx_bytes": .int(counters?.txBytes ?? 0),
            "rx_bytes_per_sec": .double(rxRate), "tx_bytes_per_sec": .double(txRate),
            "rx_dropped": .int(counters?.rxDropped ?? 0), "tx_dropped": .int(counters?.txDropped ?? 0),
            "rx_errors": .int(counters?.rxErrors ?? 0), "tx_errors": .int(counters?.txErrors ?? 0),
        ]
    }

    private func gigabytes(_ bytes: Int64) -> JSON { .double(rounded(Double(bytes) / 1_073_741_824)) }
    private func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
}
