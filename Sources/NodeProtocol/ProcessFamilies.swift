import Instruments

/// What the node's processes use. The supervisor tells this of itself; of its daemons it is in their status.
package struct ProcessFamilies {
    private var memory = MetricFamily.gauge(
        "aerekos_subsystem_memory_pss_bytes", "Proportional set size of the process: what it shares is divided.")
    private var cpu = MetricFamily.counter(
        "aerekos_subsystem_cpu_seconds_total", "User and system time of the process.")
    private var descriptors = MetricFamily.gauge("aerekos_subsystem_open_fds", "Open descriptors of the process.")

    package init() {}

    /// - Parameter name: A subsystem's, or "supervisor".
    package mutating func add(_ name: String, _ memoryBytes: Int64?, _ cpuSeconds: Double?, _ openDescriptors: Int?) {
        let labels = ["subsystem": name]
        memory.add(memoryBytes.map(Double.init), labels)
        cpu.add(cpuSeconds, labels)
        descriptors.add(openDescriptors.map(Double.init), labels)
    }

    package var all: [MetricFamily] { [memory, cpu, descriptors] }
}
