import Instruments
import NodeProtocol

/// What the services' containers used when they were last measured, see ``StatisticsSample``.
struct ServiceUseMetrics {
    private var cpu = MetricFamily.counter(
        "aerekos_service_cpu_seconds_total", "Processor time of the service's container since its start.")
    private var memory = MetricFamily.gauge(
        "aerekos_service_memory_bytes",
        "Memory of the service's container, without the page cache that can be given back.")
    private var limit = MetricFamily.gauge(
        "aerekos_service_memory_limit_bytes", "The memory that the container may use: its limit, or the host's.")
    private var processes = MetricFamily.gauge("aerekos_service_processes", "Processes in the service's container.")
    private var received = MetricFamily.counter(
        "aerekos_service_network_receive_bytes_total", "What the container has received over all its networks.")
    private var sent = MetricFamily.counter(
        "aerekos_service_network_transmit_bytes_total", "What the container has sent over all its networks.")
    private var read = MetricFamily.counter(
        "aerekos_service_disk_read_bytes_total", "What the container has read from disks.")
    private var written = MetricFamily.counter(
        "aerekos_service_disk_written_bytes_total", "What the container has written to disks.")

    var families: [MetricFamily] { [cpu, memory, limit, processes, received, sent, read, written] }

    /// - Parameter statistics: Nil where nothing is known.
    mutating func add(_ statistics: ServiceStatistics?, _ labels: [String: String]) {
        guard let statistics else { return }
        cpu.add(statistics.cpuSeconds, labels)
        memory.add(Double(statistics.memoryBytes), labels)
        limit.add(Double(statistics.memoryLimitBytes), labels)
        processes.add(Double(statistics.processes), labels)
        received.add(Double(statistics.receivedBytes), labels)
        sent.add(Double(statistics.sentBytes), labels)
        read.add(Double(statistics.readBytes), labels)
        written.add(Double(statistics.writtenBytes), labels)
    }
}
