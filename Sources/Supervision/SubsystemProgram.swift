import EventLoop
import Glibc

/// The program that one subsystem is started with, see ``ProgramProbation``.
struct SubsystemProgram {
    private var probation = ProgramProbation()
    /// What it last became ready with.
    private var proven: ProgramFile?
    /// Whether the present process was started with the previous program.
    private(set) var isPrevious: Bool
    /// Whether the present process was started with what is proven already.
    private var isProven = false

    init(isPrevious: Bool) { self.isPrevious = isPrevious }

    /// What to execute so that `executable` runs, or what ran before it.
    mutating func path(for executable: String) -> String {
        let current = FileIdentity(path: executable)
        let choice = probation.choose(current: current, proven: proven?.identity)
        isPrevious = choice == .previous
        isProven = isPrevious || current != nil && current == proven?.identity
        return isPrevious ? proven?.path ?? executable : executable
    }

    /// It has ended, or could not be started, without having become ready.
    mutating func failed() {
        if !isPrevious { probation.failed() }
    }

    /// Somebody asks for a start.
    mutating func forgive() { probation.forgive() }

    /// A process that was started elsewhere takes the place of the present one.
    /// - Parameter pid: Its number when it is ready.
    mutating func adopt(_ pid: pid_t?) {
        isProven = false
        if let pid { becameReady(pid) }
    }

    /// This process of it has become ready.
    mutating func becameReady(_ pid: pid_t) {
        guard !isProven, FileIdentity(path: "/proc/\(pid)/exe") != proven?.identity else { return }
        proven = ProgramFile(of: pid) ?? proven
    }
}
