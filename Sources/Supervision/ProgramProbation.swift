import EventLoop

/// Decides with which program a daemon is started: the one that now has the executable's name, or the last one with
/// which it is known to have become ready.
///
/// A program that is new to a daemon is on probation until the daemon has become ready with it. If it twice does not,
/// the previous one is started instead, until yet another takes the name or somebody asks for a start.
struct ProgramProbation {
    enum Choice: Equatable {
        case current
        case previous
    }

    /// How often a new program may fail before the previous one is used again.
    static let attempts = 2

    private var onTrial: FileIdentity?
    private var failures = 0

    /// - Parameters:
    ///   - current: What has the executable's name; nil when nothing does.
    ///   - proven: What the daemon last became ready with; nil when it never has.
    mutating func choose(current: FileIdentity?, proven: FileIdentity?) -> Choice {
        guard let proven, current != proven else {
            failures = 0
            return .current
        }
        if current != onTrial {
            onTrial = current
            failures = 0
        }
        return failures < Self.attempts ? .current : .previous
    }

    /// A process started with ``Choice/current`` has ended, or could not be started, without having become ready.
    mutating func failed() { failures += 1 }

    /// Somebody wants the current program to be tried again.
    mutating func forgive() { failures = 0 }
}
