import EventLoop
import Glibc
import IPC
import Instruments
import JSON
import NodeProtocol

/// What the supervisor answers to `metrics`.
extension Supervisor {
    var metrics: [MetricFamily] {
        var resident = MetricFamily.gauge(
            "aerekos_subsystem_memory_rss_bytes", "Resident set size of the process: with all that it shares.")
        var start = MetricFamily.gauge(
            "aerekos_subsystem_start_time_seconds", "When the process was started, in seconds since 1970.")
        let now = (wall: Timestamp.unixSeconds, monotonic: MonotonicInstant.now)
        for (subsystem, supervised) in subsystems.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            guard let process = supervised.process else { continue }
            supervised.measureUsage()
            let labels = ["subsystem": subsystem.rawValue]
            resident.add(supervised.usage?.0.residentBytes.map(Double.init), labels)
            start.add(now.wall - process.started.duration(to: now.monotonic).seconds, labels)
        }
        var own = ProcessFamilies()
        let usage = ProcessUsage(of: getpid())
        let labels = ["subsystem": "supervisor"]
        own.add("supervisor", usage.memoryBytes, usage.cpuSeconds, usage.openDescriptors)
        resident.add(usage.residentBytes.map(Double.init), labels)
        start.add(now.wall - started.duration(to: now.monotonic).seconds, labels)
        return own.all + [resident, start, recoveries.family]
    }
}
