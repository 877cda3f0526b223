/// When a process gets the disk: ioprio_set(2).
package enum IOPriority: Sendable, Equatable {
    /// Level 0 (first) to 7; what everybody has, at level 4 with nice 0.
    case bestEffort(level: Int32)
    /// Only when nobody else wants it.
    case idle

    /// IOPRIO_PRIO_VALUE(class, level).
    package var rawValue: Int32 {
        switch self {
        case .bestEffort(let level): 2 << 13 | min(max(level, 0), 7)
        case .idle: 3 << 13
        }
    }
}
