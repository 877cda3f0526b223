import EventLoop
import Glibc
import NodeProtocol

/// What a daemon has started and left behind, in a session of its own: its process group is killed with it, but such a
/// process is not in it. When its parents are gone it becomes a child of the supervisor, the subreaper.
extension Supervisor {
    /// Ends every child that is no daemon. None can be one that a living daemon needs: the daemons start no programs.
    /// As PID 1 of a container it leaves them alone: whoever entered the container may have started them.
    func endOrphans() {
        guard !isFirstProcess else { return }
        for child in children.pids where !foreignChildren.contains(child) && upgradeCheck?.pid != child {
            guard !subsystems.values.contains(where: { $0.owns(child) }) else { continue }
            // Its number is not free before it has been reaped here.
            kill(child, SIGKILL)
        }
    }
}
