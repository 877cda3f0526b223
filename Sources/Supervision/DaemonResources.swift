import NodeProtocol

/// Who gives way to whom when memory or processor time is short.
package enum DaemonResources {
    package static let oomScoreAdjustOfSupervisor: Int32 = -900

    /// The heartbeat is the last to go, measuring the first.
    package static func oomScoreAdjust(of subsystem: Subsystem) -> Int32 {
        switch subsystem {
        case .heartbeatd: -500
        case .deployd, .apid: 0
        case .probed: 500
        }
    }

    /// Measuring waits for the disk until nobody else wants it; the heartbeat goes before ordinary work.
    package static func ioPriority(of subsystem: Subsystem) -> IOPriority? {
        switch subsystem {
        case .heartbeatd: .bestEffort(level: 2)
        case .deployd, .apid: nil
        case .probed: .idle
        }
    }

    package static func nice(of subsystem: Subsystem) -> Int32 {
        switch subsystem {
        case .heartbeatd, .deployd, .apid: 0
        case .probed: 5
        }
    }
}
