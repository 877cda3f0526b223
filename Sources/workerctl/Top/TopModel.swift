import EventLoop
import JSON
import NodeProtocol

/// What the screen shows: the newest look, and what was used since the one before. Pure.
struct TopModel {
    private(set) var look: TopLook?
    /// Why there is no newer look.
    var failure: String?
    /// Percent of one CPU.
    private(set) var cpu: [Subsystem: Double] = [:]
    /// What services used when that was last measured.
    var statistics: [ServiceStatistics] = []

    mutating func take(_ next: TopLook) {
        cpu = [:]
        if let look {
            let seconds = look.at.duration(to: next.at).seconds
            for status in next.supervisor.subsystems {
                let before = look.supervisor.subsystems.first { $0.name == status.name && $0.pid == status.pid }
                guard let from = before?.cpuSeconds, let to = status.cpuSeconds, seconds > 0 else { continue }
                cpu[status.name] = max(0, to - from) / seconds * 100
            }
        }
        look = next
        failure = nil
    }

    var json: JSON {
        get throws {
            guard let look else { return .null }
            return [
                "supervisor": try JSON(encoding: look.supervisor), "conductor": look.conductor ?? .null,
                "services": try look.services.map { try JSON(encoding: $0) } ?? .null,
                "resources": look.resources ?? .null, "statistics": try JSON(encoding: statistics),
                "cpu_percent": .object(
                    Dictionary(uniqueKeysWithValues: cpu.map { ($0.key.rawValue, JSON.double($0.value)) })),
                "timestamp": .string(look.time),
            ]
        }
    }
}
