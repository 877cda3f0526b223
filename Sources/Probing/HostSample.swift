import EventLoop
import Glibc

/// Everything read from the host at one moment. What could not be read is nil or empty.
package struct HostSample: Sendable {
    package var taken: MonotonicInstant
    package var unixMilliseconds: Int64
    package var processor: Processor
    package var cpu: CPUCounters?
    package var memory: MemoryUsage?
    package var load: LoadAverage?
    package var rootFileSystem: FileSystemUsage?
    package var disks: [String: DiskCounters]
    package var network: NetworkSample
}

/// Takes samples of one host. Starts no process; reads some ten small files. Blocks for as long as the root file system
/// does: use it on a thread that may wait.
package struct HostSampler: Sendable {
    private let files: HostFiles
    /// Reading /proc/cpuinfo asks every processor for its frequency, so it is read again only when their number changes.
    private var processor: (online: Int, facts: Processor)?

    /// - Parameter hostRoot: `HOST_ROOT`; empty for the machine itself.
    package init(hostRoot: String) { files = HostFiles(root: hostRoot) }

    package mutating func sample() -> HostSample {
        let cpu = files.text("/proc/stat").flatMap(CPUCounters.init(procStat:))
        let online = cpu?.cores.count ?? 0
        let facts: Processor
        if let processor, processor.online == online {
            facts = processor.facts
        } else {
            facts = Processor(files, online: online)
        }
        processor = (online, facts)
        var clock = timespec()
        clock_gettime(CLOCK_REALTIME, &clock)
        return HostSample(
            taken: .now, unixMilliseconds: Int64(clock.tv_sec) * 1000 + Int64(clock.tv_nsec) / 1_000_000,
            processor: facts, cpu: cpu, memory: files.text("/proc/meminfo").flatMap(MemoryUsage.init(meminfo:)),
            load: files.text("/proc/loadavg").flatMap(LoadAverage.init(procLoadavg:)),
            rootFileSystem: files.rootFileSystem(),
            disks: DiskCounters.wholeDisks(
                diskstats: files.text("/proc/diskstats") ?? "", blockDevices: files.names(in: "/sys/block")),
            network: NetworkSample(files))
    }
}
