import EventLoop
import Foundation
import Glibc
import Synchronization

/// Looks for zombies among the children of the supervisor, all the time.
final class ProcessMonitor: Sendable {
    fileprivate struct State {
        var supervisor: pid_t = 0
        var firstSeen: [pid_t: MonotonicInstant] = [:]
        var zombies: [String] = []
        var looks = 0
        var isStopped = false
    }

    /// A child that has ended is reaped when the supervisor gets to run; for longer it may not stay.
    private static let patience = Duration.seconds(2)
    private let control: SupervisorControl
    private let state = Mutex(State())

    init(_ control: SupervisorControl) { self.control = control }

    /// Children that had not been reaped for more than two seconds, in which their supervisor ran.
    var zombies: [String] { state.withLock(\.zombies) }
    var looks: Int { state.withLock(\.looks) }
    func stop() { state.withLock { $0.isStopped = true } }

    func run() async {
        while !state.withLock(\.isStopped) {
            let supervisor = await control.pid
            let isRunning = !NodeProcesses.isStopped(supervisor)
            let zombies = NodeProcesses.zombies(of: supervisor)
            state.withLock { $0.take(zombies, of: supervisor, isRunning: isRunning, patience: Self.patience) }
            try? await Task.sleep(for: .milliseconds(200))
        }
    }
}

extension ProcessMonitor.State {
    fileprivate mutating func take(_ zombies: [pid_t], of parent: pid_t, isRunning: Bool, patience: Duration) {
        looks += 1
        guard isRunning, parent == supervisor else {
            supervisor = parent
            firstSeen = [:]
            return
        }
        firstSeen = firstSeen.filter { zombies.contains($0.key) }
        for pid in zombies {
            let since = firstSeen[pid] ?? .now
            firstSeen[pid] = since
            if since.duration(to: .now) > patience {
                self.zombies.append("\(pid), child of \(parent)")
                firstSeen[pid] = .now
            }
        }
    }
}
