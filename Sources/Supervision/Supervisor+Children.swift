import CLinux
import EventLoop
import Glibc

/// Reaping: of daemons, of their orphans, and of whatever else becomes a child of a subreaper.
extension Supervisor {
    func reapSoon() {
        guard !isReapingSoon else { return }
        isReapingSoon = true
        EventLoop.main.whenIdle { [weak self] in self?.reapChildren() }
    }

    /// Orphans of daemons that ended become ours; they are reaped here, and nobody waits for that. A daemon's own end is
    /// told by its descriptor, so that its number is never free before it has been looked at.
    ///
    /// At most so many a turn: the successor of a daemon may have ended too by the time that it is looked for the next
    /// child, and so on without end, and nobody else would have a turn.
    func reapChildren() {
        isReapingSoon = false
        var ended = clinux_exit()
        for _ in 0..<Self.reapedInOneTurn {
            guard clinux_peek_any_child(&ended) == 1 else { return }
            if let upgradeCheck, upgradeCheck.pid == ended.pid {
                upgradeCheck.reap()
                guard self.upgradeCheck == nil else { return }
            } else if let subsystem = subsystems.values.first(where: { $0.owns(ended.pid) }) {
                // Still unreaped, it would be found for ever.
                guard subsystem.reap(ended.pid) else { return }
            } else {
                _ = clinux_wait_pid(ended.pid, &ended)
            }
        }
        reapSoon()
    }

    private static let reapedInOneTurn = 4
}
