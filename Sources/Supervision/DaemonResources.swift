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

    package static func nice(of subsystem: Subsystem) -> Int32 {
        switch subsystem {
        case .heartbeatd, .deployd, .apid: 0
        case .probed: 5
        }
    }
}
