import EventLoop
import Glibc
import NodeProtocol

/// What a daemon has started and left behind, in a session of its own: its process group is killed with it, but such a
/// process is not in it. When its parents are gone it becomes a child of the supervisor, the subreaper.
extension Supervisor {
    /// The children of this process (proc_pid_children(5)); empty where the kernel does not tell.
    static var children: [pid_t] {
        (ProcessStat.contents("/proc/thread-self/children") ?? "").split(separator: " ").compactMap { pid_t($0) }
    }

    /// Ends every child that is no daemon. None can be one that a living daemon needs: the daemons start no programs.
    /// As PID 1 of a container it leaves them alone: whoever entered the container may have started them.
    func endOrphans() {
        guard getpid() != 1 else { return }
        for child in Self.children where !foreignChildren.contains(child) && upgradeCheck?.pid != child {
            guard !subsystems.values.contains(where: { $0.owns(child) }) else { continue }
            // Its number is not free before it has been reaped here.
            kill(child, SIGKILL)
        }
    }
}
