import Instruments
import JSON

/// The host, as probed last saw it.
struct HostMetrics {
    private let report: JSON

    init(_ report: JSON?) { self.report = report ?? .null }

    var families: [MetricFamily] {
        [
            ratio("aerekos_host_cpu_usage_ratio", "Share of processor time that was used, 0 to 1.", "cpu"),
            gauge("aerekos_host_cpu_cores", "Logical processors.", "cpu", "cores"),
            ratio("aerekos_host_memory_usage_ratio", "Share of memory that is used, 0 to 1.", "ram"),
            gauge("aerekos_host_memory_size_bytes", "Memory.", "ram", "total_bytes"),
            gauge("aerekos_host_memory_used_bytes", "Memory that is used.", "ram", "used_bytes"),
            gauge(
                "aerekos_host_memory_available_bytes", "Memory that programs could get.", "ram", "available_bytes"),
            ratio("aerekos_host_disk_usage_ratio", "Share of the root file system that is used, 0 to 1.", "disk"),
            gauge("aerekos_host_disk_size_bytes", "The root file system.", "disk", "total_bytes"),
            gauge("aerekos_host_disk_used_bytes", "What of it is used.", "disk", "used_bytes"),
            gauge("aerekos_host_disk_available_bytes", "What of it is free for users.", "disk", "available_bytes"),
            counter("aerekos_host_disk_read_bytes_total", "Read from disks.", "disk", "read_bytes"),
            counter("aerekos_host_disk_written_bytes_total", "Written to disks.", "disk", "write_bytes"),
            counter(
                "aerekos_host_network_receive_bytes_total", "Received on the primary interface.", "network", "rx_bytes"),
            counter(
                "aerekos_host_network_transmit_bytes_total", "Sent on the primary interface.", "network", "tx_bytes"),
            counter(
                "aerekos_host_network_receive_drop_total", "Packets dropped when received there.", "network",
                "rx_dropped"),
            counter(
                "aerekos_host_network_transmit_drop_total", "Packets dropped when sent there.", "network", "tx_dropped"),
            counter(
                "aerekos_host_network_receive_errs_total", "Errors of receiving there.", "network", "rx_errors"),
            counter("aerekos_host_network_transmit_errs_total", "Errors of sending there.", "network", "tx_errors"),
        ]
    }

    private func value(_ part: String, _ member: String) -> Double? { report[part]?[member]?.double }

    private func gauge(_ name: String, _ help: String, _ part: String, _ member: String) -> MetricFamily {
        .gauge(name, help, value(part, member))
    }

    private func counter(_ name: String, _ help: String, _ part: String, _ member: String) -> MetricFamily {
        .counter(name, help, value(part, member))
    }

    private func ratio(_ name: String, _ help: String, _ part: String) -> MetricFamily {
        .gauge(name, help, value(part, "usagePercent").map { $0 / 100 })
    }
}
