import EventLoop
import Instruments
import NodeProtocol

/// The daemons, as the supervisor last told of them.
struct SubsystemMetrics {
    private let supervisor: SupervisorView
    private let now: MonotonicInstant

    init(_ supervisor: SupervisorView, _ now: MonotonicInstant) {
        self.supervisor = supervisor
        self.now = now
    }

    var families: [MetricFamily] {
        var state = MetricFamily.gauge("aerekos_subsystem_state", "1 for a daemon's present state, 0 for the others.")
        var restarts = MetricFamily.counter("aerekos_subsystem_restarts_total", "Restarts that nobody asked for.")
        var generation = MetricFamily.gauge(
            "aerekos_subsystem_generation", "The number of the daemon's process since the supervisor started.")
        var startup = MetricFamily.gauge(
            "aerekos_subsystem_startup_seconds", "How long the present process took from its start until it was ready.")
        var watchdog = MetricFamily.gauge(
            "aerekos_subsystem_watchdog_age_seconds",
            "How long ago the daemon's main loop had last been heard when the supervisor was asked.")
        var processes = ProcessFamilies()
        for subsystem in supervisor.answer?.subsystems ?? [] {
            let labels = ["subsystem": subsystem.name.rawValue]
            for known in SubsystemStatus.State.allCases {
                state.add(
                    known == subsystem.state ? 1 : 0, labels.merging(["state": known.rawValue]) { $1 })
            }
            restarts.add(Double(subsystem.restarts), labels)
            generation.add(Double(subsystem.generation), labels)
            startup.add(subsystem.startupMilliseconds.map { $0 / 1000 }, labels)
            watchdog.add(subsystem.watchdogAgeSeconds, labels)
            processes.add(
                subsystem.name.rawValue, subsystem.memoryBytes, subsystem.cpuSeconds, subsystem.openDescriptors)
        }
        let age = MetricFamily.gauge(
            "aerekos_supervisor_answer_age_seconds", "How long ago the supervisor last answered.",
            supervisor.stamp?.duration(to: now).seconds)
        return [state, restarts, generation, startup, watchdog] + processes.all + [age]
    }
}
